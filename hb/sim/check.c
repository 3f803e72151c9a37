/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must always hold. The windows that physics forces open are defined
 * here and nowhere else; docs/simulator.md explains them.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sim.h"

#define REPLY_MS 10000 /* the core's wait for an answer about resources */
#define SLOW_MS 100    /* a clean link is not slower */

void
check_init(struct world *w)
{
	struct check *k = &w->check;

	*k = (struct check){.excused_ms = INT64_MIN / 2};
	for (unsigned g = 0; g < CONF_GROUPS; g++)
		k->both_ms[g] = -1;
}

void
check_broken(struct world *w, const char *fmt, ...)
{
	struct check *k = &w->check;
	va_list ap;
	int n;

	if (k->broken[0] != '\0')
		return;
	n = snprintf(k->broken, sizeof(k->broken),
	    "at %" PRId64 ".%03d: ", w->now_ms / 1000, (int)(w->now_ms % 1000));
	va_start(ap, fmt);
	vsnprintf(k->broken + n, sizeof(k->broken) - (size_t)n, fmt, ap);
	va_end(ap);
	record(w, "check", "BROKEN %s", k->broken);
}

void
check_started(struct world *w, unsigned n)
{
	w->check.started_ms[n] = w->now_ms;
	w->check.heard_gen[n] = 0;
	w->check.heard_seq[n] = 0;
}

/*
 * A sign of life is a message newer than all before: no copy, no replay, and
 * nothing that was sent from a card which is not in the machine any more.
 */
void
check_heard(struct world *w, unsigned n, const struct msg *m)
{
	struct check *k = &w->check;
	const struct node *from = &w->node[!n];

	if (memcmp(m->uuid, from->core.uuid, MSG_UUID_SIZE) != 0)
		return;
	if (k->heard_card[n] != from->card) {
		k->heard_card[n] = from->card;
		k->heard_gen[n] = 0;
	}
	if (strcmp(m->src, name_of(w, !n)) != 0 || m->seq == 0 ||
	    (m->gen == k->heard_gen[n] && m->seq <= k->heard_seq[n]) ||
	    m->gen < k->heard_gen[n])
		return;
	k->heard_gen[n] = m->gen;
	k->heard_seq[n] = m->seq;
	k->heard_ms[n] = w->now_ms;
}

bool
check_has_heard(const struct world *w, unsigned n)
{
	return w->check.heard_gen[n] != 0;
}

void
check_fault(struct world *w)
{
	w->check.fault_ms = w->now_ms;
}

static int64_t
latest(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/*
 * Both daemons live, and one has not heard the other for as long as makes it
 * believe that the other is dead: it cannot know better.
 */
static bool
silent(const struct world *w)
{
	const struct check *k = &w->check;

	if (!w->node[0].daemon || !w->node[1].daemon)
		return false;
	for (unsigned n = 0; n < SIM_NODES; n++) {
		const struct conf *conf = w->node[n].conf;
		int64_t since = latest(k->heard_ms[n], k->started_ms[!n]);

		/* Who has heard nothing since its start waits for initdead. */
		if (k->heard_gen[n] == 0)
			since =
			    latest(since, k->started_ms[n] + conf->initdead_ms -
					      conf->deadtime_ms);
		if (w->now_ms - since >= conf->deadtime_ms)
			return true;
	}
	return false;
}

static bool
clean(const struct wire *wire)
{
	return !wire->cut && wire->loss == 0 && wire->corrupt == 0 &&
	       wire->delay_ms + wire->jitter_ms <= SLOW_MS;
}

/* Would the other believe what this node signs? */
static bool
believed(const struct world *w, unsigned from)
{
	const struct auth_keys *keys = &w->node[from].keys;
	const struct auth_key *ours = &keys->key[keys->send];
	const struct auth_key *theirs = &w->node[!from].keys.key[keys->send];

	return ours->method == theirs->method && ours->len == theirs->len &&
	       memcmp(ours->key, theirs->key, ours->len) == 0;
}

/*
 * With hmac-sha256 a message counts when it names the listener's start: who
 * says it must have heard the listener since then.
 */
static bool
names_start(const struct world *w, unsigned from)
{
	const struct auth_keys *keys = &w->node[from].keys;

	return keys->key[keys->send].method != AUTH_HMAC_SHA256 ||
	       w->check.heard_gen[from] == w->node[!from].gen;
}

/* What this node says is heard by the other, on some link. */
static bool
audible(const struct world *w, unsigned from)
{
	if (!believed(w, from))
		return false;
	for (unsigned i = 0; i < w->node[0].conf->medias; i++)
		if (clean(&w->wire[from][i]))
			return true;
	return false;
}

/* What this node says of its groups reaches the other, and is believed. */
static bool
tells(const struct world *w, unsigned from)
{
	return audible(w, from) && (audible(w, !from) || names_start(w, from));
}

static bool
stands(const struct world *w)
{
	const struct node *a = &w->node[0], *b = &w->node[1];

	return a->paused || a->frozen || b->paused || b->frozen;
}

/* The longest that all scripts of both nodes can take, once each way. */
static int64_t
scripts_ms(const struct world *w)
{
	int64_t ms = 0;

	for (unsigned n = 0; n < SIM_NODES; n++) {
		const struct node *node = &w->node[n];

		for (unsigned g = 0; g < node->conf->groups; g++)
			for (unsigned r = 0; r < node->conf->group[g].resources;
			     r++)
				ms += node->slowest_ms[g][r];
	}
	return ms;
}

/* From the first message after a silence to one owner. */
static int64_t
merge_ms(const struct world *w)
{
	return 2 * w->node[0].conf->keepalive_ms + 3000 + scripts_ms(w);
}

int64_t
check_settle_ms(const struct world *w)
{
	const struct conf *conf = w->node[0].conf;

	/*
	 * Each restart may wait for the next look at the resources, a reset
	 * for the end of one that counts no more.
	 */
	return conf->initdead_ms + conf->deadtime_ms + 2 * REPLY_MS +
	       2 * (w->node[0].fence_ms + w->node[1].fence_ms) +
	       3 * scripts_ms(w) +
	       ((int)conf->restarts + 2) * conf_watch_ms(conf, "");
}

/* It was started again as often as it may be, and handed over. */
static bool
given_up(const struct world *w, unsigned g)
{
	return ((w->node[0].core.failed_groups |
		    w->node[1].core.failed_groups) >>
		       g &
		   1) != 0;
}

/* Left behind by a daemon that was killed, with no watchdog to end it. */
static bool
orphaned(const struct world *w, unsigned g)
{
	return w->node[0].orphan[g] || w->node[1].orphan[g];
}

/* Its stop fails: nobody can end it but a watchdog, or who repairs it. */
static bool
stuck(const struct world *w, unsigned g)
{
	return w->node[0].stuck[g] || w->node[1].stuck[g];
}

static void
check_group(struct world *w, unsigned g)
{
	struct check *k = &w->check;
	const char *key = w->node[0].conf->group[g].resource[0];
	bool both = script_group(&w->node[0], g) != RUN_NO &&
		    script_group(&w->node[1], g) != RUN_NO;
	int64_t window = merge_ms(w);
	bool fenced =
	    w->node[0].conf->fences > 0 && w->node[1].conf->fences > 0;

	if (!both) {
		if (k->both_ms[g] != -1)
			record(w, "both", "= %s runs on one node again", key);
		k->both_ms[g] = -1;
		return;
	}
	if (k->both_ms[g] == -1) {
		k->both_ms[g] = w->now_ms;
		k->overlaps++;
		record(w, "both", "= %s runs on both nodes", key);
	}
	if (orphaned(w, g))
		return;
	if (fenced)
		check_broken(w, "%s runs on both nodes, in spite of STONITH",
		    key);
	/* It must not begin without a silence… */
	if (k->excused_ms < k->both_ms[g] - window)
		check_broken(w, "%s runs on both nodes", key);
	if (stuck(w, g))
		return;
	/*
	 * …and must end soon, once one hears the other without loss. What a
	 * node says that hears nothing is repeated every deadtime.
	 */
	if (w->now_ms - k->unclean_ms <= window)
		window += 2 * w->node[0].conf->deadtime_ms;
	if (w->now_ms - latest(k->both_ms[g], k->apart_ms) > window)
		check_broken(w,
		    "%s still runs on both nodes after %" PRId64 " ms", key,
		    w->now_ms - k->both_ms[g]);
}

static unsigned
hold_of_other(enum hold hold)
{
	return (hold & HOLD_LOCAL ? HOLD_FOREIGN : 0U) |
	       (hold & HOLD_FOREIGN ? HOLD_LOCAL : 0U);
}

static bool
orphans(const struct node *node)
{
	for (unsigned g = 0; g < node->conf->groups; g++)
		if (node->orphan[g])
			return true;
	return false;
}

/* What does not go on until a script or a device works again. */
static bool
waits(const struct world *w)
{
	for (unsigned n = 0; n < SIM_NODES; n++) {
		const struct node *node = &w->node[n];

		if (node->daemon && node->core.fence_due && node->fence_ms == 0)
			return true;
		for (unsigned g = 0; g < node->conf->groups; g++)
			if (node->stuck[g])
				return true;
	}
	return false;
}

/* Nothing has disturbed the pair for so long that all must be settled. */
static void
check_quiet(struct world *w)
{
	const struct node *a = &w->node[0], *b = &w->node[1];
	const char *sa = cluster_rscstatus(&a->core);
	const char *sb = cluster_rscstatus(&b->core);
	enum hold ha = HOLD_NONE, hb = HOLD_NONE;

	if (!a->daemon && !b->daemon)
		return;
	if (a->daemon && msg_hold_by_name(sa, &ha) == -1)
		check_broken(w, "%s stays in %s", name_of(w, 0), sa);
	if (b->daemon && msg_hold_by_name(sb, &hb) == -1)
		check_broken(w, "%s stays in %s", name_of(w, 1), sb);
	if (a->daemon && b->daemon && (unsigned)ha + hold_of_other(hb) != 3)
		check_broken(w, "%s holds %s and %s holds %s", name_of(w, 0),
		    sa, name_of(w, 1), sb);
	if (!b->daemon && ha != HOLD_ALL && !orphans(b))
		check_broken(w, "%s is alone and holds %s", name_of(w, 0), sa);
	if (!a->daemon && hb != HOLD_ALL && !orphans(a))
		check_broken(w, "%s is alone and holds %s", name_of(w, 1), sb);
	for (unsigned g = 0; g < a->conf->groups; g++)
		if (script_group(a, g) != RUN_YES &&
		    script_group(b, g) != RUN_YES &&
		    !w->check.failed_start[g] && !given_up(w, g))
			check_broken(w, "%s runs nowhere",
			    a->conf->group[g].resource[0]);
}

void
check_step(struct world *w)
{
	struct check *k = &w->check;

	if (silent(w))
		k->excused_ms = w->now_ms;
	if (!audible(w, 0) || !audible(w, 1))
		k->unclean_ms = w->now_ms;
	if ((!tells(w, 0) && !tells(w, 1)) || stands(w))
		k->apart_ms = w->now_ms;
	if (stands(w) || waits(w))
		k->fault_ms = w->now_ms;
	for (unsigned g = 0; g < w->node[0].conf->groups; g++)
		check_group(w, g);
	if (w->now_ms - latest(k->fault_ms, k->unclean_ms) > check_settle_ms(w))
		check_quiet(w);
}
