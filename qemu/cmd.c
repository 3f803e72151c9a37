/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands about the lab as a whole, and the way to all others. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "lab.h"
#include "../lib/num.h"

int64_t
cmd_seconds(struct client *c, const char *s)
{
	long long v;

	if (num_parse(s, 1, 86400, &v) != 0) {
		ctl_complain(c, "pair: %s: expected seconds, 1 to 86400", s);
		ctl_exit(c, 2);
		return -1;
	}
	return lab_scaled_us(v);
}

static void
down(struct client *c, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	(void)c; /* for the client, the end of the daemon is the answer */
	loop_stop(0);
}

static void
show_gone(struct client *c)
{
	int i;

	for (i = 0; i < LAB_SHOWS; i++)
		if (lab.show[i] == c)
			lab.show[i] = NULL;
}

static void
show(struct client *c, int argc, char **argv)
{
	int i;

	(void)argc;
	(void)argv;
	for (i = 0; i < LAB_SHOWS; i++)
		if (lab.show[i] == NULL) {
			lab.show[i] = c;
			c->gone = show_gone;
			return;
		}
	ctl_fail(c, "pair: the lab is shown at %d places already", LAB_SHOWS);
}

static void
scale(struct client *c, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	ctl_say(c, "%d\n", lab.scale_percent);
	ctl_exit(c, 0);
}

static void
accel(struct client *c, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	ctl_say(c, "%s\n", lab.accel);
	ctl_exit(c, 0);
}

static struct cable *
cable(struct client *c, const char *name)
{
	struct cable *found = lab_cable(name);

	if (found == NULL) {
		ctl_complain(c, "pair: %s: expected eth0 or eth1", name);
		ctl_exit(c, 2);
	}
	return found;
}

static void
net(struct client *c, int argc, char **argv)
{
	struct cable *to = cable(c, argv[1]);
	struct fault f;
	const char *why;
	char text[256];
	int i;

	if (to == NULL)
		return;
	f = to->seg.fault;
	for (i = 2; i < argc; i++)
		if ((why = fault_set(&f, argv[i])) != NULL) {
			ctl_complain(c, "pair: %s: %s", argv[i], why);
			ctl_exit(c, 2);
			return;
		}
	if (f.oneway[0] && lab_node(f.oneway) == NULL) {
		ctl_complain(c, "pair: oneway=%s: no such node", f.oneway);
		ctl_exit(c, 2);
		return;
	}
	to->seg.fault = f;
	fault_show(&f, text, sizeof(text));
	if (argc > 2)
		lab_say("%s: faults: %s", argv[1], text);
	else
		ctl_say(c, "%s\n", text);
	ctl_exit(c, 0);
}

static void
pcap_gone(struct client *c)
{
	struct cable *of = c->job;

	of->seg.capture = NULL;
	pcap_close(&of->pcap);
}

static void
pcap(struct client *c, int argc, char **argv)
{
	struct cable *of = cable(c, argv[1]);

	(void)argc;
	if (of == NULL)
		return;
	if (of->seg.capture) {
		ctl_fail(c, "pair: %s is being captured already", argv[1]);
		return;
	}
	if (pcap_open(&of->pcap, argv[2]) < 0) {
		ctl_fail(c, "pair: %s: %s", argv[2], strerror(errno));
		return;
	}
	of->seg.capture_arg = &of->pcap;
	of->seg.capture = pcap_frame;
	c->job = of;
	c->gone = pcap_gone;
	/* the client may now let others do what is to be captured */
	ctl_say(c, "capturing\n");
}

const struct cmd cmd_lab[] = {
    {"down", 0, 0, "", down},
    {"show", 0, 0, "", show},
    {"scale", 0, 0, "", scale},
    {"accel", 0, 0, "", accel},
    {"net", 1, 8,
	"eth0|eth1 [loss=P dup=P corrupt=P delay=MS±MS oneway=NODE "
	"clear…]",
	net},
    {"pcap", 2, 2, "eth0|eth1 FILE", pcap},
    {NULL, 0, 0, NULL, NULL},
};

void
cmd_dispatch(struct client *c, int argc, char **argv)
{
	static const struct cmd *const all[] = {cmd_lab, cmd_node, cmd_lan};
	const struct cmd *cmd;
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		for (cmd = all[i]; cmd->name; cmd++) {
			if (strcmp(cmd->name, argv[0]) != 0)
				continue;
			if (argc - 1 >= cmd->min && argc - 1 <= cmd->max) {
				cmd->run(c, argc, argv);
				return;
			}
			ctl_complain(c, "usage: pair %s %s", cmd->name,
			    cmd->usage);
			ctl_exit(c, 2);
			return;
		}
	ctl_complain(c, "pair: %s: no such command; `pair help` lists them",
	    argv[0]);
	ctl_exit(c, 2);
}
