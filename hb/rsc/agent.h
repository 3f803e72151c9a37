/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the resource agents have in common: their exit codes and their voice. */
#ifndef AGENT_H
#define AGENT_H

enum {
	AGENT_OK = 0,          /* done; status, monitor: running */
	AGENT_FAILED = 1,      /* the log says why */
	AGENT_USAGE = 2,       /* wrong arguments (LSB) */
	AGENT_STOPPED = 3,     /* status: not running (LSB) */
	AGENT_NOT_RUNNING = 7, /* monitor: not running (OCF) */
};

enum agent_action {
	AGENT_START,
	AGENT_STOP,
	AGENT_STATUS,
	AGENT_MONITOR,
	AGENT_PROBE, /* could it be started? Only IPaddr's */
};

/*
 * Log an error to ha-log and print it on stderr with the agent's name in
 * front. Returns AGENT_FAILED, for `return agent_error(…)`.
 */
__attribute__((format(printf, 1, 2))) int agent_error(const char *fmt, ...);

/* Print what status or monitor found; returns the code that goes with it. */
int agent_report(enum agent_action action, int running, const char *text);

/* The agents: argv[1…] is what follows the name, without the action. */
extern const char ipaddr_usage[];
int ipaddr_run(int argc, char **argv, enum agent_action action);
extern const char filesystem_usage[];
int filesystem_run(int argc, char **argv, enum agent_action action);

#endif
