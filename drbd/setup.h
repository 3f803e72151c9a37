/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdsetup: what its rooms share. Exit codes: drbdsetup(8). */
#ifndef SETUP_H
#define SETUP_H

#include "kern.h"
#include "opt.h"

enum {
	SETUP_FAILED = 10,
	SETUP_USAGE = 20,
	SETUP_TIMEOUT = 5,
	SETUP_MAX_ARGS = 96
};

/* What a command's first words name, and what the driver is told of it. */
enum setup_context {
	CTX_NONE,
	CTX_MINOR,     /* minor */
	CTX_RESOURCE,  /* resource */
	CTX_MAYBE,     /* nothing, or a resource or minor */
	CTX_NEW_MINOR, /* resource minor volume */
	CTX_ATTACH,    /* minor disk meta-disk index */
	CTX_CONNECT,   /* resource my-address peer-address */
	CTX_CONNECTION /* my-address peer-address */
};

struct setup_args {
	const char *words[8];
	int n_words;
	struct {
		const struct opt_desc *desc;
		const char *value;
	} given[SETUP_MAX_ARGS];
	int n_given;
	int set_defaults;
	/* switches of the commands that print */
	int verbose, statistics, show_defaults, now, timestamps, color;
};

struct setup_command {
	const char *name;
	uint8_t op;
	uint8_t context;
	uint8_t groups[2]; /* of options that it takes */
	const char *help;
	int (*run)(struct nlsock *s, const struct setup_command *c,
	    struct setup_args *a);
};

/* As a command; the exit code. */
int setup_main(int argc, char **argv);

/* The command line of 0.7 and 8.3, drbdsetup DEVICE COMMAND …: 1 if it is
 * one, with the exit code in *code. */
int setup_old(int argc, char **argv, int *code);

const struct setup_command *setup_find(const char *name);

/* Sort the words behind the command into a: 0, or SETUP_USAGE after telling
 * what is wrong. */
int setup_parse(struct setup_args *a, const struct setup_command *c, int argc,
    char **argv);

/* The minor that a word names, -1 after telling that it names none. */
int setup_minor(const char *device);

/* Build the request that the command line stands for: 0 or SETUP_USAGE. */
int setup_request(struct nl_msg *m, const struct setup_command *c,
    const struct setup_args *a);

/* Send it and tell what went wrong; the exit code. who NULL: by context. */
int setup_send(struct nlsock *s, struct nl_msg *m, const char *who);

/* The driver, or SETUP_USAGE after saying that there is none. */
int setup_open(struct nlsock *s);

/* Build and send: what most commands are. */
int setup_simple(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a);

/* The same, and look whether it was done: outdate, pause-sync, resume-sync. */
int setup_confirmed(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a);

/* Get a minor's state; an exit code, 10 after telling that it is none. */
int setup_state(struct nlsock *s, const char *who, uint32_t minor,
    struct kern_state *st, struct nl_reply *r);

/* role, cstate, dstate, state, get-gi, show-gi, sh-status. */
int setup_query(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a);
int setup_status(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a);
int setup_show(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a);
int setup_events2(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a);
int setup_wait(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a);

/* How long to wait for a peer. */
struct setup_limits {
	int wfc_s, degr_s, outdated_s; /* 0: for ever */
	int after_sb;                  /* go on waiting in StandAlone */
};

/* Lower limits that contradict each other, telling so. */
void setup_fix_limits(struct setup_limits *l);

/* The one that the driver says applies to this minor, in seconds; -1 when it
 * does not know the minor. */
int setup_choose_limit(struct nlsock *s, uint32_t minor,
    const struct setup_limits *l);

/* Whether there is nothing to wait for any more in that state. */
int setup_is_connected(const struct kern_state *st, int after_sb);
int setup_is_synced(const struct kern_state *st, int after_sb);

#endif
