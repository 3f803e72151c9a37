/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ipfail's decision: the node that sees fewer ping nodes hands over. Pure, as
 * cluster.h: an event in, at most one action out (reference 2.6, 3.6).
 */
#ifndef HB_IPFAIL_H
#define HB_IPFAIL_H

#include "clock.h"
#include "msg.h"

#define IPFAIL_GIVEUP_MS 4000 /* time for the other's ping to fail, too */
#define IPFAIL_ASK_MS 1000    /* after a change, before comparing */

enum ipfail_do {
	IPFAIL_NOTHING,
	IPFAIL_SEND_COUNT,  /* num_ping_nodes with our count */
	IPFAIL_SEND_DEAD,   /* you_are_dead: we see more than you */
	IPFAIL_SEND_ABORT,  /* abort_giveup: the counts are equal */
	IPFAIL_DELAY,       /* nothing yet: the wait has begun */
	IPFAIL_ABORTED,     /* the wait is over, nothing to give up */
	IPFAIL_GIVE_ALL,    /* go standby [all] */
	IPFAIL_GIVE_FOREIGN /* go standby [foreign]: the other is well again */
};

struct ipfail {
	unsigned live;      /* ping nodes that answer us */
	bool peer;          /* the other node is active */
	bool failback;      /* auto_failback is on; the client sets it */
	bool better;        /* we saw more than the other, and have not since */
	bool foreign;       /* what giveup is about */
	struct mono ask;    /* when to compare counts */
	struct mono giveup; /* when to hand over */
};

void ipfail_init(struct ipfail *p);

/* A ping node came (+1) or went (-1); initial: told at sign-on. */
void ipfail_ping(struct ipfail *p, int change, struct mono now);

/* The other node is active, or is not any more. */
void ipfail_peer(struct ipfail *p, bool active, struct mono now);

/* A message of the other node's ipfail. */
enum ipfail_do ipfail_message(struct ipfail *p, enum msg_type type,
    unsigned their_live, struct mono now);

/* The time has come, perhaps. */
enum ipfail_do ipfail_tick(struct ipfail *p, struct mono now);

/* Heartbeat refused the hand-over just given: compare anew. */
void ipfail_refused(struct ipfail *p, struct mono now);

struct mono ipfail_deadline(const struct ipfail *p);

#endif
