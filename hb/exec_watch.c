/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Monitoring: a child per group asks the resources that are due, so a script
 * that hangs delays neither the beat nor another group.
 */
#include <sys/wait.h>
#include <unistd.h>

#include "exec.h"
#include "group.h"
#include "log.h"
#include "process.h"

static void
ask_later(struct exec *x, unsigned g, unsigned k, struct mono now)
{
	int32_t ms = conf_watch_ms(x->conf, x->conf->group[g].resource[k]);

	x->watch[g].next[k] = ms == 0 ? MONO_NEVER : mono_add(now, ms);
}

/* The child's side: 1 when one of these resources does not run. */
static int
all_run(const struct conf *conf, unsigned g, uint32_t due)
{
	for (unsigned k = 0; k < conf->group[g].resources; k++) {
		const char *resource = conf->group[g].resource[k];

		if (!(due >> k & 1) || group_resource_runs(conf, resource))
			continue;
		log_warnx("Resource %s does not run, but should", resource);
		return 1;
	}
	return 0;
}

static void
ask(struct exec *x, unsigned g, struct mono now)
{
	struct exec_watch *w = &x->watch[g];
	uint32_t due = 0;

	for (unsigned k = 0; k < x->conf->group[g].resources; k++) {
		if (w->jobs == x->jobs && !mono_due(w->next[k], now))
			continue;
		/* After a job, all begin anew. */
		if (w->jobs == x->jobs)
			due |= UINT32_C(1) << k;
		ask_later(x, g, k, now);
	}
	w->jobs = x->jobs;
	if (due == 0)
		return;
	w->pid = process_fork();
	if (w->pid == 0)
		_exit(all_run(x->conf, g, due));
	if (w->pid == -1) {
		log_warn("fork for monitoring");
		w->pid = 0;
	}
}

void
watch_turn(struct exec *x, uint32_t groups, struct mono now)
{
	for (unsigned g = 0; g < x->conf->groups; g++)
		if ((groups >> g & 1) && x->watch[g].pid == 0)
			ask(x, g, now);
}

struct mono
watch_deadline(const struct exec *x, uint32_t groups)
{
	struct mono d = MONO_NEVER;

	for (unsigned g = 0; g < x->conf->groups; g++) {
		const struct exec_watch *w = &x->watch[g];

		if (!(groups >> g & 1) || w->pid != 0)
			continue;
		if (w->jobs != x->jobs)
			return (struct mono){0};
		for (unsigned k = 0; k < x->conf->group[g].resources; k++)
			d = mono_min(d, w->next[k]);
	}
	return d;
}

bool
watch_reap(struct exec *x, pid_t pid, int status, enum exec_end *end)
{
	for (unsigned g = 0; g < CONF_GROUPS; g++) {
		if (x->watch[g].pid != pid)
			continue;
		x->watch[g].pid = 0;
		/* What was seen before or during a job says nothing now. */
		*end = x->watch[g].jobs == x->jobs && WIFEXITED(status) &&
			       WEXITSTATUS(status) == 1
			   ? EXEC_WATCH_FAILED
			   : EXEC_OTHER;
		x->failed_watch = g;
		return true;
	}
	return false;
}
