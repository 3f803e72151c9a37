/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Resource groups: scripts started in order and stopped in reverse. These
 * functions wait for the scripts, so they run in a child or in a command,
 * never in the daemon's loop.
 */
#ifndef HB_GROUP_H
#define HB_GROUP_H

#include <stdbool.h>

#include "conf.h"

#define GROUP_LINE_MAX 1024

/*
 * Start the resources of group i that do not run yet. When one fails, what
 * was started is stopped again. Returns 0, or logged: -1, or -2 when
 * something could not be stopped.
 */
int group_take(const struct conf *conf, unsigned i);

/*
 * Start a process for each address of group i, which probes whether another
 * host uses it, and ends with 0 if not. Returns 0, or -1: not all were started.
 */
int group_probe(const struct conf *conf, unsigned i);

/* Announce the addresses of group i, which runs here, to the network anew. */
void group_announce(const struct conf *conf, unsigned i);

/*
 * Stop all resources of group i. A stop that fails is tried again. Returns 0,
 * or -2: something still runs, logged.
 */
int group_give(const struct conf *conf, unsigned i);

/* The addresses of group i only: the other node has them, too. */
void group_silence(const struct conf *conf, unsigned i);

/*
 * Something of group i does not run: stop it and what comes after it, and
 * start what does not run. Returns as group_take.
 */
int group_restart(const struct conf *conf, unsigned i);

/*
 * Stop what of old's group i is in no group of conf, and what comes after it;
 * group_extend starts again what stays.
 */
void group_drop(const struct conf *conf, const struct conf *old, unsigned i);

/*
 * Start what does not run of group i, one after the other. One that fails is
 * stopped again, and those after it are not started; what ran goes on. Returns
 * 0; what failed is logged.
 */
int group_extend(const struct conf *conf, unsigned i);

/*
 * Before the daemon starts nothing of any group may run here: a daemon that
 * was killed leaves its resources behind. Stops what does, and logs it.
 */
void group_stop_strays(const struct conf *conf);

/* Does this resource run? Asks its script, which says running or OK. */
bool group_resource_runs(const struct conf *conf, const char *resource);

/* The line of haresources: "nodo1 drbddisk::drbd0 …". Returns out. */
const char *group_line(const struct conf *conf, unsigned i,
    char out[GROUP_LINE_MAX]);

#endif
