/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The peer is dead, gone or restarted: its groups are ours. */
#include "cluster_int.h"

void
rsc_peer_restarted(struct turn *t)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;

	/* Its crash went unseen: what it held of ours runs nowhere now. */
	p->told = false;
	p->hold = HOLD_NONE;
	standby_peer_lost(t);
	if (c->settled_start && !c->stopping && !c->rejoin)
		rsc_want_more(t, HOLD_LOCAL, WHY_START);
}

void
rsc_peer_lost(struct turn *t)
{
	struct cluster *c = t->c;

	c->peer.hold = HOLD_NONE;
	c->peer.told = c->peer.joining = false;
	c->hold_by = MONO_NEVER;
	c->rejoin = false;
	standby_peer_lost(t);
}

static void
take_over(struct turn *t)
{
	struct cluster *c = t->c;

	rsc_peer_lost(t);
	if (c->stopping) {
		if (c->said_shutdone)
			c->exit_by = t->now;
		return;
	}
	c->settled_start = true;
	c->handovers = 0;
	/* What did not start is tried again, now that nobody else can. */
	if (!c->busy)
		c->have = (enum hold)(c->have & ~c->failed);
	for (unsigned i = 0; i < 2; i++)
		if (!(c->have >> i & 1))
			c->claim[i] =
			    c->peer.gen == 0 ? CLAIM_APART : CLAIM_TAKEN;
	if (c->want != HOLD_ALL || c->have != HOLD_ALL)
		rsc_want(t, HOLD_ALL, WHY_TAKEOVER);
	rsc_announce(t, "");
}

void
rsc_peer_dead(struct turn *t)
{
	take_over(t);
}

void
rsc_peer_gone(struct turn *t)
{
	struct peer *p = &t->c->peer;

	if (p->gone)
		return;
	if (!p->leaving)
		turn_log(t, LEVEL_INFO, "Received shutdown notice from '%s'.",
		    turn_peer(t));
	p->gone = true;
	if (t->c->state == NODE_ACTIVE)
		take_over(t);
}
