/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the rooms of the decision core share. */
#ifndef HB_CLUSTER_INT_H
#define HB_CLUSTER_INT_H

#include "cluster.h"

#define REPLY_MS 10000     /* for an answer about resources, as Heartbeat */
#define REPEATS 2          /* of what we hold, after it was told */
#define TELL_US "returned" /* info: to be answered with what is held */
#define GOODBYE_MS 1000    /* how long a leaving node waits for its heir */

/* One turn of the crank: what all functions of it are handed. */
struct turn {
	struct cluster *c;
	struct actions *out;
	struct mono now;
};

/* The next free action of that type. */
struct action *turn_act(struct turn *t, enum action_type type);

__attribute__((format(printf, 3, 4))) void turn_log(struct turn *t,
    enum level level, const char *fmt, ...);

/* May a message that is not believed be logged? A flood of them is not. */
bool turn_complains(struct turn *t);

/* Send m: names, uuids, generation and number are filled in here. */
void turn_send(struct turn *t, const struct msg *m);

/* The same, addressed to the peer. */
void turn_send_peer(struct turn *t, struct msg *m);

/* Say that the peer is dead, and whether its groups are taken from it. */
void turn_send_stonith(struct turn *t);

const char *turn_self(const struct turn *t);
const char *turn_peer(const struct turn *t);

/* The peer listens: it is up or active and has not shut down. */
bool cluster_peer_alive(const struct cluster *c);

/* The same groups, named from the other node. */
enum hold hold_swap(enum hold hold);

/* What a message has as `echo` that was made after this start of a node. */
uint64_t net_echo(uint64_t gen, const uint8_t uuid[MSG_UUID_SIZE]);

/* cluster_net.c: numbers, acknowledgement, retransmission. */
bool net_accept(struct turn *t, const struct msg *m, unsigned link);
void net_control(struct turn *t, const struct msg *m);
void net_tick(struct turn *t);
struct mono net_deadline(const struct cluster *c);

/* cluster_rsc.c: who holds what, and what is said about it. */
bool rsc_settled(const struct cluster *c);
void rsc_want(struct turn *t, enum hold hold, enum why why);
void rsc_want_more(struct turn *t, enum hold more, enum why why);
void rsc_send(struct turn *t, enum hold hold, bool stable, const char *info);
void rsc_announce(struct turn *t, const char *info);
void rsc_peer_resource(struct turn *t, const struct msg *m);

/* If it has just started and rests: are its groups to go home? */
void rsc_peer_joined(struct turn *t);
void rsc_tick(struct turn *t);

/* Give up all but hold; start our own: for cluster_legacy.c. */
void rsc_keep(struct turn *t, enum hold hold);
void rsc_take_local(struct turn *t);

/* cluster_job.c: from now on the groups are those of conf. */
void rsc_reload(struct turn *t, const struct conf *conf);

/* cluster_join.c: the first decision. */
void rsc_go_active(struct turn *t);
void rsc_peer_active(struct turn *t);
void rsc_peer_starting(struct turn *t, uint32_t seq);
void join_decide(struct turn *t);
void join_tick(struct turn *t);

/* cluster_takeover.c: the peer is no more. */
void rsc_peer_restarted(struct turn *t);
void rsc_peer_dead(struct turn *t);
void rsc_peer_gone(struct turn *t);

/* It does not answer: no word of it counts, but it may still run. */
void rsc_peer_lost(struct turn *t);

/* cluster_fence.c: a dead peer is reset before anything of it is taken. */
bool fence_peer(struct turn *t);
void fence_cancel(struct turn *t);
void fence_done(struct turn *t, bool failed);
void fence_tick(struct turn *t);

/* cluster_conflict.c: held by both, or by nobody. */
void rsc_peer_returned(struct turn *t);
void rsc_buried(struct turn *t, const struct msg *m);
void rsc_stood_still(struct turn *t, int64_t ms);
void conflict_tick(struct turn *t);

/* cluster_job.c: from what is held to what shall be. */
void rsc_reconcile(struct turn *t);
void rsc_job_done(struct turn *t, const struct job_result *result);
void rsc_monitor_failed(struct turn *t, unsigned group);
void handover_tick(struct turn *t);

/* cluster_leave.c: a graceful stop. */
void rsc_stop(struct turn *t);
void rsc_goodbye(struct turn *t);
void leave_tick(struct turn *t);

/* cluster_legacy.c: auto_failback legacy. */
bool legacy_mode(const struct cluster *c);
void legacy_ask(struct turn *t);
void legacy_request(struct turn *t, const struct msg *m);
void legacy_response(struct turn *t, const struct msg *m);
void legacy_tick(struct turn *t);

/* cluster_standby.c: planned hand-over. */
void standby_request(struct turn *t, enum hold hold);
void standby_ask_peer(struct turn *t, enum hold hold);
void standby_message(struct turn *t, const struct msg *m);
void standby_settled(struct turn *t, bool failed);
bool standby_moves(const struct cluster *c);
void standby_peer_lost(struct turn *t);
void standby_cancel(struct turn *t);
void standby_peer_settled(struct turn *t, const struct msg *m);
void standby_tick(struct turn *t);

#endif
