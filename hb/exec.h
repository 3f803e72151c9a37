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

/* The child that asks resources of a group for their status. */
struct exec_watch {
	pid_t pid;
	unsigned jobs;                    /* exec.jobs, when it was set up */
	struct mono next[CONF_RESOURCES]; /* when to ask; MONO_NEVER: not */
};

struct exec {
	const struct conf *conf;
	const struct conf *old;  /* the one before, for WHY_RELOAD */
	pid_t job, fence;        /* 0: none */
	pid_t probe;             /* of the addresses of unused; 0: none */
	struct mono probe_by;    /* a take-over waits for it till then */
	pid_t tell;              /* announces addresses; 0: none */
	enum hold unused;        /* so found by the last probe … */
	struct mono unused_till; /* … and not to be relied on after this */
	pid_t other;             /* who ended last … */
	int other_status;        /* … and how */
	bool job_waits;          /* for a probe, a tell, or for a process */
	bool take;
	enum hold hold;
	uint32_t groups;
	enum why why;
	unsigned jobs;             /* how many there were */
	struct mono job_again;     /* when to try */
	struct job_result *result; /* of the job; shared with it */
	unsigned failed_watch;     /* the group of EXEC_WATCH_FAILED */
	char status[16];           /* of the other node, as rc.d was told */
	struct exec_watch watch[CONF_GROUPS];
	bool clients_wanted;
	struct exec_client client[CONF_CLIENTS];
};

/* Returns 0, or -1 with errno. */
int exec_init(struct exec *x, const struct conf *conf);

/*
 * Start a job; as long as no process can be had, exec_turn tries again. A
 * take-over waits for the end of an exec_probe and does not probe again for
 * addresses that it has just found unused, and a planned one only briefly.
 */
void exec_job(struct exec *x, bool take, enum hold hold, uint32_t groups,
    enum why why);

/* Reset node. Returns 0, or -1 with errno. */
int exec_fence(struct exec *x, const char *node);

/* End an exec_fence that waits for a human; others are let to their end. */
void exec_unfence(struct exec *x);

/* Begin to probe whether other hosts use the addresses of hold. */
void exec_probe(struct exec *x, enum hold hold, struct mono now);

/*
 * Announce the addresses of the groups of a hold anew. They are started, which
 * does that: so a job waits for the end of it, lest one that has been stopped
 * comes back.
 */
void exec_tell(struct exec *x, enum hold hold);

/* Run rc.d/TYPE with m's fields in its environment, if there is one. */
void exec_rc(struct exec *x, const struct msg *m);

/*
 * Start what is due: clients of respawn and failfast, a job that waits, and
 * questions about the resources of these groups.
 */
void exec_turn(struct exec *x, uint32_t monitored, struct mono now);

/* Stop them and do not start them again. */
void exec_stop_clients(struct exec *x);

/* When exec_turn is due. */
struct mono exec_deadline(const struct exec *x, uint32_t monitored);

/* How a child ended. */
enum exec_end {
	EXEC_NONE,
	EXEC_OTHER,
	EXEC_JOB,
	EXEC_FENCED,
	EXEC_NOT_FENCED,
	EXEC_WATCH_FAILED,
	EXEC_FAILFAST
};

/* Take the end of one child; EXEC_NONE: none has ended. */
enum exec_end exec_reap(struct exec *x, struct mono now);

/* exec_job.c: the child's side of a job. Returns what went wrong. */
struct job_result job_run(const struct conf *conf, bool take, uint32_t groups,
    enum why why);

/* The same: stop what of a hold is in old but no longer in conf. */
void job_drop(const struct conf *conf, const struct conf *old, enum hold hold);

/* exec_watch.c: for exec.c. */
void watch_turn(struct exec *x, uint32_t groups, struct mono now);
struct mono watch_deadline(const struct exec *x, uint32_t groups);

/* Was it the child of a watch? Then *end says how it ended. */
bool watch_reap(struct exec *x, pid_t pid, int status, enum exec_end *end);

/* The same of exec_probe: 0, nobody uses them. */
int job_probe(const struct conf *conf, enum hold hold);

#endif
