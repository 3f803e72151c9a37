/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who holds which groups, and what the nodes tell each other about it.
 * Decisions only set `want`; rsc_reconcile brings `have` there. Reference 2.7.
 */
#include <stdio.h>
#include <string.h>

#include "cluster_int.h"

bool
rsc_settled(const struct cluster *c)
{
	return !c->busy && c->have == c->want;
}

void
rsc_want(struct turn *t, enum hold hold, enum why why)
{
	t->c->want = hold;
	t->c->why = why;
}

void
rsc_want_more(struct turn *t, enum hold more, enum why why)
{
	if ((t->c->want | more) != t->c->want)
		rsc_want(t, (enum hold)(t->c->want | more), why);
}

void
rsc_send(struct turn *t, enum hold hold, bool stable, const char *info)
{
	struct msg m = {.type = MSG_RESOURCE,
	    .hold = hold,
	    .has_stable = true,
	    .stable = stable};

	if (legacy_mode(t->c))
		return;
	snprintf(m.info, sizeof(m.info), "%s", info);
	if (t->c->conf->failback == FAILBACK_OFF)
		memcpy(m.claim, t->c->claim, sizeof(t->c->claim));
	turn_send(t, &m);
}

void
rsc_keep(struct turn *t, enum hold hold)
{
	rsc_want(t, t->c->want & hold, WHY_CONFLICT);
}

void
rsc_take_local(struct turn *t)
{
	rsc_want_more(t, HOLD_LOCAL, WHY_START);
}

void
rsc_announce(struct turn *t, const char *info)
{
	struct cluster *c = t->c;

	if (!c->has_peer || c->state != NODE_ACTIVE)
		return;
	rsc_send(t, (enum hold)(c->have | c->want), rsc_settled(c), info);
	c->repeats = REPEATS;
	c->repeat_by = mono_add(t->now, c->conf->deadtime_ms / 2);
}

/*
 * A message that is lost is asked for again, except one from a time when
 * the nodes were apart: so what is held is told more than once. To a peer
 * that is dead it is told for ever: it may live and hear us, though not we it.
 */
static void
repeat(struct turn *t)
{
	struct cluster *c = t->c;
	bool deaf = c->peer.state == NODE_DEAD && !c->peer.gone;

	if (!mono_due(c->repeat_by, t->now) || c->standby != SB_NONE ||
	    !rsc_settled(c))
		return;
	if (!deaf)
		c->repeats--;
	c->repeat_by = c->repeats == 0 ? MONO_NEVER
				       : mono_add(t->now, c->conf->deadtime_ms);
	if (deaf && !c->fence_due)
		turn_send_stonith(t);
	rsc_send(t, c->have, true, "");
}

void
rsc_peer_joined(struct turn *t)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;

	if (p->joining)
		c->failback_due = c->conf->failback != FAILBACK_OFF;
	p->joining = false;
}

void
rsc_peer_resource(struct turn *t, const struct msg *m)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;

	/* We were dead to it, or it gave to us: it waits for a word. */
	if (strcmp(m->info, TELL_US) == 0 && !c->stopping && !standby_moves(c))
		rsc_announce(t, "");
	/* `mach_down` only says what a script has done. */
	if (!m->has_stable || m->seq <= p->resource_seq)
		return;
	p->resource_seq = m->seq;
	if (strcmp(m->info, "shutdown") == 0) {
		p->leaving = true;
		c->hold_by = MONO_NEVER; /* it will say shutdone, or die */
		turn_log(t, LEVEL_INFO, "Received shutdown notice from '%s'.",
		    turn_peer(t));
		return;
	}
	if (m->stable && !(p->told && p->stable && p->hold == m->hold))
		turn_log(t, LEVEL_INFO,
		    "remote resource transition completed.");
	p->hold = m->hold;
	memcpy(p->claim, m->claim, sizeof(p->claim));
	p->stable = m->stable;
	p->told = true;
	if (c->said_shutdone && (m->hold & HOLD_FOREIGN))
		c->exit_by = t->now;
	if (c->stopping)
		return;
	join_decide(t);
	if (!m->stable)
		return;
	standby_peer_settled(t, m);
	/* It may hear us by now, and has missed that we gave up. */
	if (c->yielded && c->have == HOLD_NONE && rsc_settled(c))
		rsc_send(t, HOLD_NONE, true, "");
	rsc_peer_joined(t);
}

void
rsc_tick(struct turn *t)
{
	if (t->c->stopping) {
		leave_tick(t);
		return;
	}
	join_tick(t);
	repeat(t);
	conflict_tick(t);
	handover_tick(t);
}

const char *
cluster_rscstatus(const struct cluster *c)
{
	bool rests =
	    cluster_rests(c) && (!cluster_peer_alive(c) || legacy_mode(c) ||
				    (c->peer.told && c->peer.stable));

	return rests ? msg_hold_name(c->have) : "transition";
}
