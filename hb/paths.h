/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where things are. The configuration and the run folder move with -C and -R,
 * or $HA_DIR and $HA_RUNDIR, so that tests run two nodes on one machine.
 */
#ifndef HB_PATHS_H
#define HB_PATHS_H

#include <stddef.h>

#define PATHS_MAX 256
#define PATHS_BIN "/usr/lib/heartbeat"
#define PATHS_LOG "/var/log/ha-log"
#define PATHS_INIT "/etc/init.d"

const char *paths_conf(void); /* /etc/ha.d */
const char *paths_run(void);  /* /var/run/heartbeat */

const char *paths_external(void); /* stonith plugins, external/NAME */
const char *paths_drbdadm(void);

/* Override, for this process and those that it starts. */
void paths_set_conf(const char *dir);
void paths_set_run(const char *dir);

/* dir/name into out; cut off when it does not fit. Returns out. */
const char *paths_join(char out[PATHS_MAX], const char *dir, const char *name);

/* Create dir and what is missing above it. Returns 0, or -1 with errno. */
int paths_make(const char *dir);

#endif
