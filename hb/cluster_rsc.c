/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who holds which groups. Decisions only set `want`; rsc_reconcile brings
 * `have` there, one job at a time. Reference 2.7.
 */
#include <stdio.h>
#include <string.h>

#include "cluster_int.h"

static bool
settled(const struct cluster *c)
{
	return !c->busy && c->have == c->want;
}

static void
want(struct turn *t, enum hold hold, enum why why)
{
	t->c->want = hold;
	t->c->why = why;
}

static void
want_more(struct turn *t, enum hold more, enum why why)
{
	want(t, (enum hold)(t->c->want | more), why);
}

static void
send_resource(struct turn *t, enum hold hold, bool stable, const char *info)
{
	struct msg m = {.type = MSG_RESOURCE,
	    .hold = hold,
	    .has_stable = true,
	    .stable = stable};

	snprintf(m.info, sizeof(m.info), "%s", info);
	turn_send(t, &m);
}

void
rsc_announce(struct turn *t, const char *info)
{
	const struct cluster *c = t->c;

	if (c->has_peer && c->state == NODE_ACTIVE)
		send_resource(t, (enum hold)(c->have | c->want), settled(c),
		    info);
}

/* The first decision: our own groups, or they are the peer's already. */
static void
decide_start(struct turn *t)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;

	c->settled_start = true;
	c->hold_by = MONO_NEVER;
	if (p->told && (p->hold & HOLD_FOREIGN)) {
		send_resource(t, HOLD_NONE, true, "");
		turn_log(t, LEVEL_INFO,
		    "Local Resource acquisition completed. (none)");
		return;
	}
	/*
	 * Said before it is so: a node of Heartbeat 3.0.6 waits 10 s for
	 * nothing unless it hears this (reference 2.7, "Shortcut").
	 */
	send_resource(t, HOLD_LOCAL, true, "");
	want_more(t, HOLD_LOCAL, WHY_START);
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
		want(t, HOLD_ALL, WHY_START);
		return;
	}
	turn_send(t, &(struct msg){.type = MSG_STARTING});
	c->hold_by = mono_add(t->now, REPLY_MS);
	if (c->peer.told || c->peer.joining)
		decide_start(t);
}

void
rsc_peer_starting(struct turn *t)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;

	/* It has just started: nothing of it runs. */
	p->joining = true;
	p->told = false;
	p->hold = HOLD_NONE;
	p->gone = p->leaving = false;
	if (may_decide(t))
		decide_start(t);
	else if (c->state == NODE_ACTIVE && !c->stopping)
		rsc_announce(t, "");
}

/*
 * Both say that they hold the same groups: their home keeps them. The rule
 * needs no answer, so it ends the same way on both nodes.
 */
static void
resolve_conflict(struct turn *t)
{
	struct cluster *c = t->c;
	enum hold theirs = hold_swap(c->peer.hold);
	enum hold both = (enum hold)(c->have & c->want & theirs);

	if (both == HOLD_NONE || c->standby != SB_NONE || c->busy)
		return;
	turn_log(t, LEVEL_ERROR, "Both machines own our resources! (%s)",
	    msg_hold_name(both));
	if (both & HOLD_FOREIGN) {
		turn_log(t, LEVEL_WARN,
		    "giving up foreign resources: %s "
		    "holds them too and is their home",
		    turn_peer(t));
		want(t, c->want & HOLD_LOCAL, WHY_CONFLICT);
	}
	if (both & HOLD_LOCAL) {
		turn_log(t, LEVEL_WARN,
		    "keeping local resources: this is "
		    "their home, %s is to give them up",
		    turn_peer(t));
		rsc_announce(t, "");
	}
}

void
rsc_peer_resource(struct turn *t, const struct msg *m)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;

	if (strcmp(m->info, "mach_down") == 0 || !m->has_stable ||
	    m->seq <= p->resource_seq)
		return;
	p->resource_seq = m->seq;
	if (strcmp(m->info, "shutdown") == 0) {
		p->leaving = true;
		turn_log(t, LEVEL_INFO, "Received shutdown notice from '%s'.",
		    turn_peer(t));
		return;
	}
	p->hold = m->hold;
	p->stable = m->stable;
	p->told = true;
	if (m->stable)
		turn_log(t, LEVEL_INFO,
		    "remote resource transition completed.");
	if (c->said_shutdone && (m->hold & HOLD_FOREIGN))
		c->exit_by = t->now;
	if (c->stopping)
		return;
	if (may_decide(t))
		decide_start(t);
	if (!m->stable)
		return;
	standby_peer_settled(t, m->seq);
	if (p->joining && !(m->hold & HOLD_LOCAL))
		c->failback_due = c->conf->failback != FAILBACK_OFF &&
				  (c->have & HOLD_FOREIGN);
	p->joining = false;
	resolve_conflict(t);
}

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
		want_more(t, HOLD_LOCAL, WHY_START);
}

void
rsc_peer_returned(struct turn *t)
{
	turn_log(t, LEVEL_CRIT, "Cluster node %s returning after partition.",
	    turn_peer(t));
	turn_log(t, LEVEL_WARN, "Deadtime value may be too small.");
	t->c->peer.told = false;
	t->c->peer.hold = HOLD_NONE;
	rsc_announce(t, "");
}

static void
take_over(struct turn *t)
{
	struct cluster *c = t->c;

	c->peer.hold = HOLD_NONE;
	c->peer.told = c->peer.joining = false;
	c->hold_by = MONO_NEVER;
	c->failback_due = c->rejoin = false;
	standby_peer_lost(t);
	if (c->stopping) {
		if (c->said_shutdone)
			c->exit_by = t->now;
		return;
	}
	c->settled_start = true;
	c->handed_over = false;
	if (c->want != HOLD_ALL)
		want(t, HOLD_ALL, WHY_TAKEOVER);
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

static void
goodbye(struct turn *t)
{
	struct cluster *c = t->c;
	struct msg m = {.type = MSG_SHUTDONE, .st = "dead"};

	c->said_shutdone = true;
	turn_send(t, &m);
	c->exit_by = turn_peer_alive(t) ? mono_add(t->now, GOODBYE_MS) : t->now;
}

/* All is where it shall be: tell, and do what waited for it. */
static void
reached(struct turn *t, enum why why, bool took)
{
	struct cluster *c = t->c;
	struct msg m = {
	    .type = MSG_RESOURCE, .hold = HOLD_FOREIGN, .info = "mach_down"};

	if (c->stopping) {
		if (!c->said_shutdone)
			goodbye(t);
		return;
	}
	if (took && why == WHY_START)
		turn_log(t, LEVEL_INFO,
		    "Local Resource acquisition completed.");
	if (took && why == WHY_TAKEOVER) {
		turn_log(t, LEVEL_INFO, "mach_down takeover complete.");
		turn_send(t, &m);
	}
	if (c->rejoin) {
		c->rejoin = c->settled_start = false;
		c->peer.told = false;
		rsc_go_active(t);
		return;
	}
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
	if (!c->busy_take && failed)
		turn_log(t, LEVEL_CRIT,
		    "Resource STOP failure: something of "
		    "%s resources may still run here",
		    msg_hold_name(c->busy_hold));
	if (c->busy_take && failed && !c->handed_over && !c->stopping &&
	    c->standby == SB_NONE)
		c->lost_start = true;
	if (c->have != c->want)
		return;
	standby_settled(t, failed);
	reached(t, why, c->busy_take);
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
	if (c->busy_take)
		c->have = (enum hold)(c->have | take);
	a = turn_act(t, ACT_JOB);
	a->job.take = c->busy_take;
	a->job.hold = c->busy_hold;
	a->job.why = c->why;
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
	/* Silence was ours: the peer has a whole deadtime from now on. */
	p->beat = t->now;
	for (unsigned i = 0; i < CONF_MEDIA; i++)
		p->link[i].heard = t->now;
	for (unsigned i = 0; i < CONF_PINGS; i++)
		c->ping[i].heard = t->now;
	if (!turn_peer_alive(t) || c->state != NODE_ACTIVE || c->stopping ||
	    c->have == HOLD_NONE)
		return;
	turn_log(t, LEVEL_WARN,
	    "giving up all resources: %s must have taken "
	    "them",
	    turn_peer(t));
	standby_peer_lost(t);
	c->rejoin = true;
	want(t, HOLD_NONE, WHY_CONFLICT);
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
	c->rejoin = false;
	want(t, HOLD_NONE, WHY_STOP);
	if (c->has_peer && c->state == NODE_ACTIVE)
		send_resource(t, HOLD_NONE, false, "shutdown");
	if (settled(c))
		goodbye(t);
}

void
rsc_tick(struct turn *t)
{
	struct cluster *c = t->c;

	if (c->stopping) {
		if (mono_due(c->exit_by, t->now)) {
			c->exit_by = MONO_NEVER;
			turn_log(t, LEVEL_INFO,
			    "%s Heartbeat shutdown "
			    "complete.",
			    turn_self(t));
			turn_act(t, ACT_EXIT);
		}
		return;
	}
	if (mono_due(c->hold_by, t->now) && may_decide(t)) {
		turn_log(t, LEVEL_WARN,
		    "%s does not say what it holds, going "
		    "on",
		    turn_peer(t));
		decide_start(t);
	}
	if (!settled(c) || c->standby != SB_NONE || !turn_peer_alive(t))
		return;
	if (c->lost_start && !c->handed_over) {
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

const char *
cluster_rscstatus(const struct cluster *c)
{
	return settled(c) ? msg_hold_name(c->have) : "transition";
}
