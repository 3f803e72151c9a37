/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The control socket: each connection is one command of `pair`. Frames in
 * both directions are a type, a length (4 bytes, this machine's order: it is
 * a UNIX socket), and so many bytes.
 *   to the lab    a  the arguments, each ended by NUL; first and once
 *                 i  input (what is typed to a console)
 *   to the client o  for stdout   e  for stderr   x  exit status, 1 byte
 */
#ifndef CTL_H
#define CTL_H

#include <stddef.h>
#include <stdint.h>

#include "stream.h"

enum { CTL_HEAD = 5, CTL_ARGS_MAX = 64, CTL_FRAME_MAX = 65536 };

struct client {
	struct stream stream;
	struct buf in;
	/* of the command that runs; NULL until there is one */
	void *job;
	/* the client has gone: end job, which must not touch it any more */
	void (*gone)(struct client *c);
	void (*input)(struct client *c, const uint8_t *bytes, size_t len);
	int dispatched;
	int ending; /* the status is sent; wait for the queue to go */
};

/* Listen on the socket at path; dispatch(c, argc, argv) gets each command. */
int ctl_listen(const char *path,
    void (*dispatch)(struct client *c, int argc, char **argv));
void ctl_unlisten(void);

void ctl_out(struct client *c, const void *bytes, size_t len);
__attribute__((format(printf, 2, 3))) void ctl_say(struct client *c,
    const char *fmt, ...);
/* A line on stderr; fmt has no newline. */
__attribute__((format(printf, 2, 3))) void ctl_complain(struct client *c,
    const char *fmt, ...);
/* The command has ended; c must not be used any more. */
void ctl_exit(struct client *c, int status);
/* Both: complain, and exit with 1. */
__attribute__((format(printf, 2, 3))) void ctl_fail(struct client *c,
    const char *fmt, ...);

#endif
