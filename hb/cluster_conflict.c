/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What both hold, or nobody does: found out, and ended with one owner. */
#include <string.h>

#include "cluster_int.h"

/*
 * Which of the groups that both hold stay here. Their home keeps them; where
 * nothing goes home by itself (auto_failback off), who had them before the
 * other was silent, if only one had. Both nodes have told their claims, and
 * none changes until this has ended: so both come to the same end.
 */
static enum hold
kept(const struct cluster *c, enum hold both)
{
	const struct peer *p = &c->peer;
	enum hold keep = HOLD_NONE;

	for (unsigned i = 0; i < 2; i++) {
		bool ours = i == 0;

		if (c->conf->failback == FAILBACK_OFF && p->claim[0] != '\0' &&
		    p->claim[1 - i] != c->claim[i])
			ours = c->claim[i] < p->claim[1 - i];
		if (ours && (both >> i & 1))
			keep = (enum hold)(keep | 1U << i);
	}
	return keep;
}

/* The rule needs no answer. */
static void
resolve_conflict(struct turn *t, enum hold both)
{
	struct cluster *c = t->c;
	enum hold keep = kept(c, both), give = (enum hold)(both & ~keep);

	if (!mono_due(c->conflict_by, t->now))
		return;
	c->conflict_by = mono_add(t->now, c->conf->deadtime_ms);
	c->merging = true;
	turn_log(t, LEVEL_ERROR, "Both machines own our resources! (%s)",
	    msg_hold_name(both));
	c->retry = c->failed & keep;
	if (give != HOLD_NONE) {
		turn_log(t, LEVEL_WARN,
		    "giving up %s resources: %s holds them too and %s",
		    msg_hold_name(give), turn_peer(t),
		    give == HOLD_FOREIGN ? "is their home" : "had them before");
		rsc_want(t, (enum hold)(c->want & ~give), WHY_CONFLICT);
	}
	if (keep != HOLD_NONE) {
		turn_log(t, LEVEL_WARN,
		    "keeping %s resources: this %s, %s is to give them up",
		    msg_hold_name(keep),
		    keep == HOLD_LOCAL ? "is their home"
				       : "node had them before",
		    turn_peer(t));
		rsc_announce(t, "");
	}
}

/* Both agree who has what: after the peer was away it is told. */
static void
merged(struct turn *t)
{
	struct cluster *c = t->c;

	c->claim[0] = c->claim[1] = CLAIM_GIVEN;
	if (!c->merging)
		return;
	c->merging = false;
	if (c->have == HOLD_NONE)
		return;
	turn_log(t, LEVEL_INFO, "%s resources run on this node only",
	    msg_hold_name(c->have));
	/* Caches may have the addresses where they were meanwhile. */
	turn_act(t, ACT_TELL)->job.hold = c->have;
}

/* Both are settled, and nobody has our groups: a message went astray. */
static void
adopt_orphans(struct turn *t, bool orphans)
{
	struct cluster *c = t->c;

	if (!orphans) {
		c->orphan_by = MONO_NEVER;
		return;
	}
	if (c->orphan_by.ms == MONO_NEVER.ms)
		c->orphan_by = mono_add(t->now, REPLY_MS);
	if (!mono_due(c->orphan_by, t->now))
		return;
	turn_log(t, LEVEL_ERROR, "local resources run nowhere: taking them");
	rsc_want_more(t, HOLD_LOCAL, WHY_START);
}

/* What both nodes say, side by side, whenever neither is about to change. */
void
conflict_tick(struct turn *t)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;
	enum hold theirs = hold_swap(p->hold);
	bool known = rsc_settled(c) && c->settled_start && p->told && p->stable;

	adopt_orphans(t, known && c->standby == SB_NONE &&
			     !((c->have | theirs) & HOLD_LOCAL));
	if (known && (c->retry & theirs) == HOLD_NONE) {
		/* The peer ran what we could not start, and gave it up. */
		c->have = (enum hold)(c->have & ~c->retry);
		c->retry = HOLD_NONE;
	}
	if (known && !(c->have & theirs) && c->standby == SB_NONE)
		merged(t);
	if (!known || (c->have & theirs) == HOLD_NONE)
		return;
	/* Asked or offered, nothing has moved yet: this comes first. */
	if (c->standby == SB_ASKED || c->standby == SB_OFFERED)
		standby_cancel(t);
	resolve_conflict(t, c->have & theirs);
}

void
rsc_peer_returned(struct turn *t)
{
	turn_log(t, LEVEL_CRIT, "Cluster node %s returning after partition.",
	    turn_peer(t));
	turn_log(t, LEVEL_WARN, "Deadtime value may be too small.");
	t->c->merging = true;
	/* If it gave up its own meanwhile, it is as one that has started. */
	t->c->peer.joining = true;
	/*
	 * What did not start for the peer had it is to stay there; if the
	 * peer gave it up meanwhile, it can be started now.
	 */
	t->c->lost_start = false;
	t->c->retry = t->c->failed;
	rsc_announce(t, TELL_US);
}

void
rsc_stood_still(struct turn *t, int64_t ms)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;

	turn_log(t, LEVEL_CRIT,
	    "this node stood still for %lld ms, longer "
	    "than deadtime",
	    (long long)ms);
	/* A reset may have come, and the peer back, meanwhile. */
	c->fence_void |= c->fence_runs;
	p->missed = p->state == NODE_DEAD;
	/* Silence was ours: the peer has a whole deadtime from now on… */
	p->beat = t->now;
	/* … also if it was never heard, and initdead is over meanwhile. */
	if (c->active_by.ms < mono_add(t->now, c->conf->deadtime_ms).ms)
		c->active_by = mono_add(t->now, c->conf->deadtime_ms);
	for (unsigned i = 0; i < CONF_MEDIA; i++)
		p->link[i].heard = t->now;
	for (unsigned i = 0; i < CONF_PINGS; i++)
		c->ping[i].heard = t->now;
	/* Nor is what we held to be said before the peer was heard. */
	if (c->repeat_by.ms != MONO_NEVER.ms)
		c->repeat_by = mono_add(t->now, c->conf->deadtime_ms);
	/* What is given for an offer of then may be taken back by now. */
	if (c->standby == SB_OFFERED || c->offer_lapsed)
		standby_peer_lost(t);
	if (!cluster_peer_alive(c) || c->have == HOLD_NONE)
		return;
	turn_log(t, LEVEL_WARN,
	    "giving up all resources: %s must have taken "
	    "them",
	    turn_peer(t));
	standby_peer_lost(t);
	c->rejoin = true;
	p->told = false;
	rsc_want(t, HOLD_NONE, WHY_CONFLICT);
}

/*
 * The peer does not hear us, and takes all: we hear it, so we are the one
 * that can end this. If it was dead to us, too, this may be an old word, and
 * resolve_conflict decides; unless it is said again after a deadtime.
 */
void
rsc_buried(struct turn *t, const struct msg *m)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;

	if (strcmp(m->node, turn_self(t)) != 0 ||
	    strcmp(m->result, "unneeded") == 0 || c->state != NODE_ACTIVE)
		return;
	if (p->returned.ms != MONO_NEVER.ms &&
	    mono_between(p->returned, t->now) < c->conf->deadtime_ms)
		return;
	p->resource_seq = m->seq;
	p->hold = HOLD_ALL;
	p->told = true;
	p->stable = false;
	c->yielded = true;
	standby_peer_lost(t);
	if (c->rejoin || c->have == HOLD_NONE)
		return;
	turn_log(t, LEVEL_CRIT,
	    "giving up all resources: %s does not hear "
	    "this node and takes them",
	    turn_peer(t));
	c->rejoin = true;
	rsc_want(t, HOLD_NONE, WHY_CONFLICT);
}
