/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The daemon's children: jobs on resource groups, rc.d scripts, respawned
 * clients. Started and reaped from the loop, which never waits for them.
 */
#ifndef HB_EXEC_H
#define HB_EXEC_H

#include <sys/types.h>

#include "cluster.h"

struct exec_client {
	pid_t pid;         /* 0: does not run */
	struct mono again; /* when to start it; MONO_NEVER: not */
};

struct exec {
	const struct conf *conf;
	pid_t job;               /* 0: none */
	pid_t probe;             /* of the addresses of unused; 0: none */
	enum hold unused;        /* so found by the last probe … */
	struct mono unused_till; /* … and not to be relied on after this */
	pid_t other;             /* whose end was the last EXEC_OTHER … */
	int other_status;        /* … and how */
	bool clients_wanted;
	struct exec_client client[CONF_CLIENTS];
};

void exec_init(struct exec *x, const struct conf *conf);

/*
 * Start a job. A take-over does not probe for addresses that exec_probe has
 * just found unused, and a planned one only briefly. Returns 0, or -1 with
 * errno.
 */
int exec_job(struct exec *x, bool take, enum hold hold, enum why why,
    struct mono now);

/* Begin to probe whether other hosts use the addresses of hold. */
void exec_probe(struct exec *x, enum hold hold);

/* Run rc.d/TYPE with m's fields in its environment, if there is one. */
void exec_rc(const struct exec *x, const struct msg *m);

/* Start the clients of respawn and failfast that are due. */
void exec_clients(struct exec *x, struct mono now);

/* Stop them and do not start them again. */
void exec_stop_clients(struct exec *x);

struct mono exec_deadline(const struct exec *x);

enum exec_end {
	EXEC_NONE,
	EXEC_OTHER,
	EXEC_JOB,
	EXEC_JOB_FAILED,
	EXEC_FAILFAST
};

/* Take the end of one child; EXEC_NONE: none has ended. */
enum exec_end exec_reap(struct exec *x, struct mono now);

/* exec_job.c: the child's side of a job. Returns its exit status. */
int job_run(const struct conf *conf, bool take, enum hold hold, enum why why);

/* The same of exec_probe: 0, nobody uses them. */
int job_probe(const struct conf *conf, enum hold hold);

#endif
