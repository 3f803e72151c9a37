/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One job at a time brings what is held to what shall be. */
#include "cluster_int.h"

/* All is where it shall be: tell, and do what waited for it. */
static void
reached(struct turn *t, enum why why, bool took, bool failed)
{
	struct cluster *c = t->c;
	struct msg m = {
	    .type = MSG_RESOURCE, .hold = HOLD_FOREIGN, .info = "mach_down"};

	if (c->stopping) {
		if (!c->said_shutdone)
			rsc_goodbye(t);
		return;
	}
	if (took && why == WHY_START && !failed)
		turn_log(t, LEVEL_INFO,
		    "Local Resource acquisition completed.");
	if (took && why == WHY_TAKEOVER) {
		turn_log(t, LEVEL_INFO, "mach_down takeover %s.",
		    failed ? "ended, not all runs" : "complete");
		if (!legacy_mode(c))
			turn_send(t, &m);
	}
	if (c->rejoin) {
		c->rejoin = c->settled_start = false;
		rsc_go_active(t);
		return;
	}
	/* What is given away is told when the other has it. */
	if (c->standby != SB_GAVE)
		rsc_announce(t, "");
}

void
rsc_job_done(struct turn *t, bool failed)
{
	struct cluster *c = t->c;
	enum why why = c->why;

	if (!c->busy)
		return;
	c->busy = false;
	if (!c->busy_take)
		c->have = (enum hold)(c->have & ~c->busy_hold);
	c->failed = (enum hold)(c->failed & ~c->busy_hold);
	if (c->busy_take && failed) {
		c->failed = (enum hold)(c->failed | c->busy_hold);
		turn_log(t, LEVEL_CRIT,
		    "Resource START failure: not all of "
		    "%s resources run here",
		    msg_hold_name(c->busy_hold));
	}
	if (!c->busy_take && failed) {
		turn_log(t, LEVEL_CRIT,
		    "Resource STOP failure: something of "
		    "%s resources may still run here",
		    msg_hold_name(c->busy_hold));
		c->legacy_owes = 0; /* so the other must not start it */
	}
	if (c->busy_take && failed && !c->handed_over && !c->stopping &&
	    c->standby == SB_NONE)
		c->lost_start = true;
	if (c->have != c->want)
		return;
	standby_settled(t, failed);
	reached(t, why, c->busy_take, failed);
}

void
rsc_reconcile(struct turn *t)
{
	struct cluster *c = t->c;
	enum hold give = (enum hold)(c->have & ~c->want);
	enum hold take = (enum hold)(c->want & ~c->have);
	struct action *a;

	if (c->busy || give + take == HOLD_NONE)
		return;
	c->busy = true;
	c->busy_take = give == HOLD_NONE;
	c->busy_hold = c->busy_take ? take : give;
	if (c->busy_take) {
		c->have = (enum hold)(c->have | take);
		c->yielded = false;
	}
	a = turn_act(t, ACT_JOB);
	a->job.take = c->busy_take;
	a->job.hold = c->busy_hold;
	a->job.why = c->why;
}

/* What waits until all rests: a failed start and a failback. */
void
handover_tick(struct turn *t)
{
	struct cluster *c = t->c;

	if (!rsc_settled(c) || c->standby != SB_NONE || !turn_peer_alive(t))
		return;
	/* What did not start was given up since: the peer has it. */
	if (c->failed == HOLD_NONE)
		c->lost_start = false;
	if (c->lost_start && !c->handed_over && c->peer.told &&
	    c->peer.stable) {
		c->handed_over = true;
		c->lost_start = false;
		turn_log(t, LEVEL_WARN,
		    "handing all resources over once, "
		    "since some did not start here");
		standby_request(t, HOLD_ALL);
	} else if (c->failback_due && c->peer.stable) {
		c->failback_due = false;
		standby_request(t, HOLD_FOREIGN);
	}
}
