/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Planned hand-over: `ask_resources me` (I want to give), `other` (the other
 * may), `done` (given), `done` (taken). Reference 2.7.
 */
#include <stdio.h>
#include <string.h>

#include "cluster_int.h"

static void
ask(struct turn *t, const char *info)
{
	struct msg m = {.type = MSG_ASK_RESOURCES, .hold = t->c->standby_hold};

	snprintf(m.info, sizeof(m.info), "%s", info);
	turn_send(t, &m);
}

/*
 * A Heartbeat that has our `other` gives, whatever we think of it later: its
 * `done` is to be taken then.
 */
static void
finish(struct turn *t)
{
	if (t->c->standby == SB_OFFERED)
		t->c->offer_lapsed = true;
	t->c->standby = SB_NONE;
	t->c->standby_by = MONO_NEVER;
	t->c->lost_asked = false;
}

const char *
cluster_refusal(const struct cluster *c)
{
	if (legacy_mode(c))
		return "not with auto_failback legacy";
	if (!cluster_peer_alive(c))
		return "there is no other node";
	if (c->standby != SB_NONE || c->busy || c->stopping ||
	    c->have != c->want || c->state != NODE_ACTIVE)
		return "resources are in transition";
	if (!c->peer.told || !c->peer.stable)
		return "the other side is in flux";
	return NULL;
}

static bool
refused(struct turn *t, const char *what, enum hold hold)
{
	const char *why = cluster_refusal(t->c);

	if (why != NULL)
		turn_log(t, LEVEL_WARN, "%s [%s] refused: %s", what,
		    msg_hold_name(hold), why);
	return why != NULL;
}

void
standby_ask_peer(struct turn *t, enum hold hold)
{
	struct msg m = {.type = MSG_TAKEOVER, .hold = hold};

	if (!refused(t, "takeover", hold))
		turn_send(t, &m);
}

void
standby_request(struct turn *t, enum hold hold)
{
	struct cluster *c = t->c;

	if (hold == HOLD_NONE || refused(t, "standby", hold))
		return;
	if ((c->have & hold) == HOLD_NONE) {
		turn_log(t, LEVEL_INFO, "standby [%s]: none of them runs here",
		    msg_hold_name(hold));
		return;
	}
	c->standby = SB_ASKED;
	c->offer_lapsed = false;
	c->standby_hold = hold;
	c->standby_seq = c->peer.window.top;
	c->standby_by = mono_add(t->now, REPLY_MS);
	turn_log(t, LEVEL_INFO, "%s wants to go standby [%s]", turn_self(t),
	    msg_hold_name(hold));
	ask(t, "me");
}

static void
peer_wants(struct turn *t, enum hold hold, uint32_t seq)
{
	struct cluster *c = t->c;

	turn_log(t, LEVEL_INFO, "%s wants to go standby [%s]", turn_peer(t),
	    msg_hold_name(hold));
	/* Both ask at once: the first node of ha.cf goes on asking. */
	if (c->standby == SB_ASKED && c->conf->self == 0)
		return;
	if ((c->standby != SB_NONE && c->standby != SB_ASKED &&
		c->standby != SB_OFFERED) ||
	    c->busy || c->stopping || !c->settled_start) {
		turn_log(t, LEVEL_WARN,
		    "standby of %s refused: resources are "
		    "in transition here",
		    turn_peer(t));
		return;
	}
	c->standby = SB_OFFERED;
	c->standby_by = MONO_NEVER;
	c->standby_hold = hold;
	c->standby_seq = seq;
	ask(t, "other");
}

static void
peer_can_take(struct turn *t, uint32_t seq)
{
	struct cluster *c = t->c;
	struct msg m = {
	    .type = MSG_RESOURCE, .has_stable = true, .info = "standby"};
	enum hold keep = (enum hold)(c->want & ~c->standby_hold);

	if (c->standby != SB_ASKED)
		return;
	turn_log(t, LEVEL_INFO, "standby: %s can take our %s resources",
	    turn_peer(t), msg_hold_name(c->standby_hold));
	c->standby = SB_GIVING;
	c->standby_seq = seq;
	c->standby_gave = c->have & c->standby_hold;
	c->standby_by = MONO_NEVER;
	m.hold = keep;
	turn_send(t, &m);
	c->want = keep;
	c->why = WHY_STANDBY;
	if (c->have == c->want)
		standby_settled(t, false);
}

static void
peer_gave(struct turn *t, uint32_t seq)
{
	struct cluster *c = t->c;
	enum hold ours = hold_swap(c->standby_hold);

	/* Whatever it said before of these is old now. */
	c->peer.hold = c->peer.hold & (c->standby_hold ^ HOLD_ALL);
	if (seq > c->peer.resource_seq)
		c->peer.resource_seq = seq;
	turn_log(t, LEVEL_INFO, "standby: acquire [%s] resources from %s",
	    msg_hold_name(c->standby_hold), turn_peer(t));
	c->standby = SB_TAKING;
	c->want = (enum hold)(c->want | ours);
	c->why = WHY_STANDBY;
	if (c->have == c->want)
		standby_settled(t, false);
}

static void
peer_took(struct turn *t)
{
	turn_log(t, LEVEL_INFO,
	    "Other node completed standby takeover of %s resources.",
	    msg_hold_name(t->c->standby_hold));
	finish(t);
	rsc_announce(t, "");
}

/*
 * A word of an earlier hand-over may come late, when it was lost and asked
 * for again: each must be newer than what it answers, and a wish newer than
 * what the peer has told since to hold.
 */
void
standby_message(struct turn *t, const struct msg *m)
{
	struct cluster *c = t->c;
	bool late = m->seq <= c->standby_seq;

	if (!m->has_hold || m->hold == HOLD_NONE || legacy_mode(c))
		return;
	if (m->type == MSG_TAKEOVER)
		standby_request(t, hold_swap(m->hold));
	else if (strcmp(m->info, "me") == 0 && m->seq > c->peer.resource_seq)
		peer_wants(t, m->hold, m->seq);
	else if (strcmp(m->info, "other") == 0 && !late)
		peer_can_take(t, m->seq);
	else if (strcmp(m->info, "done") == 0 && !late &&
		 (c->standby == SB_OFFERED || c->offer_lapsed))
		peer_gave(t, m->seq);
	else if (strcmp(m->info, "done") == 0 && !late && c->standby == SB_GAVE)
		peer_took(t);
}

void
standby_settled(struct turn *t, bool failed)
{
	struct cluster *c = t->c;

	if (c->standby == SB_GIVING && failed) {
		/* Something still runs: the other must not start it. */
		turn_log(t, LEVEL_CRIT,
		    "standby cancelled: not all resources "
		    "stopped here, they are not handed over");
		c->want = c->want | c->standby_gave;
		finish(t);
	} else if (c->standby == SB_GIVING) {
		turn_log(t, LEVEL_INFO, "Local standby process completed [%s].",
		    msg_hold_name(c->standby_hold));
		ask(t, "done");
		c->standby = SB_GAVE;
		c->standby_by = mono_add(t->now, 2 * c->conf->script_ms);
	} else if (c->standby == SB_TAKING) {
		turn_log(t, LEVEL_INFO,
		    "Standby resource acquisition done [%s].",
		    msg_hold_name(c->standby_hold));
		rsc_announce(t, "");
		ask(t, "done");
		finish(t);
	}
}

/* Groups are on their way; before that, both only talk. */
bool
standby_moves(const struct cluster *c)
{
	return c->standby != SB_NONE && c->standby != SB_ASKED &&
	       c->standby != SB_OFFERED;
}

void
standby_peer_lost(struct turn *t)
{
	finish(t);
	t->c->offer_lapsed = false;
}

void
standby_cancel(struct turn *t)
{
	finish(t);
}

/*
 * The peer says what it holds, and that this stays so: it thought better of
 * its offer, or has taken ours, and its `done` is lost.
 */
void
standby_peer_settled(struct turn *t, const struct msg *m)
{
	struct cluster *c = t->c;
	enum hold took = m->hold & hold_swap(c->standby_gave);

	if (c->standby == SB_OFFERED && m->seq > c->standby_seq) {
		if (m->hold & c->standby_hold)
			finish(t);
		else
			peer_gave(t, m->seq); /* its `done` is late */
	} else if (c->standby == SB_GAVE &&
		   took == hold_swap(c->standby_gave)) {
		peer_took(t);
	}
}

void
standby_tick(struct turn *t)
{
	struct cluster *c = t->c;
	bool gave = c->standby == SB_GAVE;

	if (!mono_due(c->standby_by, t->now))
		return;
	if (c->standby == SB_ASKED) {
		turn_log(t, LEVEL_WARN,
		    "No reply to standby request. "
		    "Standby request cancelled.");
		/* Nothing was handed over: that does not count. */
		c->handovers -= c->lost_asked;
		c->lost_start |= c->lost_asked;
	}
	finish(t);
	if (gave) {
		/*
		 * It lives, so its scripts may be slow: taking back is not
		 * safe. It tells when it is done.
		 */
		turn_log(t, LEVEL_ERROR,
		    "%s does not say that it took our resources, "
		    "waiting until it does",
		    turn_peer(t));
		c->peer.stable = false;
	}
	/*
	 * It may have missed that we gave, stood still and forgotten its
	 * offer, or wait for what it offered.
	 */
	rsc_announce(t, gave ? TELL_US : "");
}
