/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands about one node: power, plugs, console. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "lab.h"
#include "../lib/num.h"

enum { EXEC_S = 60, WAIT_S = 60 };

static struct node *
node(struct client *c, const char *name)
{
	struct node *n = lab_node(name);

	if (n == NULL) {
		ctl_complain(c, "pair: %s: no such node (%s, %s)", name,
		    lab.node[0].name, lab.node[1].name);
		ctl_exit(c, 2);
	}
	return n;
}

/* the node, which must have power */
static struct node *
live(struct client *c, const char *name)
{
	struct node *n = node(c, name);

	if (n && n->power == POWER_OFF) {
		ctl_fail(c, "pair: %s is off: %s", name,
		    n->end[0] ? n->end : "never switched on");
		return NULL;
	}
	return n;
}

static void
answered(void *client, const char *error)
{
	struct client *c = client;

	if (error)
		ctl_fail(c, "pair: %s", error);
	else
		ctl_exit(c, 0);
}

static void
forget_answer(struct client *c)
{
	struct node *n = c->job;

	qmp_forget(&n->qmp, c);
}

static void
ask(struct client *c, struct node *n, const char *json)
{
	c->job = n;
	c->gone = forget_answer;
	qmp_send(&n->qmp, json, answered, c);
}

static void
forget_cut(struct client *c)
{
	struct node *n = c->job;

	n->cutter = NULL;
}

static void
power_on(struct client *c, struct node *n, int argc, char **argv)
{
	if (n->power != POWER_OFF) {
		ctl_fail(c, "pair: %s is on already", n->name);
		return;
	}
	if (n->pid > 0) {
		/* only for another client than the one that waits for the cut
		 */
		ctl_fail(c, "pair: %s is going off just now", n->name);
		return;
	}
	n->append[0] = '\0';
	if (argc > 3 && strncmp(argv[3], "append=", 7) == 0)
		snprintf(n->append, sizeof(n->append), "%s", argv[3] + 7);
	if (guest_start(n) < 0)
		ctl_fail(c, "pair: %s: %s", n->name, n->end);
	else
		ctl_exit(c, 0);
}

static void
power(struct client *c, int argc, char **argv)
{
	struct node *n = node(c, argv[1]);
	const char *what = argc > 2 ? argv[2] : "show";

	if (n == NULL)
		return;
	if (strcmp(what, "show") == 0) {
		if (n->power == POWER_OFF)
			ctl_say(c, "off: %s\n",
			    n->end[0] ? n->end : "never switched on");
		else
			ctl_say(c, n->power == POWER_ON ? "on\n" : "paused\n");
		ctl_exit(c, 0);
		return;
	}
	if (strcmp(what, "on") == 0) {
		power_on(c, n, argc, argv);
		return;
	}
	if (live(c, argv[1]) == NULL)
		return;
	if (strcmp(what, "cut") == 0) {
		guest_kill(n, "its power was cut");
		n->power = POWER_OFF;
		lab_carrier();
		/* the answer comes when the process is reaped */
		n->cutter = c;
		c->job = n;
		c->gone = forget_cut;
	} else if (strcmp(what, "reset") == 0)
		ask(c, n, "{\"execute\":\"system_reset\"}");
	else if (strcmp(what, "pause") == 0) {
		n->power = POWER_PAUSED;
		lab_say("%s: paused", n->name);
		ask(c, n, "{\"execute\":\"stop\"}");
	} else if (strcmp(what, "resume") == 0) {
		n->power = POWER_ON;
		lab_say("%s: resumed", n->name);
		ask(c, n, "{\"execute\":\"cont\"}");
	} else {
		ctl_complain(c,
		    "pair: power: %s: expected cut, on, reset, "
		    "pause or resume",
		    what);
		ctl_exit(c, 2);
	}
}

/* KB[+COUNT]: in bytes, of the disk d; or fail c and return -1 */
static int
range(struct client *c, const char *s, const struct disk *d,
    struct disk_defect *f)
{
	long long first, count = 1, kb = d->size_bytes / 1024;
	char text[32];
	char *plus;

	snprintf(text, sizeof(text), "%s", s);
	if ((plus = strchr(text, '+')) != NULL)
		*plus++ = '\0';
	if (num_parse(text, 0, kb - 1, &first) != 0 ||
	    (plus && num_parse(plus, 1, kb - first, &count) != 0)) {
		ctl_complain(c,
		    "pair: disk: %s: expected KB or KB+COUNT within %lld KB", s,
		    kb);
		ctl_exit(c, 2);
		return -1;
	}
	f->offset = (uint64_t)first * 1024;
	f->len = (uint64_t)count * 1024;
	return 0;
}

static void
disk(struct client *c, int argc, char **argv)
{
	struct disk_defect f = {0};
	struct node *n = live(c, argv[1]);
	struct disk *d;
	int e = 0;

	if (n == NULL)
		return;
	d = &n->drives[0].disk;
	f.len = (uint64_t)d->size_bytes;
	if (argc > 3 && range(c, argv[3], d, &f) < 0)
		return;
	f.reads = strcmp(argv[2], "read") == 0 || strcmp(argv[2], "bad") == 0;
	f.writes = strcmp(argv[2], "write") == 0 || strcmp(argv[2], "bad") == 0;
	if (strcmp(argv[2], "change") == 0 && argc > 3) {
		for (; f.len > 0 && e == 0; f.len -= DISK_SECTOR) {
			e = disk_spoil(d, f.offset);
			f.offset += DISK_SECTOR;
		}
	} else if (f.reads || f.writes || strcmp(argv[2], "good") == 0) {
		d->defect = f;
	} else {
		ctl_complain(c,
		    "pair: disk: %s: expected bad, read, write, good, or "
		    "change and where",
		    argv[2]);
		ctl_exit(c, 2);
		return;
	}
	if (e != 0) {
		ctl_fail(c, "pair: %s: its disk: %s", n->name, strerror(e));
		return;
	}
	lab_say("%s: disk: %s %s", n->name, argv[2], argc > 3 ? argv[3] : "");
	ctl_exit(c, 0);
}

static void
link(struct client *c, int argc, char **argv)
{
	struct node *n = node(c, argv[1]);
	int up = strcmp(argv[3], "up") == 0;

	(void)argc;
	if (n == NULL)
		return;
	if (!up && strcmp(argv[3], "down") != 0) {
		ctl_complain(c, "pair: link: %s: expected up or down", argv[3]);
		ctl_exit(c, 2);
		return;
	}
	if (strcmp(argv[2], "eth0") == 0)
		n->plugged[0] = up;
	else if (strcmp(argv[2], "eth1") == 0)
		n->plugged[1] = up;
	else if (strcmp(argv[2], "serial") == 0)
		n->modem_plugged = up;
	else {
		ctl_complain(c, "pair: link: %s: expected eth0, eth1 or serial",
		    argv[2]);
		ctl_exit(c, 2);
		return;
	}
	lab_carrier();
	lab_say("%s: %s %s", n->name, argv[2], up ? "plugged in" : "unplugged");
	ctl_exit(c, 0);
}

static void
run_exec(struct client *c, int argc, char **argv)
{
	struct node *n;
	const char *why;
	int64_t us;
	int at = 1;

	us = lab_scaled_us(EXEC_S);
	if (strcmp(argv[1], "-t") == 0) {
		if (argc < 5) {
			ctl_complain(c, "usage: pair exec [-t SECONDS] NODE "
					"'command'");
			ctl_exit(c, 2);
			return;
		}
		if ((us = cmd_seconds(c, argv[2])) < 0)
			return;
		at = 3;
	}
	if (argc != at + 2) {
		ctl_complain(c, "pair: exec: one command, in quotes");
		ctl_exit(c, 2);
		return;
	}
	if ((n = live(c, argv[at])) == NULL)
		return;
	why = console_run(n, c, argv[at + 1], us);
	if (why) {
		ctl_complain(c, "pair: exec: %s", why);
		ctl_exit(c, 2);
	}
}

static void
run_wait(struct client *c, int argc, char **argv)
{
	int from_start = strcmp(argv[1], "-a") == 0;
	int64_t us = lab_scaled_us(WAIT_S);
	struct node *n;

	argv += from_start;
	argc -= from_start;
	if (argc < 3) {
		ctl_complain(c, "usage: pair wait [-a] NODE REGEX [SECONDS]");
		ctl_exit(c, 2);
		return;
	}
	if (argc > 3 && (us = cmd_seconds(c, argv[3])) < 0)
		return;
	if ((n = live(c, argv[1])) != NULL)
		wait_start(n, c, argv[2], us, from_start);
}

static void
mark(struct client *c, int argc, char **argv)
{
	struct node *n = node(c, argv[1]);

	(void)argc;
	if (n == NULL)
		return;
	text_mark(&n->console);
	text_mark(&n->halog);
	ctl_exit(c, 0);
}

static void
type(struct client *c, int argc, char **argv)
{
	struct node *n = live(c, argv[1]);

	(void)argc;
	if (n == NULL)
		return;
	console_type(n, argv[2], strlen(argv[2]));
	ctl_exit(c, 0);
}

static void
console_gone(struct client *c)
{
	console_unwatch(c->job, c);
}

static void
console_typed(struct client *c, const uint8_t *bytes, size_t len)
{
	console_type(c->job, bytes, len);
}

static void
console(struct client *c, int argc, char **argv)
{
	struct node *n = node(c, argv[1]);
	char line[TEXT_LINE];

	(void)argc;
	if (n == NULL)
		return;
	if (console_watch(n, c) < 0) {
		ctl_fail(c, "pair: %d others watch this console",
		    NODE_WATCHERS);
		return;
	}
	c->job = n;
	c->gone = console_gone;
	c->input = console_typed;
	text_last(&n->console, line);
	ctl_say(c, "%s", line);
}

const struct cmd cmd_node[] = {
    {"power", 1, 3, "NODE [cut|on [append=TEXT]|reset|pause|resume]", power},
    {"disk", 2, 3, "NODE bad|read|write|good|change [KB[+COUNT]]", disk},
    {"link", 3, 3, "NODE eth0|eth1|serial up|down", link},
    {"exec", 2, 4, "[-t SECONDS] NODE 'command'", run_exec},
    {"wait", 2, 4, "[-a] NODE REGEX [SECONDS]", run_wait},
    {"mark", 1, 1, "NODE", mark},
    {"type", 2, 2, "NODE TEXT", type},
    {"console", 1, 1, "NODE", console},
    {NULL, 0, 0, NULL, NULL},
};
