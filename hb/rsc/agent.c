/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resource agents: one program, called by the name of the agent. */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../lib/halog.h"
#include "agent.h"

static const char *name;

static const struct {
	const char *name;
	const char *usage;
	int (*run)(int argc, char **argv, enum agent_action action);
	int args_min;
	int args_max;
	enum agent_action last;
} agents[] = {
    {"IPaddr", ipaddr_usage, ipaddr_run, 1, 1, AGENT_PROBE},
    {"Filesystem", filesystem_usage, filesystem_run, 2, 4, AGENT_MONITOR},
};

static const char *const actions[] = {
    [AGENT_START] = "start",
    [AGENT_STOP] = "stop",
    [AGENT_STATUS] = "status",
    [AGENT_MONITOR] = "monitor",
    [AGENT_PROBE] = "probe",
};

int
agent_error(const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	halog("ERROR", "%s: %s", name, text);
	if (!isatty(STDERR_FILENO)) /* there halog has shown it */
		fprintf(stderr, "%s: %s\n", name, text);
	return AGENT_FAILED;
}

int
agent_report(enum agent_action action, int running, const char *text)
{
	puts(text);
	if (running)
		return AGENT_OK;
	return action == AGENT_MONITOR ? AGENT_NOT_RUNNING : AGENT_STOPPED;
}

static int
usage(const char *text)
{
	fprintf(stderr, "usage: %s", text);
	return AGENT_USAGE;
}

int
main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/');
	size_t i;
	size_t action;

	name = slash != NULL ? slash + 1 : argv[0];
	for (i = 0; i < sizeof(agents) / sizeof(agents[0]); i++)
		if (strcmp(agents[i].name, name) == 0)
			break;
	if (i == sizeof(agents) / sizeof(agents[0])) {
		fprintf(stderr,
		    "%s: not the name of a resource agent: "
		    "expected IPaddr or Filesystem\n",
		    name);
		return AGENT_USAGE;
	}
	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		printf("usage: %s", agents[i].usage);
		return AGENT_OK;
	}
	/* ignored is inherited, and then no child could be waited for */
	signal(SIGCHLD, SIG_DFL);
	argc -= 2; /* name and action */
	if (argc < agents[i].args_min || argc > agents[i].args_max)
		return usage(agents[i].usage);
	for (action = 0; action <= agents[i].last; action++)
		if (strcmp(actions[action], argv[argc + 1]) == 0)
			return agents[i].run(argc, argv + 1,
			    (enum agent_action)action);
	fprintf(stderr,
	    "%s: unknown action '%s': expected start, stop, status%s\n", name,
	    argv[argc + 1],
	    agents[i].last == AGENT_PROBE ? ", monitor or probe"
					  : " or monitor");
	return AGENT_USAGE;
}
