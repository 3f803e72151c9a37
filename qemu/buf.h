/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A growing queue of bytes: put at the end, taken from the start. */
#ifndef BUF_H
#define BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
	uint8_t *data; /* the oldest byte */
	size_t len;
	uint8_t *room;
	size_t size;
};

/* Make room for len more bytes and return it; out of memory ends the
 * program. Follow with buf_grew when they are there. */
void *buf_room(struct buf *b, size_t len);
void buf_grew(struct buf *b, size_t len);
void buf_put(struct buf *b, const void *bytes, size_t len);
/* Drop the oldest len bytes. */
void buf_drop(struct buf *b, size_t len);
void buf_free(struct buf *b);

/*
 * Write what fd takes of b without waiting.
 * Returns 1 when bytes are left, 0 when all went, -1 with errno on an error.
 */
int buf_flush(struct buf *b, int fd);

#endif
