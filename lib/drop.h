/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Becoming nobody: what a process gives away before it reads what strangers
 * have written. Call them in this order; after a failure, exit. Descriptor 0
 * is then the one to report on.
 */
#ifndef DROP_H
#define DROP_H

#include <sys/types.h>

/* The user and the group; rootfs/etc/passwd calls them hbnet. */
#define DROP_ID 91
#define DROP_FILES 16 /* at most */

/*
 * Keep only these descriptors, as 0 … n - 1. No more can be opened: no number
 * is left for another one.
 */
int drop_files(const int *fd, unsigned n);

/* Take /proc/self/fdinfo as root: it is there on a full or dead disk, too. */
int drop_root(void);

/*
 * Become DROP_ID for good: no new privileges by exec, no child, no byte into
 * a file; killed when the process parent ends. In a user namespace that knows
 * no such number, the user stays who it is: there it is not root outside.
 */
int drop_user(pid_t parent);

/*
 * From now on this process can wait (poll), write to descriptor 0, exit, and
 * call what is listed; anything else kills it (SIGSYS).
 */
int drop_calls(const int *calls, unsigned n);

/* From now on any exec kills it. */
int drop_exec(void);

/* All return 0, or -1 with errno. */

#endif
