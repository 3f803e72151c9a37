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
	if ((t->c->want | more) != t->c->want)
		want(t, (enum hold)(t->c->want | more), why);
}

static void
send_resource(struct turn *t, enum hold hold, bool stable, const char *info)
{
	struct msg m = {.type = MSG_RESOURCE,
	    .hold = hold,
	    .has_stable = true,
	    .stable = stable};

	if (legacy_mode(t->c))
		return;
	snprintf(m.info, sizeof(m.info), "%s", info);
	turn_send(t, &m);
}

void
rsc_keep(struct turn *t, enum hold hold)
{
	want(t, t->c->want & hold, WHY_CONFLICT);
}

void
rsc_take_local(struct turn *t)
{
	want_more(t, HOLD_LOCAL, WHY_START);
}

void
rsc_announce(struct turn *t, const char *info)
{
	struct cluster *c = t->c;

	if (!c->has_peer || c->state != NODE_ACTIVE)
		return;
	send_resource(t, (enum hold)(c->have | c->want), settled(c), info);
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

	if (!mono_due(c->repeat_by, t->now))
		return;
	if (!deaf)
		c->repeats--;
	c->repeat_by = c->repeats == 0 ? MONO_NEVER
				       : mono_add(t->now, c->conf->deadtime_ms);
	if (c->standby != SB_NONE || c->stopping || !settled(c))
		return;
	if (deaf)
		turn_send_stonith(t);
	send_resource(t, c->have, true, "");
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
	if (seq < p->resource_seq)
		return;
	/* It has just started: nothing of it runs. */
	p->joining = true;
	p->told = false;
	p->hold = HOLD_NONE;
	p->gone = p->leaving = false;
	if (may_decide(t))
		decide_start(t);
	else if (c->stopping && !c->said_shutdone)
		send_resource(t, HOLD_NONE, false, "shutdown");
	else if (c->state == NODE_ACTIVE && !c->stopping)
		rsc_announce(t, "");
}

/* It may have started apart from us, and long ago: then it says no more. */
void
rsc_peer_active(struct turn *t)
{
	struct cluster *c = t->c;

	if (c->settled_start && !c->stopping && !c->peer.joining &&
	    !c->peer.told)
		rsc_announce(t, "");
}

/*
 * Both say that they hold the same groups: their home keeps them. The rule
 * needs no answer, so it ends the same way on both nodes.
 */
static void
resolve_conflict(struct turn *t, enum hold both)
{
	struct cluster *c = t->c;

	if (!mono_due(c->conflict_by, t->now))
		return;
	c->conflict_by = mono_add(t->now, c->conf->deadtime_ms);
	turn_log(t, LEVEL_ERROR, "Both machines own our resources! (%s)",
	    msg_hold_name(both));
	c->retry = c->failed & both & HOLD_LOCAL;
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
	c->orphan_by = MONO_NEVER;
	turn_log(t, LEVEL_ERROR, "local resources run nowhere: taking them");
	want_more(t, HOLD_LOCAL, WHY_START);
}

/* What both nodes say, side by side, whenever neither is about to change. */
static void
compare(struct turn *t)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;
	enum hold theirs = hold_swap(p->hold);
	bool known = settled(c) && c->settled_start && !c->stopping &&
		     !c->rejoin && turn_peer_alive(t) && p->told && p->stable &&
		     !p->leaving;

	adopt_orphans(t, known && c->standby == SB_NONE &&
			     !((c->have | theirs) & HOLD_LOCAL));
	if (known && (c->retry & theirs) == HOLD_NONE) {
		/* The peer ran what we could not start, and gave it up. */
		c->have = (enum hold)(c->have & ~c->retry);
		c->retry = HOLD_NONE;
	}
	if (!known || (c->have & theirs) == HOLD_NONE)
		return;
	/* Asked or offered, nothing has moved yet: this comes first. */
	if (c->standby == SB_ASKED || c->standby == SB_OFFERED)
		standby_cancel(t);
	resolve_conflict(t, c->have & theirs);
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
		c->hold_by = MONO_NEVER; /* it will say shutdone, or die */
		turn_log(t, LEVEL_INFO, "Received shutdown notice from '%s'.",
		    turn_peer(t));
		return;
	}
	if (m->stable && !(p->told && p->stable && p->hold == m->hold))
		turn_log(t, LEVEL_INFO,
		    "remote resource transition completed.");
	p->hold = m->hold;
	p->stable = m->stable;
	p->told = true;
	if (c->said_shutdone && (m->hold & HOLD_FOREIGN))
		c->exit_by = t->now;
	if (c->stopping)
		return;
	if (may_decide(t))
		decide_start(t);
	if (!m->stable)
		return;
	standby_peer_settled(t, m);
	/* It may hear us by now, and has missed that we gave up. */
	if (c->yielded && c->have == HOLD_NONE && settled(c))
		send_resource(t, HOLD_NONE, true, "");
	if (p->joining && !(m->hold & HOLD_LOCAL))
		c->failback_due = c->conf->failback != FAILBACK_OFF &&
				  (c->have & HOLD_FOREIGN);
	p->joining = false;
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
	t->c->peer.returned = t->now;
	t->c->peer.told = false;
	t->c->peer.hold = HOLD_NONE;
	/* If it gave up its own meanwhile, it is as one that has started. */
	t->c->peer.joining = true;
	/*
	 * What did not start for the peer had it is to stay there; if the
	 * peer gave it up meanwhile, it can be started now.
	 */
	t->c->lost_start = false;
	t->c->retry = t->c->failed;
	if (legacy_mode(t->c))
		rsc_keep(t, HOLD_LOCAL); /* for it holds its own, too */
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
	/* What did not start is tried again, now that nobody else can. */
	if (!c->busy)
		c->have = (enum hold)(c->have & ~c->failed);
	if (c->want != HOLD_ALL || c->have != HOLD_ALL)
		want(t, HOLD_ALL, WHY_TAKEOVER);
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
reached(struct turn *t, enum why why, bool took, bool failed)
{
	struct cluster *c = t->c;
	struct msg m = {
	    .type = MSG_RESOURCE, .hold = HOLD_FOREIGN, .info = "mach_down"};

	if (c->stopping) {
		if (!c->said_shutdone)
			goodbye(t);
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
	p->told = false;
	want(t, HOLD_NONE, WHY_CONFLICT);
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
	    strcmp(m->result, "n_stnth") != 0 || m->seq < p->resource_seq ||
	    c->state != NODE_ACTIVE || c->stopping)
		return;
	if (p->returned.ms != MONO_NEVER.ms &&
	    mono_between(p->returned, t->now) < c->conf->deadtime_ms)
		return;
	p->resource_seq = m->seq;
	p->hold = HOLD_ALL;
	p->told = true;
	p->stable = false;
	c->yielded = true;
	c->failback_due = false;
	standby_peer_lost(t);
	if (c->rejoin || (c->have == HOLD_NONE && c->want == HOLD_NONE))
		return;
	turn_log(t, LEVEL_CRIT,
	    "giving up all resources: %s does not hear "
	    "this node and takes them",
	    turn_peer(t));
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
	repeat(t);
	compare(t);
	if (!settled(c) || c->standby != SB_NONE || !turn_peer_alive(t))
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

const char *
cluster_rscstatus(const struct cluster *c)
{
	return settled(c) ? msg_hold_name(c->have) : "transition";
}
