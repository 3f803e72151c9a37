/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Marking a DRBD resource outdated for the other node. Exit codes as DRBD takes
 * them from a fence-peer handler; reference/drbd/README.md, section 5.1.
 */
#ifndef HB_OUTDATE_H
#define HB_OUTDATE_H

#include <stdbool.h>
#include <sys/types.h>

#include "msg.h"

#define OUTDATES 8 /* at once: as many as clients of the other node */

enum {
	OUTDATE_INCONSISTENT = 3, /* it has no usable copy */
	OUTDATE_DONE = 4,
	OUTDATE_NO_NODE = 5, /* the node is dead, or does not answer */
	OUTDATE_PRIMARY = 6, /* it is in use there */
	OUTDATE_FAILED = 20,
	OUTDATE_TWICE = 21 /* it is being asked already */
};

struct daemon;

struct outdate {
	pid_t pid; /* 0: free */
	char res[MSG_DOP_RES_MAX];
};

/* Can it be the name of a resource, one word, and not an option? */
bool outdate_is_name(const char *res);

/* Do what the other node's message asks for, in a child. */
void outdate_run(struct daemon *d, const struct msg *m);

/* Tell the other node what came of it, if pid was such a child. */
void outdate_reaped(struct daemon *d, pid_t pid, int status);

#endif
