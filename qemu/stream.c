/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A byte stream of the loop: read at once, written through a queue. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "loop.h"
#include "stream.h"

static void
wanted(struct stream *s)
{
	loop_events(s->fd,
	    (short)((s->held ? 0 : POLLIN) | (s->out.len ? POLLOUT : 0)));
}

static void
broken(struct stream *s)
{
	stream_close(s);
	if (s->closed)
		s->closed(s->arg);
}

static void
ready(void *arg, short revents)
{
	struct stream *s = arg;
	uint8_t bytes[65536];
	ssize_t n;
	int left;

	if (revents & POLLOUT) {
		left = buf_flush(&s->out, s->fd);
		if (left < 0) {
			broken(s);
			return;
		}
		wanted(s);
		if (left == 0 && s->drained) {
			/* may free the stream; poll tells the rest again */
			s->drained(s->arg);
			return;
		}
	}
	if (!(revents & (POLLIN | POLLHUP | POLLERR)))
		return;
	/* a hang-up is only seen by reading, also while held */
	n = read(s->fd, bytes, sizeof(bytes));
	if (n > 0)
		s->input(s->arg, bytes, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		broken(s);
}

void
stream_open(struct stream *s, int fd)
{
	s->fd = fd;
	s->held = 0;
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	loop_add(fd, POLLIN, ready, s);
}

void
stream_close(struct stream *s)
{
	if (s->fd < 0)
		return;
	loop_del(s->fd);
	close(s->fd);
	s->fd = -1;
	buf_free(&s->out);
}

void
stream_write(struct stream *s, const void *bytes, size_t len)
{
	if (s->fd < 0)
		return;
	buf_put(&s->out, bytes, len);
	/* an error is met again, and handled, in ready */
	buf_flush(&s->out, s->fd);
	wanted(s);
}

void
stream_hold(struct stream *s, int held)
{
	s->held = held;
	if (s->fd >= 0)
		wanted(s);
}
