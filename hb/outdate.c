/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What Heartbeat's dopd did: when the other node's DRBD has lost its link, it
 * has our copy marked outdated, over heartbeat's links. Clients: ctl.c.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon.h"
#include "heartbeat.h"
#include "log.h"
#include "outdate.h"
#include "paths.h"
#include "process.h"

#define LIMIT_MS 30000 /* a disk that hangs: who asked has long given up */
#define AGAIN_MS 200
#define STILL_CONNECTED 11 /* an exit code of drbdadm */

bool
outdate_is_name(const char *res)
{
	/* "all" would be more than the one that is asked for */
	return res[0] != '\0' && res[0] != '-' && strchr(res, ' ') == NULL &&
	       strlen(res) < MSG_DOP_RES_MAX && strcmp(res, "all") != 0;
}

static int
run(const char *res)
{
	char name[MSG_DOP_RES_MAX], verb[] = "outdate", path[PATHS_MAX];
	char *argv[] = {path, verb, name, NULL};
	struct mono end = mono_add(heartbeat_now(), LIMIT_MS);
	int code, result = OUTDATE_FAILED;

	if (!outdate_is_name(res))
		return result;
	snprintf(name, sizeof(name), "%s", res);
	snprintf(path, sizeof(path), "%s", paths_drbdadm());
	/* Who writes notices first that a link is cut; an idle DRBD by its
	 * next ping, and until then it cannot be outdated. */
	for (;;) {
		code = process_run(argv, LIMIT_MS, NULL, 0, NULL);
		if (code != STILL_CONNECTED || mono_due(end, heartbeat_now()))
			break;
		poll(NULL, 0, AGAIN_MS);
	}
	if (code == 0)
		result = OUTDATE_DONE;
	if (code == 5)
		result = OUTDATE_INCONSISTENT;
	if (code == 17)
		result = OUTDATE_PRIMARY;
	log_info("outdate %s: drbdadm exits with %d: %d", res, code, result);
	return result;
}

void
outdate_run(struct daemon *d, const struct msg *m)
{
	struct outdate *free = NULL, *o;

	for (o = d->outdate; o < d->outdate + OUTDATES; o++) {
		if (o->pid == 0)
			free = o;
		else if (strcmp(o->res, m->dop_res) == 0)
			return; /* its end will answer this, too */
	}
	if (free == NULL)
		return;
	log_info("%s asks to outdate %s", m->src, m->dop_res);
	free->pid = process_fork();
	if (free->pid == 0)
		_exit(run(m->dop_res));
	if (free->pid == -1) {
		log_warn("fork to outdate %s", m->dop_res);
		free->pid = 0;
	}
	snprintf(free->res, sizeof(free->res), "%s", m->dop_res);
}

void
outdate_reaped(struct daemon *d, pid_t pid, int status)
{
	for (unsigned i = 0; i < OUTDATES; i++) {
		struct outdate *o = &d->outdate[i];
		struct msg m = {
		    .type = MSG_OUTDATE_RC, .dop_value = OUTDATE_FAILED};

		if (o->pid != pid)
			continue;
		o->pid = 0;
		if (WIFEXITED(status))
			m.dop_value = (uint16_t)WEXITSTATUS(status);
		memcpy(m.dop_res, o->res, sizeof(m.dop_res));
		ctl_send(d, &m, "dopd");
	}
}
