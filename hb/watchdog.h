/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hardware or soft watchdog: resets a node whose heartbeat hangs. */
#ifndef HB_WATCHDOG_H
#define HB_WATCHDOG_H

/* Open it, to bite after limit_s. Returns a descriptor, or -1 with errno. */
int watchdog_open(const char *device, int limit_s);

/* We still turn. */
void watchdog_feed(int fd);

/* Disarm and close: this is a wanted end. */
void watchdog_close(int fd);

#endif
