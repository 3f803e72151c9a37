/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes that keep a file system from being unmounted. */
#ifndef HOLDERS_H
#define HOLDERS_H

#include <stddef.h>
#include <sys/types.h>

#define HOLDERS_MAX 256

/*
 * Find the processes with an open file, a directory, a program or a mapping
 * on the file system dev. Never finds the caller and process 1. Returns how
 * many it wrote to pids (at most HOLDERS_MAX), or -1 with errno.
 */
int holders_find(dev_t dev, pid_t pids[HOLDERS_MAX]);

/*
 * Send sig to all who hold dev and wait until they have ended, but not longer
 * than limit_ms. Each is logged. Returns how many were found, or -1 with
 * errno.
 */
int holders_signal(dev_t dev, int sig, int limit_ms);

#endif
