/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A pair of nodes in one process: the core of the daemon twice, between them
 * a network, and a clock that jumps from one event to the next.
 */
#ifndef SIM_H
#define SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../cluster.h"
#include "../history.h"
#include "../ipfail.h"

#define SIM_NODES 2
#define SIM_SENT 4096 /* packets of each node kept for a replay */
#define SIM_HELD 512  /* packets that wait for a node that stands still */

/* What the network does to packets of one link in one direction. */
struct wire {
	bool cut;
	unsigned loss, dup, corrupt; /* percent */
	int delay_ms, jitter_ms;     /* jitter reorders */
};

struct packet {
	struct packet *next; /* of the free ones */
	unsigned refs, len;
	bool altered, replayed;
	struct msg truth; /* what was sent, to compare an altered one with */
	char bytes[MSG_WIRE_MAX];
};

/* ITEM_FENCE: a device resets the other node; ITEM_FENCED: and is done. */
enum item_kind {
	ITEM_PACKET,
	ITEM_SCRIPT,
	ITEM_PING,
	ITEM_FENCE,
	ITEM_FENCED,
	ITEM_MONITOR
};

/* Something that will happen to a node. */
struct item {
	int64_t at_ms;
	uint64_t order; /* of two at the same time, the older one first */
	enum item_kind kind;
	unsigned node, life, link;
	struct packet *packet;
};

struct queue {
	unsigned n, room;
	uint64_t order;
	struct item *heap;
};

enum outcome { SCRIPT_OK, SCRIPT_FAIL, SCRIPT_HANG };

/* How the scripts of a resource behave on a node. */
struct script {
	int start_ms, stop_ms;
	enum outcome start, stop;
};

enum run { RUN_NO, RUN_PARTLY, RUN_YES };

/* The groups of a hold, being started or stopped one script at a time. */
struct job {
	bool busy, take, releasing;
	bool restart; /* what runs above the failed one is stopped first */
	struct job_result result;
	bool unseen;     /* ended while the daemon stood still */
	uint32_t groups; /* still to be done, as bits */
	unsigned group, resource, tries;
};

struct sent {
	int64_t at_ms;
	unsigned len;
	char bytes[MSG_WIRE_MAX];
};

struct node {
	const struct conf *conf;
	struct auth_keys keys;
	bool daemon;         /* it runs */
	bool paused, frozen; /* the daemon stands; the whole machine does */
	bool mute;           /* it never says what it holds */
	unsigned life;
	int64_t boot_ms, frozen_ms, paused_at_ms;
	int64_t bite_ms; /* when its watchdog resets it */
	int64_t wall_ms; /* wall clock minus virtual time */
	int64_t ticked_ms, bad_told_ms;
	unsigned spins; /* ticks at the same moment */
	uint64_t gen;
	unsigned card;
	struct identity known; /* of the other, on the card */
	struct cluster core;
	struct history history;
	struct sent *sent; /* a ring, for replays; NULL: none kept */
	unsigned sents;
	struct job job;
	int fence_ms;      /* how long its device takes; 0: it fails */
	bool fence_failed; /* the last time */
	struct script script[CONF_GROUPS][CONF_RESOURCES];
	int64_t slowest_ms[CONF_GROUPS][CONF_RESOURCES]; /* start and stop */
	enum run run[CONF_GROUPS][CONF_RESOURCES];
	bool stuck[CONF_GROUPS];  /* a stop failed: it may run for ever */
	bool orphan[CONF_GROUPS]; /* its daemon was killed */
	bool ping_down[CONF_PINGS];
	unsigned helds; /* what came while it stood */
	struct item held[SIM_HELD];
	bool ipfail_runs;
	struct ipfail ipfail;
	enum ipfail_do ipfail_does; /* its answer, still to be done */
};

/* Bookkeeping of the invariants (check.c). */
struct check {
	int64_t heard_ms[SIM_NODES];   /* this node last heard news */
	uint64_t heard_gen[SIM_NODES]; /* … and which they were */
	uint32_t heard_seq[SIM_NODES];
	unsigned heard_card[SIM_NODES];
	int64_t started_ms[SIM_NODES]; /* its daemon */
	int64_t excused_ms; /* last moment of a silence of deadtime */
	int64_t unclean_ms; /* last moment without a clean link each way */
	int64_t apart_ms;   /* … either way, or with a node that stands */
	int64_t fault_ms;   /* last fault, order of a client, or pause */
	int64_t both_ms[CONF_GROUPS];   /* runs on both since; -1: no */
	bool failed_start[CONF_GROUPS]; /* since it last ran */
	unsigned overlaps; /* how often a group began to run on both */
	char broken[240];  /* the first invariant that broke */
};

struct record {
	bool quiet;
	size_t len, room;
	char *text;
};

struct world {
	int64_t now_ms;
	unsigned steps; /* in this millisecond */
	uint64_t random;
	struct queue queue;
	struct node node[SIM_NODES];
	struct wire wire[SIM_NODES][CONF_MEDIA]; /* by sender and link */
	struct check check;
	struct record record;
	struct packet *free;
	struct actions actions;
	const char *dir; /* where a fault finds its files */
	uint64_t events;
};

/* world.c */
void world_init(struct world *w, const struct conf *conf[SIM_NODES],
    uint64_t seed);
void world_free(struct world *w);

/* Let the time run until then, checking the invariants at each step. */
void world_run(struct world *w, int64_t until_ms);

/* A number from 0 to n - 1. */
unsigned world_random(struct world *w, unsigned n);

/* queue.c */
void queue_add(struct queue *q, struct item item);
struct item queue_take(struct queue *q);
void queue_free(struct queue *q);

/* node.c: what the daemon does round the core */
void node_start(struct world *w, unsigned n);
void node_crash(struct world *w, unsigned n);
void node_kill(struct world *w, unsigned n);
void node_pause(struct world *w, unsigned n, bool machine);
void node_resume(struct world *w, unsigned n);
bool node_runs(const struct node *node);
void node_event(struct world *w, unsigned n, const struct event *ev);
void node_item(struct world *w, const struct item *item);
struct mono node_now(const struct world *w, unsigned n);
const char *name_of(const struct world *w, unsigned n);

/* When it has something to do of its own accord, and that. */
int64_t node_deadline_ms(const struct world *w, unsigned n);
void node_tick(struct world *w, unsigned n);

/* client.c: ipfail, where ha.cf has it respawned */
void client_live(struct world *w, unsigned n);
void client_status(struct world *w, unsigned n, const char *node,
    const char *status);
void client_message(struct world *w, unsigned n, const struct msg *m);
void client_turn(struct world *w, unsigned n, bool tick);
struct mono client_deadline(const struct node *node);

/* net.c */
void net_send(struct world *w, unsigned from, const char *bytes, size_t len,
    const struct msg *truth);
void net_arrive(struct world *w, const struct item *item);
void net_replay(struct world *w, unsigned from, int64_t since_ms,
    int64_t until_ms);
void net_drop(struct world *w, struct packet *p);

/* script.c */
void script_job(struct world *w, unsigned n, bool take, uint32_t groups,
    enum why why);

/* Begin to ask its resources for their status; ask them. */
void script_watch(struct world *w, unsigned n);
void script_monitor(struct world *w, unsigned n);
void script_ended(struct world *w, const struct item *item);
enum run script_group(const struct node *node, unsigned group);

/* Note how long start and stop of a resource may take, as set now. */
void script_slowest(struct node *node, unsigned g, unsigned r);

/* The power is cut: nothing runs any more. */
void script_gone(struct world *w, unsigned n);

/* The daemon goes on, and sees that its job has ended meanwhile. */
void script_seen(struct world *w, unsigned n);

/* faults.c: the lines of a faults file */

/* When a line is due; last_ms: the one before. -1: that is no time. */
int64_t fault_time(const char *line, int64_t last_ms);

/* Do what the line says. Returns 0; -1 and why it cannot be done. */
int fault_do(struct world *w, const char *line, char *why, size_t room);

/* Is it the line that ends the scenario? Lets the time run to that end. */
bool fault_end(struct world *w, const char *line);

/* check.c: the invariants */
void check_init(struct world *w);
void check_started(struct world *w, unsigned n);
void check_heard(struct world *w, unsigned n, const struct msg *m);

/* Has this node heard the other since it started? */
bool check_has_heard(const struct world *w, unsigned n);
void check_fault(struct world *w);
void check_step(struct world *w);
__attribute__((format(printf, 2, 3))) void check_broken(struct world *w,
    const char *fmt, ...);

/* All must be settled that long, in ms, after the last disturbance. */
int64_t check_settle_ms(const struct world *w);

/* record.c: lines of log.expect */
__attribute__((format(printf, 3, 4))) void record(struct world *w,
    const char *who, const char *fmt, ...);

#endif
