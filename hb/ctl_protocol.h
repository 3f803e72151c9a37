/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands' side of the client socket, and its name. */
#ifndef HB_CTL_PROTOCOL_H
#define HB_CTL_PROTOCOL_H

#include <stddef.h>

#define CTL_SOCKET "ctl"

/* Connect to the daemon of this machine. Returns a descriptor, or -1. */
int ctl_connect(void);

/*
 * Send one line (without its end) and read the whole answer, cut at room - 1
 * bytes. Returns 0, or -1 with errno: no daemon listens.
 */
int ctl_ask(const char *line, char *answer, size_t room);

#endif
