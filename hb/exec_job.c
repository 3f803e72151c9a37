/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A job, in a child of the daemon: groups taken or given, and told so. */
#include <sys/wait.h>

#include "exec.h"
#include "group.h"
#include "log.h"
#include "paths.h"

static int
each_group(const struct conf *conf, enum hold hold, bool take, enum why why)
{
	uint32_t bits = conf_groups_of(conf, hold);
	int failed = 0;

	for (unsigned k = 0; k < conf->groups; k++) {
		/* Given up in reverse order of the file. */
		unsigned i = take ? k : conf->groups - 1 - k;

		if (!(bits >> i & 1))
			continue;
		if (why == WHY_TAKEOVER && conf->group[i].home != conf->self)
			log_info("Taking over resource group %s",
			    conf->group[i].resource[0]);
		if ((take ? group_take(conf, i) : group_give(conf, i)) == -1)
			failed = 1;
	}
	return failed;
}

static void
tell_no_local(const struct conf *conf)
{
	if (conf_groups_of(conf, HOLD_LOCAL) == 0)
		log_info("No local resources [" PATHS_BIN
			 "/ResourceManager listkeys %s] to acquire.",
		    conf->node[conf->self]);
}

static int
take_over(const struct conf *conf, enum hold hold)
{
	int failed;

	tell_no_local(conf);
	failed = each_group(conf, hold, true, WHY_TAKEOVER);
	if (hold & HOLD_FOREIGN && conf->nodes > 1) {
		log_info(PATHS_BIN "/mach_down: nice_failback: foreign "
				   "resources acquired");
		log_info("mach_down takeover complete for node %s.",
		    conf->node[conf->self == 0 ? 1 : 0]);
	}
	return failed;
}

int
job_run(const struct conf *conf, bool take, enum hold hold, enum why why)
{
	const char *what = msg_hold_name(hold);
	int failed;

	if (take && why == WHY_TAKEOVER)
		return take_over(conf, hold);
	if (take && why == WHY_START)
		tell_no_local(conf);
	else if (why == WHY_STOP)
		log_info("Giving up all HA resources.");
	else
		log_info("%s %s HA resources (standby).",
		    take ? "acquire" : "give up", what);
	failed = each_group(conf, hold, take, why);
	if (why == WHY_STOP)
		log_info("All HA resources relinquished.");
	else if (why != WHY_START)
		log_info("%s HA resource %s completed (standby).", what,
		    take ? "acquisition" : "release");
	return failed;
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
