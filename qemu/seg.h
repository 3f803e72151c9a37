/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One Ethernet segment: a learning bridge between ports, with the faults of
 * its cable. Knows frames and the time that it is told, no sockets.
 */
#ifndef SEG_H
#define SEG_H

#include <stddef.h>
#include <stdint.h>

#include "fault.h"
#include "loop.h"

enum { SEG_PORTS = 8, SEG_STATIONS = 32, SEG_FRAME_MAX = 2048 };

struct seg_port {
	struct seg *seg;
	char name[16];
	int up;
	/* a frame leaves the segment here */
	void (*tx)(void *arg, const uint8_t *frame, size_t len);
	void *arg;
};

struct seg_late; /* a frame that is still under way */

struct seg {
	char name[8];
	struct seg_port *ports[SEG_PORTS];
	struct {
		uint8_t mac[6];
		struct seg_port *port;
	} stations[SEG_STATIONS];
	int next_station;
	struct fault fault;
	struct seg_late *late;
	uint64_t lost; /* frames that a fault took */
	/* told of each frame at its arrival, may be NULL */
	void (*capture)(void *arg, const uint8_t *frame, size_t len);
	void *capture_arg;
};

/* Join port (its name, tx and arg set); -1 with errno ENOSPC when full. */
int seg_join(struct seg *s, struct seg_port *port);
void seg_leave(struct seg_port *port);

/* Plug or unplug; unplugging forgets what was learned of the port. */
void seg_port_set(struct seg_port *port, int up);

/* A frame comes in at port. */
void seg_input(struct seg_port *from, const uint8_t *frame, size_t len,
    struct mono now);

/* Deliver what is due at now; returns when to call again, or us < 0. */
struct mono seg_run(struct seg *s, struct mono now);

#endif
