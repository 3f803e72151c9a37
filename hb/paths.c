/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where things are. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "paths.h"

static const char *
from_environment(const char *name, const char *otherwise)
{
	const char *dir = getenv(name);

	return dir != NULL && dir[0] == '/' ? dir : otherwise;
}

const char *
paths_conf(void)
{
	return from_environment("HA_DIR", "/etc/ha.d");
}

const char *
paths_run(void)
{
	return from_environment("HA_RUNDIR", "/var/run/heartbeat");
}

const char *
paths_external(void)
{
	return from_environment("HA_STONITHDIR",
	    "/usr/lib/stonith/plugins/external");
}

const char *
paths_drbdadm(void)
{
	return from_environment("HA_DRBDADM", "/sbin/drbdadm");
}

void
paths_set_conf(const char *dir)
{
	setenv("HA_DIR", dir, 1);
}

void
paths_set_run(const char *dir)
{
	setenv("HA_RUNDIR", dir, 1);
}

const char *
paths_join(char out[PATHS_MAX], const char *dir, const char *name)
{
	snprintf(out, PATHS_MAX, "%s/%s", dir, name);
	return out;
}

int
paths_make(const char *dir)
{
	char path[PATHS_MAX];

	snprintf(path, sizeof(path), "%s", dir);
	for (char *p = path + 1; *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(path, 0755) == -1 && errno != EEXIST)
			return -1;
		*p = '/';
	}
	return mkdir(path, 0755) == -1 && errno != EEXIST ? -1 : 0;
}
