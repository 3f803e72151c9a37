/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One job at a time brings what is held to what shall be. */
#include <string.h>

#include "cluster_int.h"

#define FORGET_MS 3600000 /* restarts that long ago count no more */

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

/*
 * What could not be stopped must not run on the other node, too: a machine
 * with a watchdog is reset by it, one without keeps it, and tries again.
 */
static bool
is_stuck(struct turn *t, uint32_t groups)
{
	struct cluster *c = t->c;

	if (groups == 0)
		return false;
	turn_log(t, LEVEL_CRIT,
	    "Resource STOP failure: something of %s resources still runs here",
	    msg_hold_name(c->busy_hold));
	if (c->standby == SB_GIVING)
		return false; /* they are not handed over: standby_settled */
	if (c->can_reset) {
		turn_log(t, LEVEL_CRIT,
		    "Resetting this machine: the other node may start them");
		turn_act(t, ACT_RESET);
	}
	return true;
}

static void
note_failed(struct turn *t, uint32_t failed)
{
	struct cluster *c = t->c;

	c->failed_groups = (c->failed_groups & ~c->busy_groups) | failed;
	c->failed = conf_hold_of(c->conf, c->failed_groups);
	if (!c->busy_take || failed == 0)
		return;
	turn_log(t, LEVEL_CRIT,
	    "Resource START failure: not all of %s resources run here",
	    msg_hold_name(c->busy_hold));
	if (c->handovers < c->conf->handovers && !c->stopping &&
	    c->standby == SB_NONE)
		c->lost_start = true;
}

void
rsc_job_done(struct turn *t, const struct job_result *result)
{
	struct cluster *c = t->c;
	bool failed = (result->failed | result->stuck) != 0, stuck;
	enum why why = c->busy_why;

	if (!c->busy)
		return;
	c->busy = false;
	stuck = is_stuck(t, result->stuck);
	if (!c->busy_take && !stuck)
		c->have = (enum hold)(c->have & ~c->busy_hold);
	note_failed(t, c->busy_take ? result->failed | result->stuck : 0);
	if (stuck)
		c->lost_start = false;
	if (c->have != c->want)
		return;
	standby_settled(t, failed);
	if (why != WHY_MONITOR && why != WHY_RELOAD)
		reached(t, c->why, c->busy_take, failed);
}

static void
job(struct turn *t, bool take, enum hold hold, uint32_t groups, enum why why)
{
	struct cluster *c = t->c;
	struct action *a = turn_act(t, ACT_JOB);

	c->busy = true;
	c->busy_take = a->job.take = take;
	c->busy_hold = a->job.hold = hold;
	c->busy_groups = a->job.groups = groups;
	c->busy_why = a->job.why = why;
}

void
rsc_reconcile(struct turn *t)
{
	struct cluster *c = t->c;
	enum hold give = (enum hold)(c->have & ~c->want);
	enum hold take = (enum hold)(c->want & ~c->have);
	enum hold hold = give != HOLD_NONE ? give : take;
	uint32_t groups = conf_groups_of(c->conf, hold);

	if (c->busy || hold == HOLD_NONE)
		return;
	job(t, give == HOLD_NONE, hold, groups, c->why);
	if (give != HOLD_NONE)
		return;
	c->have = (enum hold)(c->have | take);
	c->yielded = false;
	for (unsigned i = 0; i < CONF_GROUPS; i++)
		if (groups >> i & 1)
			c->restarts[i] = 0;
}

uint32_t
cluster_monitored(const struct cluster *c)
{
	if (!rsc_settled(c) || c->stopping || c->standby != SB_NONE)
		return 0;
	return conf_groups_of(c->conf, c->have) & ~c->failed_groups;
}

void
rsc_monitor_failed(struct turn *t, unsigned group)
{
	struct cluster *c = t->c;
	uint32_t bit = UINT32_C(1) << group;
	const char *key = c->conf->group[group].resource[0];
	unsigned n;

	/* Asked before something else began: it is asked again after it. */
	if (!(cluster_monitored(c) & bit))
		return;
	if (mono_between(c->restarted, t->now) > FORGET_MS)
		memset(c->restarts, 0, sizeof(c->restarts));
	n = c->restarts[group];
	if (n < c->conf->restarts) {
		turn_log(t, LEVEL_WARN,
		    "resource group %s does not run, starting it again "
		    "(%u of %u)",
		    key, n + 1, c->conf->restarts);
		c->restarts[group]++;
		c->restarted = t->now;
		job(t, true, conf_hold_of(c->conf, bit), bit, WHY_MONITOR);
		return;
	}
	turn_log(t, LEVEL_CRIT,
	    "resource group %s does not run, and was started again %u times",
	    key, n);
	c->failed_groups |= bit;
	c->failed = conf_hold_of(c->conf, c->failed_groups);
	c->lost_start = c->handovers < c->conf->handovers;
}

bool
cluster_rests(const struct cluster *c)
{
	return rsc_settled(c) && c->standby == SB_NONE && !c->stopping &&
	       c->legacy_waits == 0 && c->legacy_owes == 0;
}

void
rsc_reload(struct turn *t, const struct conf *conf)
{
	struct cluster *c = t->c;
	bool same = conf_same_groups(c->conf, conf);

	c->conf = conf;
	if (same)
		return;
	/* They were of the old groups' numbers. */
	memset(c->restarts, 0, sizeof(c->restarts));
	c->failed_groups = 0;
	c->failed = HOLD_NONE;
	c->lost_start = false;
	if (c->have != HOLD_NONE)
		job(t, true, c->have, conf_groups_of(conf, c->have),
		    WHY_RELOAD);
}

/* What waits until all rests: a failed start and a failback. */
void
handover_tick(struct turn *t)
{
	struct cluster *c = t->c;

	if (cluster_refusal(c) != NULL)
		return;
	/* What did not start was given up since: the peer has it. */
	if (c->failed == HOLD_NONE)
		c->lost_start = false;
	if (c->lost_start) {
		c->handovers++;
		c->lost_start = false;
		turn_log(t, LEVEL_WARN,
		    "handing all resources over once, "
		    "since some do not run here");
		standby_request(t, HOLD_ALL);
		c->lost_asked = c->standby == SB_ASKED;
	} else if (c->failback_due) {
		c->failback_due = false;
		standby_request(t, c->have & HOLD_FOREIGN);
	}
}
