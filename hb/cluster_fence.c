/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * STONITH: a peer that fell silent may still run its resources. Where a device
 * is configured, nothing is taken from it before it was reset.
 */
#include "cluster_int.h"

#define RETRY_MS 5000

bool
fence_peer(struct turn *t)
{
	struct cluster *c = t->c;

	/* It gave up all, or we take nothing: no need. */
	if (c->conf->fences == 0 || c->peer.gone || c->stopping)
		return false;
	c->fence_due = true;
	c->fence_by = t->now;
	return true;
}

/* It came back, or we leave. */
void
fence_cancel(struct turn *t)
{
	struct cluster *c = t->c;

	if (!c->fence_due)
		return;
	c->fence_due = false;
	c->fence_by = MONO_NEVER;
	if (c->fence_runs) {
		/* A human who confirms later may mean this time. */
		c->fence_void = true;
		turn_act(t, ACT_UNFENCE);
	}
	if (c->stopping)
		return;
	turn_log(t, LEVEL_WARN, "%s lives: nothing is taken from it",
	    turn_peer(t));
	if (c->state == NODE_ACTIVE && !c->settled_start)
		rsc_go_active(t);
}

void
fence_done(struct turn *t, bool failed)
{
	struct cluster *c = t->c;

	c->fence_runs = false;
	if (!c->fence_due)
		return;
	if (failed || c->fence_void) {
		if (failed)
			turn_log(t, LEVEL_ERROR,
			    "STONITH of %s failed.  Retrying...", turn_peer(t));
		c->fence_by =
		    c->fence_void ? t->now : mono_add(t->now, RETRY_MS);
		return;
	}
	c->fence_due = false;
	c->peer.fenced = true;
	turn_log(t, LEVEL_INFO, "Resources being acquired from %s.",
	    turn_peer(t));
	turn_send_stonith(t);
	rsc_peer_dead(t);
}

void
fence_tick(struct turn *t)
{
	struct cluster *c = t->c;

	if (!mono_due(c->fence_by, t->now))
		return;
	c->fence_by = MONO_NEVER;
	if (c->fence_runs)
		return; /* fence_done goes on */
	c->fence_runs = true;
	c->fence_void = false;
	turn_act(t, ACT_FENCE);
}
