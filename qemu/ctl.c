/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The control socket: each connection is one command of `pair`. */
#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "ctl.h"
#include "loop.h"

enum { QUEUE_MAX = 16 * 1024 * 1024 };

static int listening = -1;
static void (*dispatch)(struct client *c, int argc, char **argv);

static void
vanish(void *arg)
{
	struct client *c = arg;

	if (c->gone && !c->ending)
		c->gone(c);
	stream_close(&c->stream);
	buf_free(&c->in);
	free(c);
}

static void
drained(void *arg)
{
	struct client *c = arg;

	if (c->ending)
		vanish(c);
}

static void
put(struct client *c, char type, const void *bytes, size_t len)
{
	uint8_t head[CTL_HEAD];
	uint32_t n = (uint32_t)len;

	head[0] = (uint8_t)type;
	memcpy(head + 1, &n, sizeof(n));
	/* one that never reads must not eat the memory */
	if (c->stream.out.len > QUEUE_MAX)
		return;
	stream_write(&c->stream, head, sizeof(head));
	stream_write(&c->stream, bytes, len);
}

void
ctl_out(struct client *c, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	size_t n;

	for (; len > 0; p += n, len -= n) {
		n = len < CTL_FRAME_MAX ? len : CTL_FRAME_MAX;
		put(c, 'o', p, n);
	}
}

void
ctl_say(struct client *c, const char *fmt, ...)
{
	char line[2048];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n > 0)
		put(c, 'o', line,
		    (size_t)n < sizeof(line) ? (size_t)n : sizeof(line) - 1);
}

static void
complain(struct client *c, const char *fmt, va_list ap)
{
	char line[4096];
	int n;

	n = vsnprintf(line, sizeof(line) - 1, fmt, ap);
	if (n < 0)
		return;
	if ((size_t)n > sizeof(line) - 2)
		n = sizeof(line) - 2;
	line[n++] = '\n';
	put(c, 'e', line, (size_t)n);
}

void
ctl_complain(struct client *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	complain(c, fmt, ap);
	va_end(ap);
}

void
ctl_exit(struct client *c, int status)
{
	uint8_t byte = (uint8_t)status;

	put(c, 'x', &byte, 1);
	c->ending = 1;
	c->job = NULL;
	if (c->stream.fd >= 0 && c->stream.out.len == 0)
		/* not now: the caller may be inside of its callback */
		loop_events(c->stream.fd, POLLIN | POLLOUT);
}

void
ctl_fail(struct client *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	complain(c, fmt, ap);
	va_end(ap);
	ctl_exit(c, 1);
}

static void
start(struct client *c, char *args, size_t len)
{
	char *argv[CTL_ARGS_MAX + 1];
	size_t at;
	int argc = 0;

	c->dispatched = 1;
	for (at = 0; at < len && argc < CTL_ARGS_MAX;
	     at += strlen(args + at) + 1)
		argv[argc++] = args + at;
	argv[argc] = NULL;
	if (at < len || argc == 0)
		ctl_fail(c, "pair: too many arguments");
	else
		dispatch(c, argc, argv);
}

static void
input(void *arg, const uint8_t *bytes, size_t len)
{
	struct client *c = arg;
	char frame[CTL_FRAME_MAX + 1];
	uint32_t n;
	char type;

	buf_put(&c->in, bytes, len);
	while (c->in.len >= CTL_HEAD) {
		type = (char)c->in.data[0];
		memcpy(&n, c->in.data + 1, sizeof(n));
		if (n > CTL_FRAME_MAX) {
			vanish(c);
			return;
		}
		if (c->in.len < CTL_HEAD + n)
			return;
		memcpy(frame, c->in.data + CTL_HEAD, n);
		frame[n] = '\0';
		buf_drop(&c->in, CTL_HEAD + n);
		if (type == 'a' && !c->dispatched)
			start(c, frame, n);
		else if (type == 'i' && c->input && !c->ending)
			c->input(c, (uint8_t *)frame, n);
	}
}

static void
accept_one(void *arg, short revents)
{
	struct client *c;
	int fd;

	(void)arg;
	(void)revents;
	fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
	if (fd < 0)
		return;
	if ((c = calloc(1, sizeof(*c))) == NULL) {
		close(fd);
		return;
	}
	c->stream.input = input;
	c->stream.closed = vanish;
	c->stream.drained = drained;
	c->stream.arg = c;
	stream_open(&c->stream, fd);
}

int
ctl_listen(const char *path,
    void (*to)(struct client *c, int argc, char **argv))
{
	struct sockaddr_un sun = {.sun_family = AF_UNIX};
	int fd;

	if (strlen(path) >= sizeof(sun.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(sun.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	if (bind(fd, (struct sockaddr *)&sun, sizeof(sun)) < 0 ||
	    listen(fd, 16) < 0) {
		close(fd);
		return -1;
	}
	dispatch = to;
	listening = fd;
	loop_add(fd, POLLIN, accept_one, NULL);
	return 0;
}

void
ctl_unlisten(void)
{
	loop_del(listening);
	close(listening);
	listening = -1;
}
