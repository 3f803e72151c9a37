/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * drbdsetup as in 0.7: drbdsetup /dev/nb0 disk|net|syncer|primary|… One
 * device was one resource; what it was called did not matter.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "conf.h"
#include "md.h"
#include "meta.h"
#include "setup.h"

enum {
	OLD_INCONSISTENT = 21, /* what primary exited with in 0.7 */
	HANDSHAKE_MS = 15000   /* a new connection finds its peer within */
};

struct old {
	const char *device;
	int minor;
	char minor_text[16];
	char resource[128];
	int argc; /* words behind the command */
	char **argv;
};

/* 0.7's short options, with what they are called now. */
struct short_option {
	char letter;
	const char *name; /* NULL: without meaning now */
	int value;        /* a value follows */
};

static const struct short_option disk_options[] = {
    {'d', "size", 1}, {'e', "on-io-error", 1}, {0}};
static const struct short_option net_options[] = {{'t', "timeout", 1},
    {'e', "max-epoch-size", 1}, {'b', "max-buffers", 1},
    {'c', "connect-int", 1}, {'i', "ping-int", 1}, {'S', "sndbuf-size", 1},
    {'k', "ko-count", 1}, {'d', NULL, 1}, {0}};
static const struct short_option syncer_options[] = {{'r', "resync-rate", 1},
    {'e', "al-extents", 1}, {'g', NULL, 1}, {'c', NULL, 0}, {'k', NULL, 0},
    {0}};
static const struct short_option primary_options[] = {
    {'d', "force", 0}, {'o', "force", 0}, {'h', NULL, 0}, {'t', NULL, 0}, {0}};
static const struct short_option resize_options[] = {{'d', "size", 1}, {0}};
static const struct short_option wait_options[] = {
    {'t', "wfc-timeout", 1}, {'d', "degr-wfc-timeout", 1}, {0}};

/* Old long names that are not spelled the same today; NULL: gone. */
static const struct {
	const char *old, *name;
} long_names[] = {{"rate", "resync-rate"}, {"group", NULL}, {"skip-wait", NULL},
    {"on-disconnect", NULL}, {"human", NULL}, {"timeout-expired", NULL},
    {"do-what-I-say", "force"}, {"time", "wfc-timeout"}, {"disk-size", "size"}};

enum { N_LONG = sizeof(long_names) / sizeof(long_names[0]) };

static void
add_option(struct cmd *w, const char *name, const char *value)
{
	/* panic is no policy of the driver today: its handler does it */
	if (value != NULL && strcmp(value, "panic") == 0)
		value = "call-local-io-error";
	/* a size was in KiB */
	if (value != NULL && strcmp(name, "size") == 0 && value[0] != '\0' &&
	    value[strspn(value, "0123456789")] == '\0')
		value = arena_printf(&w->arena, "%sK", value);
	cmd_option(w, name, value);
}

/* Take the options out of the words; those without a meaning with a word of
 * warning. 0 or SETUP_USAGE. */
static int
translate(struct cmd *to, struct old *o, const struct short_option *options)
{
	const struct short_option *s;
	const char *name, *value;
	int i, n = 0;
	size_t k;

	for (i = 0; i < o->argc; i++) {
		const char *word = o->argv[i];

		if (word[0] != '-' || word[1] == '\0') {
			o->argv[n++] = o->argv[i];
			continue;
		}
		if (word[1] == '-') {
			size_t len = strcspn(word + 2, "=");

			name = arena_strn(&to->arena, word + 2, len);
			value = word[2 + len] == '=' ? word + len + 3 : NULL;
			for (k = 0; k < N_LONG; k++)
				if (strcmp(long_names[k].old, name) == 0)
					break;
			if (k < N_LONG)
				name = long_names[k].name;
		} else {
			for (s = options; s->letter != 0; s++)
				if (s->letter == word[1])
					break;
			if (s->letter == 0) {
				fprintf(stderr,
				    "drbdsetup: unknown option "
				    "'%s'\n",
				    word);
				return SETUP_USAGE;
			}
			name = s->name;
			value = NULL;
			if (s->value)
				value = word[2] != '\0'   ? word + 2
					: i + 1 < o->argc ? o->argv[++i]
							  : "";
		}
		if (name != NULL)
			add_option(to, name, value);
		else
			fprintf(stderr,
			    "drbdsetup: '%s' has no effect since "
			    "8.0\n",
			    word);
	}
	o->argc = n;
	return 0;
}

/* The name of the device's resource: what the driver says, else what the
 * configuration says, else the device's own. */
static int
find_resource(struct old *o, struct kern_state *st)
{
	struct conf_resource *r;
	struct conf_volume *v;
	struct nl_reply reply;
	struct nlsock s;
	struct conf c;
	char node[65] = "";
	int rc;

	snprintf(o->resource, sizeof(o->resource), "nb%d", o->minor);
	if (setup_open(&s) != 0)
		return SETUP_USAGE;
	rc = kern_get_state(&s, (uint32_t)o->minor, st, &reply);
	nlsock_close(&s);
	if (rc != 0)
		return SETUP_USAGE;
	if (st->known) {
		snprintf(o->resource, sizeof(o->resource), "%s", st->resource);
		return 0;
	}
	if (conf_read(&c, "/etc/drbd.conf", NULL) == 0) {
		gethostname(node, sizeof(node) - 1);
		conf_select(&c, node, NULL);
		for (r = c.resources; r != NULL; r = r->next)
			for (v = r->me == NULL ? NULL : r->me->volumes;
			     v != NULL; v = v->next)
				if (v->minor == o->minor && v->number == 0)
					snprintf(o->resource,
					    sizeof(o->resource), "%s", r->name);
	}
	conf_free(&c);
	return 0;
}

static int
create_device(struct old *o)
{
	struct cmd w = {0};
	int code;

	cmd_start(&w, "drbdsetup");
	cmd_add(&w, "new-resource");
	cmd_add(&w, o->resource);
	code = cmd_run(&w);
	if (code == 0) {
		cmd_start(&w, "drbdsetup");
		cmd_add(&w, "new-minor");
		cmd_add(&w, o->resource);
		cmd_add(&w, o->minor_text);
		cmd_add(&w, "0");
		code = cmd_run(&w);
	}
	cmd_free(&w);
	return code;
}

static int
meta_verb(struct old *o, const char *meta, const char *index, const char *verb)
{
	struct cmd w = {0};
	int code;

	cmd_start(&w, "drbdmeta");
	cmd_add(&w, o->minor_text);
	cmd_add(&w, "v08");
	cmd_add(&w, meta);
	cmd_add(&w, index);
	cmd_add(&w, verb);
	code = cmd_run(&w);
	cmd_free(&w);
	return code;
}

/* disk LOWER META INDEX: 0.7 made the meta-data itself when there was none.
 * Where something else is, create-md asks, and without a terminal refuses. */
static int
old_disk(struct old *o, struct kern_state *st)
{
	const char *lower, *meta, *index;
	struct cmd w = {0};
	int code = 0;

	cmd_start(&w, "drbdsetup");
	cmd_add(&w, "attach");
	cmd_add(&w, o->minor_text);
	code = translate(&w, o, disk_options);
	if (code == 0 && (o->argc < 2 || o->argc > 3)) {
		fprintf(stderr,
		    "usage: drbdsetup %s disk LOWER-DEVICE "
		    "META-DEVICE|internal INDEX [-d SIZE] "
		    "[-e pass_on|detach|panic]\n",
		    o->device);
		code = SETUP_USAGE;
	}
	if (code == 0 && !st->known)
		code = create_device(o);
	if (code == 0) {
		lower = o->argv[0];
		meta = o->argv[1];
		index = o->argc == 3 ? o->argv[2] : "flexible";
		if (strcmp(meta, "internal") == 0 || strcmp(index, "-1") == 0) {
			meta = lower;
			index = "internal";
		}
		code = meta_verb(o, meta, index, "apply-al");
		if (code == META_NONE) {
			printf("%s: creating meta-data on %s\n", o->device,
			    meta);
			code = meta_verb(o, meta, index, "create-md");
		}
		cmd_add(&w, lower);
		cmd_add(&w, meta);
		cmd_add(&w, index);
	}
	if (code == 0)
		code = cmd_run(&w);
	cmd_free(&w);
	return code;
}

static int
old_net(struct old *o, struct kern_state *st)
{
	struct cmd w = {0};
	int code;

	cmd_start(&w, "drbdsetup");
	cmd_add(&w, "connect");
	cmd_add(&w, o->resource);
	code = translate(&w, o, net_options);
	if (code == 0 && o->argc != 3) {
		fprintf(stderr,
		    "usage: drbdsetup %s net LOCAL[:PORT] "
		    "REMOTE[:PORT] A|B|C [options]\n",
		    o->device);
		code = SETUP_USAGE;
	}
	if (code == 0 && !st->known)
		code = create_device(o);
	if (code == 0) {
		cmd_add(&w, o->argv[0]);
		cmd_add(&w, o->argv[1]);
		add_option(&w, "protocol", o->argv[2]);
		code = cmd_run(&w);
	}
	cmd_free(&w);
	return code;
}

static int
old_syncer(struct old *o, struct kern_state *st)
{
	struct cmd w = {0};
	int code, i, rate = 0;

	(void)st;
	cmd_start(&w, "drbdsetup");
	cmd_add(&w, "disk-options");
	cmd_add(&w, o->minor_text);
	code = translate(&w, o, syncer_options);
	for (i = 0; i < w.argc; i++)
		rate |= strncmp(w.argv[i], "--resync-rate", 13) == 0;
	/* a fixed rate counts only without the controller */
	if (rate)
		cmd_add(&w, "--c-plan-ahead=0");
	if (code == 0)
		code = cmd_run(&w);
	cmd_free(&w);
	return code;
}

/* Wait until a connection that is on its way is there. */
static void
await_handshake(struct nlsock *s, uint32_t minor, struct kern_state *st)
{
	static struct nlsock events;
	struct pollfd pfd = {.events = POLLIN};
	struct nl_reply r;

	if (nlsock_open(&events) != 0)
		return;
	pfd.fd = events.fd;
	if (nlsock_listen(&events) == 0) {
		while (kern_get_state(s, minor, st, &r) == 0 &&
		       st->conn != CONN_STANDALONE &&
		       st->conn < CONN_CONNECTED) {
			/* silence for that long: there is no peer */
			if (poll(&pfd, 1, HANDSHAKE_MS) <= 0)
				break;
			nlsock_events(&events, NULL, NULL);
		}
	}
	nlsock_close(&events);
}

/* Two new disks, connected, neither of which ever held data: which of them is
 * the good one is for this primary to say, and nothing can be lost by it. */
static int
is_first_start(const struct kern_state *st)
{
	return st->conn == CONN_CONNECTED &&
	       st->disk == DISK_STATE_INCONSISTENT &&
	       st->peer_disk == DISK_STATE_INCONSISTENT &&
	       st->uuids[0] == MD_UUID_JUST_CREATED;
}

static int
old_primary(struct old *o, struct kern_state *st)
{
	struct cmd w = {0};
	struct nlsock s;
	int code, force;

	cmd_start(&w, "drbdsetup");
	cmd_add(&w, "primary");
	cmd_add(&w, o->minor_text);
	code = translate(&w, o, primary_options);
	force = w.argc > 3;
	if (code == 0 && !force && st->disk == DISK_STATE_INCONSISTENT &&
	    st->uuids[0] == MD_UUID_JUST_CREATED && nlsock_open(&s) == 0) {
		await_handshake(&s, (uint32_t)o->minor, st);
		nlsock_close(&s);
		if (is_first_start(st)) {
			printf("%s: neither node has data yet: this one's "
			       "disk is taken as the good one\n",
			    o->device);
			add_option(&w, "force", NULL);
		}
	}
	if (code == 0)
		code = cmd_run(&w);
	if (code == 17) {
		fprintf(stderr, "Local replica is inconsistent "
				"(--do-what-I-say ?)\n");
		code = OLD_INCONSISTENT;
	}
	cmd_free(&w);
	return code;
}

static int
on_resource(struct old *o, const char *command)
{
	struct cmd w = {0};
	int code;

	cmd_start(&w, "drbdsetup");
	cmd_add(&w, command);
	cmd_add(&w, o->resource);
	code = cmd_run(&w);
	cmd_free(&w);
	return code;
}

static int
old_down(struct old *o, struct kern_state *st)
{
	return st->known ? on_resource(o, "down") : 0;
}

static int
old_disconnect(struct old *o, struct kern_state *st)
{
	struct nl_reply r;
	struct nl_attr me, peer;
	struct nl_msg m;
	struct nlsock s;
	int code = setup_open(&s);

	if (code != 0)
		return code;
	code = setup_state(&s, o->device, (uint32_t)o->minor, st, &r);
	if (code == 0 &&
	    nl_find_nested(r.body, KERN_CONTEXT, CONTEXT_MY_ADDR, &me) == 0 &&
	    nl_find_nested(r.body, KERN_CONTEXT, CONTEXT_PEER_ADDR, &peer) ==
		0) {
		nl_begin(&m, KERN_DISCONNECT, NL_NO_MINOR, 0);
		nl_open(&m, KERN_CONTEXT);
		nl_put(&m, CONTEXT_MY_ADDR | NL_MANDATORY, me.data, me.len);
		nl_put(&m, CONTEXT_PEER_ADDR | NL_MANDATORY, peer.data,
		    peer.len);
		nl_close(&m);
		code = setup_send(&s, &m, o->device);
	}
	nlsock_close(&s);
	return code;
}

/* The commands that only take the device behind them now. */
static int
turn_round(struct old *o, const char *command,
    const struct short_option *options)
{
	struct cmd w = {0};
	int code, i;

	cmd_start(&w, "drbdsetup");
	cmd_add(&w, command);
	cmd_add(&w, o->minor_text);
	code = translate(&w, o, options);
	for (i = 0; i < o->argc; i++)
		cmd_add(&w, o->argv[i]);
	if (code == 0)
		code = cmd_run(&w);
	cmd_free(&w);
	return code;
}

int
setup_old(int argc, char **argv, int *code)
{
	static const struct {
		const char *name;
		int (*run)(struct old *o, struct kern_state *st);
	} commands[] = {{"disk", old_disk}, {"net", old_net},
	    {"syncer", old_syncer}, {"primary", old_primary},
	    {"down", old_down}, {"disconnect", old_disconnect}};
	static const struct short_option none[] = {{0}};
	const struct short_option *options = none;
	struct old o = {.device = argv[1]};
	struct kern_state st;
	size_t i;

	if (argc < 3)
		return 0;
	o.minor = conf_device_minor(argv[1]);
	if (o.minor < 0)
		return 0;
	snprintf(o.minor_text, sizeof(o.minor_text), "%d", o.minor);
	o.argc = argc - 3;
	o.argv = argv + 3;
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		if (strcmp(commands[i].name, argv[2]) != 0)
			continue;
		*code = find_resource(&o, &st);
		if (*code == 0)
			*code = commands[i].run(&o, &st);
		return 1;
	}
	if (strncmp(argv[2], "wait", 4) == 0)
		options = wait_options;
	if (strcmp(argv[2], "resize") == 0)
		options = resize_options;
	*code = turn_round(&o, argv[2], options);
	return 1;
}
