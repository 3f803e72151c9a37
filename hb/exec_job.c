/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A job, in a child of the daemon: groups taken or given, and told so. */
#include <sys/wait.h>

#include "exec.h"
#include "group.h"
#include "log.h"
#include "paths.h"

static struct job_result
each_group(const struct conf *conf, uint32_t bits, bool take, enum why why)
{
	struct job_result r = {0};

	for (unsigned k = 0; k < conf->groups; k++) {
		/* Given up in reverse order of the file. */
		unsigned i = take ? k : conf->groups - 1 - k;
		int e;

		if (!(bits >> i & 1))
			continue;
		if (why == WHY_TAKEOVER && conf->group[i].home != conf->self)
			log_info("Taking over resource group %s",
			    conf->group[i].resource[0]);
		e = why == WHY_MONITOR  ? group_restart(conf, i)
		    : why == WHY_RELOAD ? group_extend(conf, i)
		    : take              ? group_take(conf, i)
					: group_give(conf, i);
		r.failed |= (uint32_t)(e == -1) << i;
		r.stuck |= (uint32_t)(e == -2) << i;
	}
	return r;
}

static void
tell_no_local(const struct conf *conf)
{
	if (conf_groups_of(conf, HOLD_LOCAL) == 0)
		log_info("No local resources [" PATHS_BIN
			 "/ResourceManager listkeys %s] to acquire.",
		    conf->node[conf->self]);
}

static struct job_result
take_over(const struct conf *conf, uint32_t groups)
{
	struct job_result r;

	tell_no_local(conf);
	r = each_group(conf, groups, true, WHY_TAKEOVER);
	if (groups & conf_groups_of(conf, HOLD_FOREIGN)) {
		log_info(PATHS_BIN "/mach_down: nice_failback: foreign "
				   "resources acquired");
		log_info("mach_down takeover complete for node %s.",
		    conf->node[conf->self == 0 ? 1 : 0]);
	}
	return r;
}

void
job_drop(const struct conf *conf, const struct conf *old, enum hold hold)
{
	uint32_t bits = conf_groups_of(old, hold);

	for (unsigned i = old->groups; i-- > 0;)
		if (bits >> i & 1)
			group_drop(conf, old, i);
}

struct job_result
job_run(const struct conf *conf, bool take, uint32_t groups, enum why why)
{
	const char *what = msg_hold_name(conf_hold_of(conf, groups));
	bool planned = why == WHY_STANDBY || why == WHY_CONFLICT;
	struct job_result r;

	if (take && why == WHY_TAKEOVER)
		return take_over(conf, groups);
	if (take && why == WHY_START)
		tell_no_local(conf);
	if (why == WHY_STOP)
		log_info("Giving up all HA resources.");
	if (planned)
		log_info("%s %s HA resources (standby).",
		    take ? "acquire" : "give up", what);
	/* What another node answers for comes before any order. */
	for (unsigned i = 0; i < conf->groups && why == WHY_CONFLICT; i++)
		if (!take && (groups >> i & 1))
			group_silence(conf, i);
	r = each_group(conf, groups, take, why);
	if (why == WHY_STOP)
		log_info("All HA resources relinquished.");
	if (planned)
		log_info("%s HA resource %s completed (standby).", what,
		    take ? "acquisition" : "release");
	return r;
}

int
job_probe(const struct conf *conf, enum hold hold)
{
	uint32_t bits = conf_groups_of(conf, hold);
	int status, failed = 0;

	for (unsigned i = 0; i < conf->groups; i++)
		if (bits >> i & 1 && group_probe(conf, i) == -1)
			failed = 1;
	while (wait(&status) != -1)
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			failed = 1;
	return failed;
}
