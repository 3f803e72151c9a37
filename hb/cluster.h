/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The decisions: an event and the time go in, a list of actions comes out.
 * No I/O, no clock, no globals, no allocation; the daemon and the simulator
 * turn the same crank.
 */
#ifndef HB_CLUSTER_H
#define HB_CLUSTER_H

#include "clock.h"
#include "conf.h"
#include "msg.h"
#include "window.h"

enum level { LEVEL_DEBUG, LEVEL_INFO, LEVEL_WARN, LEVEL_ERROR, LEVEL_CRIT };

enum node_state { NODE_INIT, NODE_UP, NODE_ACTIVE, NODE_DEAD };

/* Why groups are started or stopped; the log words it. */
enum why {
	WHY_START,
	WHY_TAKEOVER,
	WHY_STANDBY,
	WHY_STOP,
	WHY_CONFLICT,
	WHY_MONITOR, /* what does not run is started again, and what is above */
	WHY_RELOAD   /* only what another haresources adds and leaves out */
};

/* Groups, as bits: not all of them started; something could not be stopped. */
struct job_result {
	uint32_t failed, stuck;
};

enum event_type {
	EV_START,    /* once, first */
	EV_TICK,     /* cluster_deadline() has come */
	EV_MESSAGE,  /* msg, decoded and signed, came over link */
	EV_JOB_DONE, /* the job of the last ACT_JOB ended: what went wrong */
	EV_FENCED,  /* the attempt of the last ACT_FENCE ended: failed or not */
	EV_MONITOR, /* something of group number `link` does not run */
	EV_PING,    /* ping node number `link` answered */
	EV_STANDBY, /* a client asks: give up hold */
	EV_TAKEOVER, /* a client asks: take hold from the other node */
	EV_CLIENT,   /* a client wants msg sent */
	EV_RELOAD,   /* conf is another one; the old is still there */
	EV_STOP      /* leave: give up all and exit */
};

struct event {
	enum event_type type;
	unsigned link;
	enum hold hold;
	bool failed;
	struct job_result result; /* of EV_JOB_DONE */
	const struct msg *msg;
	const struct conf *conf; /* of EV_RELOAD */
};

enum action_type {
	ACT_SEND,    /* msg, over all media; ts and ld are still to be set */
	ACT_RESEND,  /* messages first…last again, byte for byte */
	ACT_PROBE,   /* job.hold may be taken soon: are its addresses free? */
	ACT_JOB,     /* start or stop groups */
	ACT_FENCE,   /* reset the peer, and tell by EV_FENCED how that went */
	ACT_UNFENCE, /* it came back: do not wait for a human any more */
	ACT_RESET,   /* let the watchdog reset this machine */
	ACT_RC,      /* run rc.d/TYPE of msg */
	ACT_STATUS,  /* tell clients and cl_status: node has this status */
	ACT_DELIVER, /* msg is for the clients of this node */
	ACT_LOG,
	ACT_REMEMBER, /* id, over restarts: for cluster_remember() */
	ACT_TELL,     /* the network: the addresses of job.hold are here */
	ACT_LIVE,     /* clients (respawn) may start: we are active */
	ACT_EXIT
};

/* Which machine, and its how manieth start. */
struct identity {
	uint64_t gen;
	uint8_t uuid[MSG_UUID_SIZE];
};

struct action {
	enum action_type type;
	union {
		struct identity id;
		struct msg msg;
		struct {
			uint32_t first, last;
		} resend;
		struct {
			bool take;
			enum hold hold;
			uint32_t groups;
			enum why why;
		} job;
		struct {
			char node[MSG_NAME_MAX], status[16];
		} status;
		struct {
			enum level level;
			char text[192];
		} log;
	};
};

#define ACTIONS_MAX 48

struct actions {
	unsigned n;
	struct action list[ACTIONS_MAX];
};

struct link_state {
	bool up;
	struct mono heard;
};

struct ping_state {
	bool up, ever;
	struct mono heard;
};

struct peer {
	enum node_state state;
	bool heard;    /* anything, since it was last dead */
	bool protocol; /* it wants acks and reqnodes */
	bool answered; /* our reqnodes */
	bool joining;  /* it said starting and nothing stable since */
	bool told;     /* what it holds is known */
	bool stable;   /* … and settled */
	bool leaving;  /* it said that it shuts down */
	bool gone;     /* it shut down: nothing of it runs */
	bool has_uuid;
	bool proven;    /* what it says was said after our start */
	bool fenced;    /* it was reset since it was last heard */
	bool late;      /* the message at hand was asked for again */
	bool probed;    /* its addresses, in this silence */
	bool missed;    /* what it did, while we stood still, and it was dead */
	enum hold hold; /* seen from the peer */
	uint64_t gen;
	uint8_t uuid[MSG_UUID_SIZE];
	struct identity known; /* in our earlier lives */
	uint32_t resource_seq; /* of the newest message about resources */
	uint32_t status_seq;   /* of the newest status */
	struct mono beat;      /* when it was last heard */
	struct mono returned;  /* when it was heard after we took it for dead */
	struct mono ask;       /* when to send the next reqnodes */
	struct window window;
	struct link_state link[CONF_MEDIA];
	unsigned differs; /* from our configuration: what was told */
	char claim[4];    /* as it was told; "": Heartbeat tells none */
	char status[16];
};

/* How a node came by groups; the lower one keeps them. */
enum { CLAIM_GIVEN = '0', CLAIM_TAKEN, CLAIM_APART };

enum standby { SB_NONE, SB_ASKED, SB_GIVING, SB_GAVE, SB_OFFERED, SB_TAKING };

struct cluster {
	const struct conf *conf;
	bool has_peer;
	unsigned peer_index;
	uint64_t gen;
	uint8_t uuid[MSG_UUID_SIZE];
	uint32_t seq;
	uint32_t random;
	enum node_state state;
	struct mono turned;    /* last event, to notice that we stood still */
	struct mono beat;      /* next status message */
	struct mono active_by; /* initdead: not to be waited for longer */
	struct mono hold_by;   /* the peer tells what it holds, or we go on */
	struct mono standby_by;
	struct mono exit_by;
	struct mono conflict_by; /* not before then is a conflict told again */
	struct mono complain_by; /* the same for messages not believed */
	struct mono repeat_by;   /* when to tell again what we hold */
	unsigned repeats;
	struct mono orphan_by; /* then our groups have run nowhere too long */
	bool settled_start;    /* the first decision on resources is made */
	bool stopping, said_shutdone, rejoin;
	unsigned handovers; /* of what does not run here, since the peer died */
	bool failback_due;
	bool busy, busy_take; /* a job runs */
	bool lost_start;      /* a start failed and is to be handed over */
	bool lost_asked;      /* it was asked for: no answer yet */
	enum hold busy_hold;
	uint32_t busy_groups;
	enum why busy_why;
	enum hold have, want; /* have: may be running; want: shall be */
	enum hold failed; /* of have: its last start failed, in part or all */
	uint32_t failed_groups;
	uint8_t restarts[CONF_GROUPS]; /* since they were taken */
	struct mono restarted;         /* the last one */
	bool can_reset;  /* there is a watchdog: set by who calls */
	bool fence_due;  /* the peer must be reset before it is taken from */
	bool fence_runs; /* ACT_FENCE has not been answered */
	bool fence_void; /* … and will say nothing about this death */
	struct mono fence_by; /* the next attempt */
	enum hold retry; /* of failed: to be started when the peer has not */
	char claim[3];   /* on local and foreign groups */
	bool merging;    /* the peer was away: not clear yet who has what */
	enum why why;
	uint32_t legacy_waits; /* groups of ours that the peer is asked for */
	uint32_t legacy_owes;  /* of its own that it waits for */
	struct mono legacy_by; /* ask again */
	enum standby standby;
	bool yielded;      /* given up, since the peer declared us dead */
	bool offer_lapsed; /* it seemed withdrawn; its `done` still counts */
	enum hold standby_hold; /* seen from the node that gives */
	enum hold standby_gave; /* what of it we had */
	uint32_t standby_seq;   /* of the newest message of the peer about it */
	struct peer peer;
	struct ping_state ping[CONF_PINGS];
};

/* A node that has just booted; random seeds the spread of requests. */
void cluster_init(struct cluster *c, const struct conf *conf, uint64_t gen,
    const uint8_t uuid[MSG_UUID_SIZE], uint32_t random, struct mono now);

/*
 * What ACT_REMEMBER told last, in an earlier life of this node: so that the
 * peer's starts before that are not believed. After cluster_init().
 */
void cluster_remember(struct cluster *c, const struct identity *id);

/* Decide. The actions replace what out held; do them in order. */
void cluster_event(struct cluster *c, const struct event *ev, struct mono now,
    struct actions *out);

/* When EV_TICK is due, at the latest. */
struct mono cluster_deadline(const struct cluster *c);

/* Nothing starts, stops or changes hands: other groups may be read. */
bool cluster_rests(const struct cluster *c);

/*
 * Groups that run here and shall go on running, as bits: those to monitor.
 * None while any of them is started or stopped.
 */
uint32_t cluster_monitored(const struct cluster *c);

/* Why nothing may be handed over now, for the log; NULL: it may. */
const char *cluster_refusal(const struct cluster *c);

/* "none", "local", "foreign", "all"; "transition": of either node. */
const char *cluster_rscstatus(const struct cluster *c);

/* "init", "up", "active", "dead". */
const char *cluster_state_name(enum node_state state);

#endif
