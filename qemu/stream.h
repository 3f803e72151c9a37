/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A byte stream of the loop: a socket read at once and written through a
 * queue, never waited for. */
#ifndef STREAM_H
#define STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct stream {
	int fd; /* -1: not open */
	struct buf out;
	int held; /* nothing is read */
	void (*input)(void *arg, const uint8_t *bytes, size_t len);
	/* the other side is gone; the stream is closed already */
	void (*closed)(void *arg);
	/* the queue has become empty; may be NULL */
	void (*drained)(void *arg);
	void *arg;
};

/* Give fd (made non-blocking) to the stream, whose callbacks are set. */
void stream_open(struct stream *s, int fd);
void stream_close(struct stream *s);
/* Queue and write as much as goes; nothing happens on a closed stream. */
void stream_write(struct stream *s, const void *bytes, size_t len);
/* Stop reading (the sender then waits), or go on. */
void stream_hold(struct stream *s, int held);

#endif
