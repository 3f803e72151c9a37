/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A graceful stop: give up all, say goodbye, wait for the heir. */
#include "cluster_int.h"

void
rsc_goodbye(struct turn *t)
{
	struct cluster *c = t->c;
	struct msg m = {.type = MSG_SHUTDONE, .st = "dead"};

	c->said_shutdone = true;
	turn_send(t, &m);
	c->exit_by =
	    cluster_peer_alive(c) ? mono_add(t->now, GOODBYE_MS) : t->now;
}

void
rsc_stop(struct turn *t)
{
	struct cluster *c = t->c;

	if (c->stopping)
		return;
	turn_log(t, LEVEL_INFO, "Heartbeat shutdown in progress.");
	c->stopping = true;
	c->standby = SB_NONE;
	c->standby_by = MONO_NEVER;
	fence_cancel(t);
	rsc_want(t, HOLD_NONE, WHY_STOP);
	if (c->has_peer && c->state == NODE_ACTIVE)
		rsc_send(t, HOLD_NONE, false, "shutdown");
	if (rsc_settled(c))
		rsc_goodbye(t);
}

void
leave_tick(struct turn *t)
{
	struct cluster *c = t->c;

	if (!mono_due(c->exit_by, t->now))
		return;
	c->exit_by = MONO_NEVER;
	turn_log(t, LEVEL_INFO, "%s Heartbeat shutdown complete.",
	    turn_self(t));
	turn_act(t, ACT_EXIT);
}
