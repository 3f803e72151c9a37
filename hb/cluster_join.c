/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first decision of a node that starts: which groups it runs. */
#include "cluster_int.h"

/* The first decision: our own groups, or they are the peer's already. */
static void
decide_start(struct turn *t)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;

	c->settled_start = true;
	c->hold_by = MONO_NEVER;
	if (p->told && (p->hold & HOLD_FOREIGN)) {
		rsc_send(t, HOLD_NONE, true, "");
		turn_log(t, LEVEL_INFO,
		    "Local Resource acquisition completed. (none)");
		return;
	}
	/*
	 * Said before it is so: a node of Heartbeat 3.0.6 waits 10 s for
	 * nothing unless it hears this (reference 2.7, "Shortcut").
	 */
	rsc_send(t, HOLD_LOCAL, true, "");
	rsc_want_more(t, HOLD_LOCAL, WHY_START);
}

static bool
may_decide(const struct turn *t)
{
	const struct cluster *c = t->c;

	return c->state == NODE_ACTIVE && !c->settled_start && !c->stopping;
}

void
rsc_go_active(struct turn *t)
{
	struct cluster *c = t->c;

	if (!c->has_peer) {
		turn_act(t, ACT_LIVE);
		c->settled_start = true;
		rsc_want(t, HOLD_ALL, WHY_START);
		return;
	}
	if (legacy_mode(c)) {
		legacy_ask(t);
		return;
	}
	/* Alone: all is taken at once, so none that hears it may start. */
	if (c->peer.state == NODE_DEAD)
		return;
	turn_send(t, &(struct msg){.type = MSG_STARTING});
	c->hold_by = mono_add(t->now, REPLY_MS);
	if (c->peer.told || c->peer.joining)
		decide_start(t);
}

void
rsc_peer_starting(struct turn *t, uint32_t seq)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;

	/* Lost, and late: it has told since then what it holds. */
	if (seq < p->resource_seq) {
		p->joining = p->told;
		rsc_peer_joined(t);
		return;
	}
	/* It has just started: nothing of it runs. */
	p->joining = true;
	p->told = false;
	p->hold = HOLD_NONE;
	p->gone = p->leaving = false;
	if (may_decide(t))
		decide_start(t);
	else if (c->stopping && !c->said_shutdone)
		rsc_send(t, HOLD_NONE, false, "shutdown");
	else if (!c->stopping)
		rsc_announce(t, "");
}

/* It may have started apart from us, and long ago: then it says no more. */
void
rsc_peer_active(struct turn *t)
{
	struct cluster *c = t->c;

	/* It may have taken its own without asking, and asks if it has not. */
	if (legacy_mode(c) && (c->want & HOLD_FOREIGN) && !c->stopping)
		rsc_keep(t, HOLD_LOCAL);
	if (c->settled_start && !c->stopping && !c->peer.joining &&
	    !c->peer.told)
		rsc_announce(t, "");
}

void
join_decide(struct turn *t)
{
	if (may_decide(t))
		decide_start(t);
}

void
join_tick(struct turn *t)
{
	if (!mono_due(t->c->hold_by, t->now) || !may_decide(t))
		return;
	turn_log(t, LEVEL_WARN, "%s does not say what it holds, going on",
	    turn_peer(t));
	decide_start(t);
}
