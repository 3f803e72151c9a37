/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Resource scripts as the daemon runs them: a group's in order, started left
 * to right, stopped right to left, each with a limit of time.
 */
#include "sim.h"

#define STOP_TRIES 11 /* as group.c */
#define STOP_PAUSE_MS 1000
#define JOB_END_MS 1 /* to end a process and be reaped */

static void next(struct world *w, unsigned n);

enum run
script_group(const struct node *node, unsigned group)
{
	unsigned k = node->conf->group[group].resources, running = 0, some = 0;

	for (unsigned i = 0; i < k; i++) {
		running += node->run[group][i] == RUN_YES;
		some += node->run[group][i] != RUN_NO;
	}
	return running == k ? RUN_YES : some == 0 ? RUN_NO : RUN_PARTLY;
}

static const char *
resource(const struct node *node)
{
	return node->conf->group[node->job.group].resource[node->job.resource];
}

static const char *
key(const struct node *node)
{
	return node->conf->group[node->job.group].resource[0];
}

static void
run_script(struct world *w, unsigned n, bool start)
{
	struct node *node = &w->node[n];
	struct job *j = &node->job;
	const struct script *s = &node->script[j->group][j->resource];
	enum run *run = &node->run[j->group][j->resource];
	int64_t ms;

	j->tries++;
	if (start)
		ms = s->start == SCRIPT_HANG ? node->conf->script_ms
					     : s->start_ms;
	else
		ms =
		    s->stop == SCRIPT_HANG ? node->conf->script_ms : s->stop_ms;
	if (j->tries > 1)
		ms += STOP_PAUSE_MS;
	if (start && *run == RUN_YES)
		ms = 1; /* its status says so, and that is all */
	/* From now on until it has stopped it may be half there. */
	else if (start || *run == RUN_YES)
		*run = RUN_PARTLY;
	queue_add(&w->queue, (struct item){.at_ms = w->now_ms + ms,
				 .kind = ITEM_SCRIPT,
				 .node = n,
				 .life = node->life});
}

static void
job_done(struct world *w, unsigned n)
{
	struct node *node = &w->node[n];
	struct event ev = {.type = EV_JOB_DONE, .result = node->job.result};

	node->job.unseen = node->paused;
	if (node->paused)
		return;
	node->job.busy = false;
	if (node->daemon)
		node_event(w, n, &ev);
}

static int64_t
stop_slowest_ms(const struct node *node, const struct script *s)
{
	if (s->stop == SCRIPT_OK)
		return s->stop_ms;
	return STOP_TRIES *
	       (STOP_PAUSE_MS + (s->stop == SCRIPT_HANG ? node->conf->script_ms
							: s->stop_ms));
}

void
script_slowest(struct node *node, unsigned g, unsigned r)
{
	const struct script *s = &node->script[g][r];
	int64_t ms =
	    stop_slowest_ms(node, s) +
	    (s->start == SCRIPT_HANG ? node->conf->script_ms : s->start_ms);

	if (ms > node->slowest_ms[g][r])
		node->slowest_ms[g][r] = ms;
}

void
script_seen(struct world *w, unsigned n)
{
	if (w->node[n].job.busy && w->node[n].job.unseen)
		job_done(w, n);
}

static void
group_done(struct world *w, unsigned n)
{
	struct node *node = &w->node[n];
	enum run run = script_group(node, node->job.group);

	if (run == RUN_NO) {
		node->stuck[node->job.group] = false;
		node->orphan[node->job.group] = false;
		record(w, name_of(w, n), "- %s stopped", key(node));
	} else if (run == RUN_YES) {
		w->check.failed_start[node->job.group] = false;
		node->stuck[node->job.group] = false;
		record(w, name_of(w, n), "+ %s runs", key(node));
	} else {
		record(w, name_of(w, n), "! %s runs in part", key(node));
	}
	node->job.groups &= ~(UINT32_C(1) << node->job.group);
	node->job.releasing = false;
}

/* The first group of the job, or for a release the last one. */
static bool
next_group(struct node *node)
{
	struct job *j = &node->job;
	unsigned g;

	if (j->groups == 0)
		return false;
	j->group = 0;
	for (g = 0; g < node->conf->groups; g++)
		if (j->groups >> g & 1) {
			j->group = g;
			if (j->take)
				break;
		}
	j->releasing = j->restart;
	j->resource = j->take && !j->restart
			  ? 0
			  : node->conf->group[j->group].resources - 1;
	return true;
}

static void
next(struct world *w, unsigned n)
{
	const struct node *node = &w->node[n];

	if (next_group(&w->node[n]))
		run_script(w, n, node->job.take && !node->job.restart);
	else
		queue_add(&w->queue,
		    (struct item){.at_ms = w->now_ms + JOB_END_MS,
			.kind = ITEM_SCRIPT,
			.node = n,
			.life = node->life});
}

void
script_job(struct world *w, unsigned n, bool take, uint32_t groups,
    enum why why)
{
	struct node *node = &w->node[n];

	if (node->job.busy) {
		check_broken(w, "%s: a job was given while one runs",
		    name_of(w, n));
		return;
	}
	node->job = (struct job){.busy = true,
	    .take = take,
	    .restart = why == WHY_MONITOR,
	    .groups = groups};
	next(w, n);
}

static void
started(struct world *w, unsigned n, const struct script *s)
{
	struct node *node = &w->node[n];
	struct job *j = &node->job;

	j->tries = 0;
	if (s->start == SCRIPT_OK ||
	    node->run[j->group][j->resource] == RUN_YES) {
		node->run[j->group][j->resource] = RUN_YES;
		if (++j->resource < node->conf->group[j->group].resources) {
			run_script(w, n, true);
			return;
		}
		group_done(w, n);
		next(w, n);
		return;
	}
	record(w, name_of(w, n), "! %s start %s", resource(node),
	    s->start == SCRIPT_FAIL ? "failed" : "hung until its limit");
	j->result.failed |= UINT32_C(1) << j->group;
	j->releasing = true;
	w->check.failed_start[j->group] = true;
	run_script(w, n, false);
}

/* As group_restart: what is below here needs no stop. */
static bool
rest_runs(const struct node *node)
{
	for (unsigned r = 0; r < node->job.resource; r++)
		if (node->run[node->job.group][r] != RUN_YES)
			return false;
	return true;
}

/* As group.c: tried again while its status says that it runs. */
static void
stopped(struct world *w, unsigned n, const struct script *s)
{
	struct node *node = &w->node[n];
	struct job *j = &node->job;
	enum run *run = &node->run[j->group][j->resource];

	if (s->stop == SCRIPT_OK || *run == RUN_NO) {
		*run = RUN_NO;
	} else if (j->tries < STOP_TRIES) {
		run_script(w, n, false);
		return;
	} else {
		record(w, name_of(w, n), "! %s stop %s", resource(node),
		    s->stop == SCRIPT_FAIL ? "failed" : "hung until its limit");
		j->result.stuck |= UINT32_C(1) << j->group;
		node->stuck[j->group] = true;
		j->resource = 0; /* what is below it is left alone */
	}
	j->tries = 0;
	if (j->restart && !(j->result.stuck >> j->group & 1) &&
	    !(j->result.failed >> j->group & 1) && rest_runs(node)) {
		j->releasing = false;
		j->resource = 0;
		run_script(w, n, true);
		return;
	}
	if (j->resource > 0) {
		j->resource--;
		run_script(w, n, false);
		return;
	}
	group_done(w, n);
	next(w, n);
}

void
script_ended(struct world *w, const struct item *item)
{
	struct node *node = &w->node[item->node];
	const struct job *j = &node->job;
	const struct script *s = &node->script[j->group][j->resource];

	if (!j->busy || j->unseen)
		return;
	if (j->groups == 0)
		job_done(w, item->node);
	else if (j->take && !j->releasing)
		started(w, item->node, s);
	else
		stopped(w, item->node, s);
}

void
script_gone(struct world *w, unsigned n)
{
	struct node *node = &w->node[n];

	node->job.busy = false;
	for (unsigned g = 0; g < node->conf->groups; g++) {
		node->stuck[g] = node->orphan[g] = false;
		for (unsigned r = 0; r < node->conf->group[g].resources; r++)
			node->run[g][r] = RUN_NO;
	}
}

/*
 * Resources are asked all at once, and a script that hangs is no answer: what
 * counts here is when the core is told.
 */
void
script_watch(struct world *w, unsigned n)
{
	struct node *node = &w->node[n];
	int32_t ms = conf_watch_ms(node->conf, "");

	if (ms != 0)
		queue_add(&w->queue, (struct item){.at_ms = w->now_ms + ms,
					 .kind = ITEM_MONITOR,
					 .node = n,
					 .life = node->life});
}

void
script_monitor(struct world *w, unsigned n)
{
	struct node *node = &w->node[n];
	uint32_t groups = cluster_monitored(&node->core);

	for (unsigned g = 0; g < node->conf->groups && node->daemon; g++)
		if ((groups >> g & 1) && script_group(node, g) != RUN_YES)
			node_event(w, n,
			    &(struct event){.type = EV_MONITOR, .link = g});
	if (node->daemon)
		script_watch(w, n);
}
