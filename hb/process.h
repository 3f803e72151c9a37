/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Children: ordinary priority, ordinary signals, bounded time. */
#ifndef HB_PROCESS_H
#define HB_PROCESS_H

#include <stddef.h>
#include <sys/types.h>

/*
 * fork; the child leads its own process group and has no blocked signals, so
 * that it and what it starts can be killed together.
 */
pid_t process_fork(void);

/*
 * Become a real-time process; its children are ordinary ones: no script
 * starves the beat. Returns 0, or -1 with errno.
 */
int process_real_time(unsigned priority);

/*
 * Run argv to its end, at most limit_ms, with stdin from /dev/null. What it
 * prints goes to out (cut at room - 1 bytes) or, when out is NULL, is
 * appended to the file log. Returns its exit status, 128 + signal, or -1 with
 * errno: ETIMEDOUT (it was killed), or it could not be started.
 */
int process_run(char *const argv[], int limit_ms, char *out, size_t room,
    const char *log);

#endif
