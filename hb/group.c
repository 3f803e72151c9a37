/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resource groups: find each script, run it, judge what it says. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "group.h"
#include "log.h"
#include "paths.h"
#include "process.h"

#define ARGS_MAX 12
#define STOP_TRIES 10
#define STOP_PAUSE_S 1

struct call {
	char text[512]; /* the resource, cut at its `::` */
	char path[PATHS_MAX];
	char *argv[ARGS_MAX + 3];
	unsigned args;
};

/* 192.168.0.88, 192.168.0.88/24/eth0: IPaddr may be left out. */
static bool
is_address(const char *s)
{
	unsigned dots = 0, digits = 0;

	for (; (*s >= '0' && *s <= '9') || *s == '.'; s++) {
		if (*s != '.') {
			digits++;
			continue;
		}
		if (digits == 0)
			return false;
		digits = 0;
		dots++;
	}
	return dots == 3 && digits > 0 && (*s == '\0' || *s == '/');
}

static bool
is_ipaddr(const char *resource)
{
	return is_address(resource) || strncmp(resource, "IPaddr::", 8) == 0;
}

static int
find_script(struct call *c, const char *name)
{
	char dir[PATHS_MAX];

	paths_join(c->path, paths_join(dir, paths_conf(), "resource.d"), name);
	if (access(c->path, X_OK) == 0)
		return 0;
	paths_join(c->path, PATHS_INIT, name);
	return access(c->path, X_OK);
}

static int
prepare(struct call *c, const char *resource, char *op)
{
	char *p;

	snprintf(c->text, sizeof(c->text), "%s%s",
	    is_address(resource) ? "IPaddr::" : "", resource);
	c->args = 0;
	for (p = strstr(c->text, "::"); p != NULL; p = strstr(p, "::")) {
		if (c->args == ARGS_MAX) {
			log_error("%s: too many arguments, expected at most "
				  "%d",
			    resource, ARGS_MAX);
			return -1;
		}
		*p = '\0';
		p += 2;
		c->argv[++c->args] = p;
	}
	c->argv[0] = c->path;
	c->argv[c->args + 1] = op;
	c->argv[c->args + 2] = NULL;
	if (find_script(c, c->text) == 0)
		return 0;
	log_error("%s: no such script in %s/resource.d or " PATHS_INIT, c->text,
	    paths_conf());
	return -1;
}

static void
log_running(const struct call *c)
{
	char line[GROUP_LINE_MAX];
	size_t n = (size_t)snprintf(line, sizeof(line), "Running %s", c->path);

	for (unsigned i = 1; c->argv[i] != NULL && n < sizeof(line); i++)
		n += (size_t)snprintf(line + n, sizeof(line) - n, " %s",
		    c->argv[i]);
	log_info("%s", line);
}

static const char *
script_log(const struct conf *conf)
{
	return conf->debugfile != NULL ? conf->debugfile : conf->logfile;
}

/* start or stop. Returns 0; or -1, logged. */
static int
run(const struct conf *conf, const char *resource, const char *op)
{
	char op_copy[8];
	struct call c;
	int e;

	snprintf(op_copy, sizeof(op_copy), "%s", op);
	if (prepare(&c, resource, op_copy) == -1)
		return -1;
	log_running(&c);
	e = process_run(c.argv, (int)conf->script_ms, NULL, 0,
	    script_log(conf));
	if (e == -1 && errno == ETIMEDOUT)
		log_error("%s %s: no end after %d s (script_timeout), killed",
		    c.path, op, (int)conf->script_ms / 1000);
	else if (e == -1)
		log_warn("%s %s", c.path, op);
	else if (e != 0)
		log_error("Return code %d from %s %s", e, c.path, op);
	return e == 0 ? 0 : -1;
}

/* "running" or "OK", but not "not running"; as Heartbeat reads it. */
static bool
says_running(const char *text)
{
	if (strcasestr(text, "not running") != NULL)
		return false;
	return strstr(text, "running") != NULL ||
	       strstr(text, "Running") != NULL || strstr(text, "OK") != NULL;
}

bool
group_resource_runs(const struct conf *conf, const char *resource)
{
	char out[1024], op[] = "status";
	struct call c;
	int e;

	if (prepare(&c, resource, op) == -1)
		return false;
	e = process_run(c.argv, (int)conf->script_ms, out, sizeof(out), NULL);
	if (e == -1) {
		log_warn("%s status", c.path);
		return false;
	}
	/* An LSB script may say it by its exit status only. */
	return says_running(out) ||
	       (e == 0 && strcasestr(out, "stopped") == NULL &&
		   strcasestr(out, "not ") == NULL &&
		   strncmp(c.path, PATHS_INIT, strlen(PATHS_INIT)) == 0);
}

const char *
group_line(const struct conf *conf, unsigned i, char out[GROUP_LINE_MAX])
{
	const struct conf_group *g = &conf->group[i];
	size_t n =
	    (size_t)snprintf(out, GROUP_LINE_MAX, "%s", conf->node[g->home]);

	for (unsigned k = 0; k < g->resources && n < GROUP_LINE_MAX; k++)
		n += (size_t)snprintf(out + n, GROUP_LINE_MAX - n, " %s",
		    g->resource[k]);
	return out;
}

int
group_probe(const struct conf *conf, unsigned i)
{
	const struct conf_group *g = &conf->group[i];
	char op[] = "probe";
	struct call c;
	pid_t pid = 0;

	for (unsigned k = 0; k < g->resources && pid != -1; k++) {
		if (!is_ipaddr(g->resource[k]))
			continue;
		if (prepare(&c, g->resource[k], op) == -1)
			return -1;
		pid = process_fork();
		if (pid == 0)
			_exit(process_run(c.argv, (int)conf->script_ms, NULL, 0,
				  NULL) != 0);
	}
	return pid == -1 ? -1 : 0;
}

void
group_announce(const struct conf *conf, unsigned i)
{
	const struct conf_group *g = &conf->group[i];

	for (unsigned k = 0; k < g->resources; k++)
		if (is_ipaddr(g->resource[k]) &&
		    group_resource_runs(conf, g->resource[k]))
			run(conf, g->resource[k], "start");
}

static int
stop_one(const struct conf *conf, const char *resource)
{
	const struct timespec pause = {STOP_PAUSE_S, 0};

	for (unsigned tries = 0;; tries++) {
		if (run(conf, resource, "stop") == 0)
			return 0;
		if (!group_resource_runs(conf, resource))
			return 0;
		if (tries == STOP_TRIES)
			break;
		log_warnx("Retrying failed stop operation [%s]", resource);
		nanosleep(&pause, NULL);
	}
	log_line(LEVEL_CRIT, "Resource STOP failure: %s still runs", resource);
	return -1;
}

static int
give(const struct conf *conf, const struct conf_group *g, unsigned from,
    unsigned to)
{
	while (from-- > to)
		/* What is below it must not be pulled away under it. */
		if (stop_one(conf, g->resource[from]) == -1)
			return -2;
	return 0;
}

int
group_give(const struct conf *conf, unsigned i)
{
	char line[GROUP_LINE_MAX];

	log_info("Releasing resource group: %s", group_line(conf, i, line));
	return give(conf, &conf->group[i], conf->group[i].resources, 0);
}

void
group_silence(const struct conf *conf, unsigned i)
{
	const struct conf_group *g = &conf->group[i];

	for (unsigned k = 0; k < g->resources; k++)
		if (is_ipaddr(g->resource[k]))
			run(conf, g->resource[k], "stop");
}

/* Its resources from number `from` on; what is below runs. */
static int
take(const struct conf *conf, unsigned i, unsigned from)
{
	const struct conf_group *g = &conf->group[i];
	char line[GROUP_LINE_MAX];

	log_info("Acquiring resource group: %s", group_line(conf, i, line));
	for (unsigned k = from; k < g->resources; k++) {
		/* IPaddr sees itself whether it is there: not asked twice. */
		if ((!is_ipaddr(g->resource[k]) &&
			group_resource_runs(conf, g->resource[k])) ||
		    run(conf, g->resource[k], "start") == 0)
			continue;
		log_line(LEVEL_CRIT,
		    "Giving up resources due to failure of "
		    "%s",
		    g->resource[k]);
		log_info("Releasing resource group: %s", line);
		return give(conf, g, k + 1, 0) == 0 ? -1 : -2;
	}
	return 0;
}

int
group_take(const struct conf *conf, unsigned i)
{
	return take(conf, i, 0);
}

int
group_restart(const struct conf *conf, unsigned i)
{
	const struct conf_group *g = &conf->group[i];
	unsigned k = 0;

	while (k < g->resources && group_resource_runs(conf, g->resource[k]))
		k++;
	/* What stands on it is stopped first; what it stands on goes on. */
	if (give(conf, g, g->resources, k) != 0)
		return -2;
	return take(conf, i, k);
}

void
group_drop(const struct conf *conf, const struct conf *old, unsigned i)
{
	const struct conf_group *g = &old->group[i];
	unsigned k = 0;

	while (k < g->resources && conf_has(conf, g->resource[k]))
		k++;
	if (k == g->resources)
		return;
	log_info("Resource %s is no longer in haresources, stopping it",
	    g->resource[k]);
	(void)give(old, g, g->resources, k);
}

int
group_extend(const struct conf *conf, unsigned i)
{
	const struct conf_group *g = &conf->group[i];

	for (unsigned k = 0; k < g->resources; k++) {
		if (group_resource_runs(conf, g->resource[k]) ||
		    run(conf, g->resource[k], "start") == 0)
			continue;
		log_line(LEVEL_CRIT,
		    "Resource %s cannot be started: stopping it, and nothing "
		    "after it is started",
		    g->resource[k]);
		(void)stop_one(conf, g->resource[k]);
		break;
	}
	return 0;
}

void
group_stop_strays(const struct conf *conf)
{
	for (unsigned i = conf->groups; i-- > 0;) {
		const struct conf_group *g = &conf->group[i];

		for (unsigned k = g->resources; k-- > 0;) {
			if (!group_resource_runs(conf, g->resource[k]))
				continue;
			log_line(LEVEL_CRIT,
			    "Resource %s is active, and "
			    "should not be! Stopping it.",
			    g->resource[k]);
			stop_one(conf, g->resource[k]);
		}
	}
}
