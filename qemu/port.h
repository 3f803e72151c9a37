/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A port of a segment on a descriptor with one frame per read and write: a
 * datagram socket (QEMU's -netdev dgram) or a tap. */
#ifndef PORT_H
#define PORT_H

#include "seg.h"

enum { PORT_QUEUE = 512 };

struct port {
	struct seg_port seg;
	int fd; /* -1: nothing plugged in */
	/* frames that wait for the reader, as a switch's port keeps them */
	struct port_frame *first, **last;
	int queued;
	/* called after frames went to the segment: some may be under way */
	void (*moved)(struct seg *seg);
};

/* Plug fd into p (name and moved set) and p into segment s. */
int port_open(struct port *p, struct seg *s, int fd);
void port_close(struct port *p);

/*
 * Make a tap and enslave it to the Linux bridge named bridge. Returns its
 * descriptor, or -1 with errno, and in *what the step that failed.
 */
int port_tap(const char *bridge, const char **what);

#endif
