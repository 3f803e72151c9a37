/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ResourceManager, mach_down, req_resource, harc: what the daemon does with
 * resources, by hand.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applets.h"
#include "exec.h"
#include "group.h"
#include "log.h"
#include "paths.h"

static struct conf conf;

static const char usage[] =
    "usage: ResourceManager listkeys NODE | allkeys | ourkeys | otherkeys\n"
    "       ResourceManager status RESOURCE | statgroup KEY\n"
    "       ResourceManager takegroup KEY | givegroup KEY | verifyallidle\n";

static int
ready(void)
{
	if (applet_conf(&conf, paths_conf()) != 0)
		return -1;
	applet_log(&conf);
	applet_environment(&conf);
	return 0;
}

/* -h, or not one argument: then the exit status is in *status. */
static bool
asks_usage(int argc, char **argv, const char *text, int *status)
{
	bool help = argc == 2 && strcmp(argv[1], "-h") == 0;

	if (argc == 2 && !help)
		return false;
	fprintf(help ? stdout : stderr, "usage: %s\n", text);
	*status = help ? 0 : 2;
	return true;
}

/* Keys of the groups whose home is node; of all but it, or of all. */
static int
keys(const char *node, bool others)
{
	for (unsigned i = 0; i < conf.groups; i++) {
		bool here =
		    node != NULL &&
		    strcasecmp(conf.node[conf.group[i].home], node) == 0;

		if (node == NULL || here != others)
			printf("%s\n", conf.group[i].resource[0]);
	}
	return 0;
}

static int
status(const char *resource)
{
	bool runs = group_resource_runs(&conf, resource);

	printf("%s\n", runs ? "running" : "stopped");
	return runs ? 0 : 1;
}

static int
all_idle(void)
{
	int busy = 0;

	for (unsigned i = 0; i < conf.groups; i++) {
		const char *key = conf.group[i].resource[0];

		if (!group_resource_runs(&conf, key))
			continue;
		log_line(LEVEL_CRIT,
		    "Resource %s is active, and should not "
		    "be!",
		    key);
		fprintf(stderr,
		    "ResourceManager: %s is running, expected it "
		    "to be started by heartbeat only\n",
		    key);
		busy = 1;
	}
	return busy;
}

static int
on_group(const char *op, const char *key)
{
	int i = conf_group_by_key(&conf, key);

	if (i == -1) {
		fprintf(stderr,
		    "ResourceManager: %s: no such group in "
		    "%s/haresources\n",
		    key, paths_conf());
		return 1;
	}
	if (strcmp(op, "statgroup") == 0)
		return status(conf.group[i].resource[0]);
	if (strcmp(op, "takegroup") == 0)
		return group_take(&conf, (unsigned)i) == 0 ? 0 : 1;
	return group_give(&conf, (unsigned)i) == 0 ? 0 : 1;
}

int
manager_main(int argc, char **argv)
{
	const char *op = argc > 1 ? argv[1] : "";

	if (argc == 2 && strcmp(op, "-h") == 0) {
		fputs(usage, stdout);
		return 0;
	}
	if (argc < 2 || argc > 3 || ready() == -1) {
		if (argc != 2 && argc != 3)
			fputs(usage, stderr);
		return argc < 2 || argc > 3 ? 2 : 6;
	}
	if (argc == 2 && strcmp(op, "allkeys") == 0)
		return keys(NULL, false);
	if (argc == 2 && strcmp(op, "ourkeys") == 0)
		return keys(conf.node[conf.self], false);
	if (argc == 2 && strcmp(op, "otherkeys") == 0)
		return keys(conf.node[conf.self], true);
	if (argc == 2 && strcmp(op, "verifyallidle") == 0)
		return all_idle();
	if (argc == 3 && strcmp(op, "listkeys") == 0)
		return keys(argv[2], false);
	if (argc == 3 && strcmp(op, "status") == 0)
		return status(argv[2]);
	if (argc == 3 &&
	    (strcmp(op, "statgroup") == 0 || strcmp(op, "takegroup") == 0 ||
		strcmp(op, "givegroup") == 0))
		return on_group(op, argv[2]);
	fputs(usage, stderr);
	return 2;
}

/* Take the groups of a node that is down; the daemon does the same. */
int
mach_down_main(int argc, char **argv)
{
	struct job_result r;
	unsigned node;
	int status;

	if (asks_usage(argc, argv, "mach_down NODE", &status))
		return status;
	if (ready() == -1)
		return 6;
	for (node = 0; node < conf.nodes; node++)
		if (strcasecmp(conf.node[node], argv[1]) == 0)
			break;
	if (node == conf.nodes || node == conf.self) {
		fprintf(stderr,
		    "mach_down: %s: expected the name of the "
		    "other node\n",
		    argv[1]);
		return 1;
	}
	r = job_run(&conf, true, conf_groups_of(&conf, HOLD_FOREIGN),
	    WHY_TAKEOVER);
	return (r.failed | r.stuck) != 0;
}

int
req_resource_main(int argc, char **argv)
{
	int status;

	if (asks_usage(argc, argv, "req_resource KEY", &status))
		return status;
	if (ready() == -1)
		return 6;
	if (group_resource_runs(&conf, argv[1]))
		return 0;
	return on_group("takegroup", argv[1]);
}

/* Run rc.d/TYPE, logged, as the daemon does when a message arrives. */
int
harc_main(int argc, char **argv)
{
	char dir[PATHS_MAX], path[PATHS_MAX];
	bool help = argc == 2 && strcmp(argv[1], "-h") == 0;

	if (help || argc < 2 || strchr(argv[1], '/') != NULL) {
		fprintf(help ? stdout : stderr,
		    "usage: harc TYPE [ARGUMENT ...]\n");
		return help ? 0 : 2;
	}
	if (ready() == -1)
		return 6;
	paths_join(path, paths_join(dir, paths_conf(), "rc.d"), argv[1]);
	log_info("Running %s %s", path, argv[1]);
	execv(path, argv + 1);
	perror(path);
	return 1;
}
