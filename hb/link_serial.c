/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Media over a null modem: a raw tty, messages cut out of the stream. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "link.h"

static speed_t
speed(unsigned baud)
{
	static const struct {
		unsigned baud;
		speed_t speed;
	} speeds[] = {{1200, B1200}, {2400, B2400}, {4800, B4800},
	    {9600, B9600}, {19200, B19200}, {38400, B38400}, {57600, B57600},
	    {115200, B115200}, {230400, B230400}, {460800, B460800}};

	for (size_t i = 0; i < sizeof(speeds) / sizeof(*speeds); i++)
		if (speeds[i].baud == baud)
			return speeds[i].speed;
	return B19200;
}

static int
make_raw(int fd, unsigned baud)
{
	struct termios t;

	if (tcgetattr(fd, &t) == -1)
		return -1;
	cfmakeraw(&t);
	t.c_cflag |= CLOCAL | CREAD; /* no modem lines: three wires do */
	t.c_cflag &= ~(tcflag_t)CRTSCTS;
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	if (cfsetispeed(&t, speed(baud)) == -1 ||
	    cfsetospeed(&t, speed(baud)) == -1)
		return -1;
	if (tcsetattr(fd, TCSANOW, &t) == -1)
		return -1;
	return tcflush(fd, TCIOFLUSH);
}

int
link_serial_open(struct link *l, unsigned baud)
{
	int e, fd = open(l->media->name,
		   O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	if (fd == -1)
		return -1;
	if (make_raw(fd, baud) == -1) {
		e = errno;
		close(fd);
		errno = e;
		return -1;
	}
	l->fd = fd;
	return 0;
}

int
link_serial_send(struct link *l, const char *wire, size_t len)
{
	ssize_t n;

	/* The line is slower than the beats: drop one whole, keep framing. */
	if (len > sizeof(l->out) - l->out_len) {
		errno = ENOBUFS;
		return -1;
	}
	memcpy(l->out + l->out_len, wire, len);
	l->out_len += len;
	n = write(l->fd, l->out, l->out_len);
	if (n == -1)
		return errno == EAGAIN ? 0 : -1;
	l->out_len -= (size_t)n;
	memmove(l->out, l->out + n, l->out_len);
	return 0;
}

static void
drop(struct link_reader *r, size_t n)
{
	r->have -= n;
	memmove(r->in, r->in + n, r->have);
}

/* Bring a message's first byte to the front; what stands before is noise. */
static long
find_message(struct link_reader *r)
{
	long n;
	size_t i;

	for (i = 0; i < r->have; i++) {
		if (r->in[i] != '#' && r->in[i] != '>')
			continue;
		n = msg_stream_length(r->in + i, r->have - i);
		if (n < 0)
			continue;
		drop(r, i);
		return n;
	}
	drop(r, i);
	return 0;
}

ssize_t
link_serial_receive(struct link_reader *r, char wire[MSG_WIRE_MAX])
{
	long len = find_message(r);
	ssize_t n;

	if (len == 0) {
		n = read(r->fd, r->in + r->have, sizeof(r->in) - r->have);
		if (n == -1)
			return errno == EAGAIN || errno == EINTR ? 0 : -1;
		if (n == 0) {
			errno = EIO; /* hung up */
			return -1;
		}
		r->have += (size_t)n;
		len = find_message(r);
	}
	if (len == 0)
		return 0;
	memcpy(wire, r->in, (size_t)len);
	drop(r, (size_t)len);
	return len;
}
