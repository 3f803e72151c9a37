/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other processes, held by pidfd so that a reused number is never hit. */
#ifndef PROCESS_H
#define PROCESS_H

#include <stddef.h>
#include <sys/types.h>

/* A pidfd, or -1 with errno (ESRCH: there is no such process). */
int process_open(pid_t pid);

/* Send sig. Returns 0, or -1 with errno. */
int process_signal(int pidfd, int sig);

/*
 * Wait until all have ended, but not longer than limit_ms. An entry of -1 is
 * one that has ended. Returns how many still live.
 */
size_t process_wait(const int *pidfds, size_t count, int limit_ms);

/* Whether arg is one of the arguments that pid was started with. */
int process_has_argument(pid_t pid, const char *arg);

/* pid's short name ("bash"), or "?". */
void process_name(pid_t pid, char name[16]);

#endif
