/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdsetup: its commands, and those that are one request to the driver. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf.h"
#include "lkbd.h"
#include "setup.h"

static int attach(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a);
static int down(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a);
static int check_resize(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a);

static const struct setup_command commands[] = {
    {"primary", KERN_PRIMARY, CTX_MINOR, {OPT_ROLE}, "MINOR [--force]",
	setup_simple},
    {"secondary", KERN_SECONDARY, CTX_MINOR, {0}, "MINOR", setup_simple},
    {"attach", KERN_ATTACH, CTX_ATTACH, {OPT_DISK, OPT_ATTACH},
	"MINOR DISK META-DISK INDEX|internal|flexible [--option=value ...]",
	attach},
    {"disk-options", KERN_DISK_OPTS, CTX_MINOR, {OPT_DISK},
	"MINOR [--set-defaults] [--option=value ...]", setup_simple},
    {"detach", KERN_DETACH, CTX_MINOR, {OPT_DETACH}, "MINOR [--force]",
	setup_simple},
    {"connect", KERN_CONNECT, CTX_CONNECT, {OPT_NET, OPT_CONNECT},
	"RESOURCE MY-ADDRESS PEER-ADDRESS [--option=value ...]", setup_simple},
    {"net-options", KERN_NET_OPTS, CTX_CONNECTION, {OPT_NET},
	"MY-ADDRESS PEER-ADDRESS [--set-defaults] [--option=value ...]",
	setup_simple},
    {"disconnect", KERN_DISCONNECT, CTX_CONNECTION, {OPT_DISCONNECT},
	"MY-ADDRESS PEER-ADDRESS [--force]", setup_simple},
    {"resize", KERN_RESIZE, CTX_MINOR, {OPT_RESIZE},
	"MINOR [--size=SIZE] [--assume-peer-has-space] [--assume-clean]",
	setup_simple},
    {"resource-options", KERN_RESOURCE_OPTS, CTX_RESOURCE, {OPT_RESOURCE},
	"RESOURCE [--set-defaults] [--option=value ...]", setup_simple},
    {"new-current-uuid", KERN_NEW_UUID, CTX_MINOR, {OPT_NEW_UUID},
	"MINOR [--clear-bitmap]", setup_simple},
    {"invalidate", KERN_INVALIDATE, CTX_MINOR, {0}, "MINOR", setup_simple},
    {"invalidate-remote", KERN_INVALIDATE_PEER, CTX_MINOR, {0}, "MINOR",
	setup_simple},
    {"pause-sync", KERN_PAUSE_SYNC, CTX_MINOR, {0}, "MINOR", setup_confirmed},
    {"resume-sync", KERN_RESUME_SYNC, CTX_MINOR, {0}, "MINOR", setup_confirmed},
    {"suspend-io", KERN_SUSPEND_IO, CTX_MINOR, {0}, "MINOR", setup_simple},
    {"resume-io", KERN_RESUME_IO, CTX_MINOR, {0}, "MINOR", setup_simple},
    {"outdate", KERN_OUTDATE, CTX_MINOR, {0}, "MINOR", setup_confirmed},
    {"check-resize", 0, CTX_MINOR, {0}, "MINOR", check_resize},
    {"verify", KERN_VERIFY, CTX_MINOR, {OPT_VERIFY},
	"MINOR [--start=OFFSET] [--stop=OFFSET]", setup_simple},
    {"down", KERN_DOWN, CTX_RESOURCE, {0}, "RESOURCE", down},
    {"new-resource", KERN_NEW_RESOURCE, CTX_RESOURCE, {OPT_RESOURCE},
	"RESOURCE [--option=value ...]", setup_simple},
    {"new-minor", KERN_NEW_MINOR, CTX_NEW_MINOR, {0}, "RESOURCE MINOR VOLUME",
	setup_simple},
    {"del-minor", KERN_DEL_MINOR, CTX_MINOR, {0}, "MINOR", setup_simple},
    {"del-resource", KERN_DEL_RESOURCE, CTX_RESOURCE, {0}, "RESOURCE",
	setup_simple},
    {"role", 0, CTX_MINOR, {0}, "MINOR", setup_query},
    {"state", 0, CTX_MINOR, {0}, "MINOR (the old name of role)", setup_query},
    {"cstate", 0, CTX_MINOR, {0}, "MINOR", setup_query},
    {"dstate", 0, CTX_MINOR, {0}, "MINOR", setup_query},
    {"get-gi", 0, CTX_MINOR, {0}, "MINOR", setup_query},
    {"show-gi", 0, CTX_MINOR, {0}, "MINOR", setup_query},
    {"sh-status", 0, CTX_MAYBE, {0}, "[MINOR]", setup_query},
    {"status", 0, CTX_MAYBE, {0},
	"[RESOURCE] [--verbose] [--statistics] [--color=always]", setup_status},
    {"show", 0, CTX_MAYBE, {0}, "[RESOURCE|MINOR] [--show-defaults]",
	setup_show},
    {"events2", 0, CTX_MAYBE, {0},
	"[RESOURCE] [--now] [--timestamps] [--statistics]", setup_events2},
    {"events", 0, CTX_MAYBE, {0}, "[MINOR|all] [--now]", setup_events2},
    {"wait-connect", 0, CTX_MINOR, {OPT_WAIT},
	"MINOR [--wfc-timeout=S] [--degr-wfc-timeout=S] "
	"[--outdated-wfc-timeout=S] [--wait-after-sb]",
	setup_wait},
    {"wait-sync", 0, CTX_MINOR, {OPT_WAIT}, "MINOR (options of wait-connect)",
	setup_wait},
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

const struct setup_command *
setup_find(const char *name)
{
	int i;

	for (i = 0; i < COMMANDS; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static int
usage(FILE *f)
{
	int i;

	fprintf(f, "usage: drbdsetup COMMAND arguments [--option=value ...]\n"
		   "       drbdsetup help COMMAND\n"
		   "commands:\n");
	for (i = 0; i < COMMANDS; i++)
		fprintf(f, "  %-18s%s", commands[i].name,
		    i % 4 == 3 ? "\n" : "");
	fprintf(f,
	    "%sas in 0.7: drbdsetup DEVICE disk|net|syncer|primary|"
	    "secondary|disconnect|detach|down|...\n",
	    i % 4 == 0 ? "" : "\n");
	return f == stdout ? 0 : SETUP_USAGE;
}

int
setup_open(struct nlsock *s)
{
	if (nlsock_open(s) == 0)
		return 0;
	if (errno == ENOENT)
		fprintf(stderr, "drbdsetup: this kernel has no DRBD (8.4), or "
				"its module is not loaded\n");
	else
		fprintf(stderr, "drbdsetup: no netlink to the kernel: %s\n",
		    strerror(errno));
	return SETUP_USAGE;
}

int
setup_send(struct nlsock *s, struct nl_msg *m, const char *who)
{
	struct nl_reply r;

	if (nlsock_call(s, m, &r) != 0) {
		fprintf(stderr, "drbdsetup: no answer of the kernel: %s\n",
		    strerror(errno));
		return SETUP_USAGE;
	}
	if (!kern_is_success(r.ret))
		kern_complain(who, &r);
	return kern_exit_code(r.ret);
}

int
setup_simple(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a)
{
	struct nl_msg m;
	const char *who = a->words[0];
	int code;

	if (c->context == CTX_CONNECTION || c->context == CTX_NEW_MINOR)
		who = "??";
	code = setup_request(&m, c, a);
	return code != 0 ? code : setup_send(s, &m, who);
}

/* The driver would only say "can not open": say why. */
static int
check_device(const char *name)
{
	struct stat st;
	int fd = open(name, O_RDONLY | O_CLOEXEC);

	if (fd == -1 || fstat(fd, &st) != 0) {
		fprintf(stderr, "Can not open device '%s': %s\n", name,
		    strerror(errno));
		return SETUP_USAGE;
	}
	close(fd);
	if (S_ISBLK(st.st_mode))
		return 0;
	fprintf(stderr, "%s is not a block device!\n", name);
	return SETUP_USAGE;
}

static int
attach(struct nlsock *s, const struct setup_command *c, struct setup_args *a)
{
	int code = check_device(a->words[1]);

	if (code == 0)
		code = check_device(a->words[2]);
	return code != 0 ? code : setup_simple(s, c, a);
}

static int
down(struct nlsock *s, const struct setup_command *c, struct setup_args *a)
{
	struct nl_msg m;
	struct nl_reply r;
	int code = setup_request(&m, c, a);

	if (code != 0)
		return code;
	if (nlsock_call(s, &m, &r) != 0)
		return setup_send(s, &m, a->words[0]);
	/* what does not exist is down */
	if (r.ret == KERN_ERR_RES_NOT_KNOWN)
		return 0;
	if (!kern_is_success(r.ret))
		kern_complain(a->words[0], &r);
	return kern_exit_code(r.ret);
}

/* Note how large the device under a disk with internal meta-data is, so that
 * one that has grown meanwhile is noticed before the next attach. */
static int
check_resize(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a)
{
	struct kern_state st;
	struct nl_reply r;
	struct lkbd k;
	int minor = setup_minor(a->words[0]), code, fd;
	off_t end;

	(void)c;
	if (minor < 0)
		return SETUP_USAGE;
	code = setup_state(s, a->words[0], (uint32_t)minor, &st, &r);
	if (code != 0 || st.disk == DISK_STATE_DISKLESS)
		return code;
	if (nl_get_u32(r.body, KERN_DISK_CONF, DISK_META_INDEX, 0) !=
	    (uint32_t)CONF_META_INTERNAL) {
		lkbd_forget(minor);
		return 0;
	}
	if (lkbd_load(minor, &k) != 0)
		memset(&k, 0, sizeof(k));
	snprintf(k.name, sizeof(k.name), "%s",
	    nl_get_str(r.body, KERN_DISK_CONF, DISK_BACKING));
	fd = open(k.name, O_RDONLY | O_CLOEXEC);
	end = fd == -1 ? -1 : lseek(fd, 0, SEEK_END);
	if (fd != -1)
		close(fd);
	k.bytes = (uint64_t)end;
	if (end > 0 && lkbd_save(minor, &k) == 0)
		return 0;
	fprintf(stderr, "the size of '%s' cannot be noted: %s\n", k.name,
	    strerror(errno));
	return SETUP_USAGE;
}

int
setup_state(struct nlsock *s, const char *who, uint32_t minor,
    struct kern_state *st, struct nl_reply *r)
{
	if (kern_get_state(s, minor, st, r) != 0) {
		fprintf(stderr, "drbdsetup: no answer of the kernel: %s\n",
		    strerror(errno));
		return SETUP_USAGE;
	}
	if (st->known)
		return 0;
	kern_complain(who, r);
	return kern_exit_code(r->ret);
}

static int
help(const char *name)
{
	const struct setup_command *c = setup_find(name);

	if (c == NULL)
		return usage(stderr);
	printf("usage: drbdsetup %s %s\n", c->name, c->help);
	return 0;
}

int
setup_main(int argc, char **argv)
{
	const struct setup_command *c;
	struct setup_args a;
	struct nlsock s;
	char name[32];
	int code;
	size_t i;

	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return usage(stdout);
	if (argc < 2)
		return usage(stderr);
	if (setup_old(argc, argv, &code))
		return code;
	if (argc == 3 && strcmp(argv[1], "help") == 0)
		return help(argv[2]);
	snprintf(name, sizeof(name), "%s", argv[1]);
	for (i = 0; name[i] != '\0'; i++)
		if (name[i] == '_')
			name[i] = '-';
	c = setup_find(name);
	if (c == NULL) {
		usage(stderr);
		fprintf(stderr, "invalid command '%s'\n", argv[1]);
		return SETUP_USAGE;
	}
	code = setup_parse(&a, c, argc - 2, argv + 2);
	if (code == 0)
		code = setup_open(&s);
	if (code != 0)
		return code;
	code = c->run(&s, c, &a);
	nlsock_close(&s);
	fflush(stdout);
	return code;
}
