/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A growing queue of bytes: put at the end, taken from the start. */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"

void *
buf_room(struct buf *b, size_t len)
{
	size_t used = b->room ? (size_t)(b->data - b->room) : 0;
	uint8_t *room;

	if (b->size - used - b->len >= len && b->room)
		return b->data + b->len;
	if (b->room && b->size - b->len >= len && used >= b->len) {
		memmove(b->room, b->data, b->len);
		b->data = b->room;
		return b->data + b->len;
	}
	room = malloc(2 * (b->len + len));
	if (room == NULL)
		err(1, "%zu bytes of memory", 2 * (b->len + len));
	if (b->len > 0)
		memcpy(room, b->data, b->len);
	free(b->room);
	b->room = b->data = room;
	b->size = 2 * (b->len + len);
	return b->data + b->len;
}

void
buf_grew(struct buf *b, size_t len)
{
	b->len += len;
}

void
buf_put(struct buf *b, const void *bytes, size_t len)
{
	if (len == 0)
		return;
	memcpy(buf_room(b, len), bytes, len);
	b->len += len;
}

void
buf_drop(struct buf *b, size_t len)
{
	b->data += len;
	b->len -= len;
	if (b->len == 0)
		b->data = b->room;
}

void
buf_free(struct buf *b)
{
	free(b->room);
	memset(b, 0, sizeof(*b));
}

int
buf_flush(struct buf *b, int fd)
{
	ssize_t n;

	while (b->len > 0) {
		n = write(fd, b->data, b->len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN ? 1 : -1;
		buf_drop(b, (size_t)n);
	}
	return 0;
}
