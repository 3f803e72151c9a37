/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The null modem: noise and pieces of messages in any cut. Whatever comes, a
 * whole message that follows a full buffer of noise is found.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../link.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char good[] =
    ">>>\nt=status\nst=up\nsrc=nodo1\nseq=1\nhg=1\nts=1\nauth=1 0\n<<<\n";

static unsigned
drain(struct link_reader *l)
{
	char wire[MSG_WIRE_MAX];
	unsigned found = 0;
	ssize_t n;

	while ((n = link_serial_receive(l, wire)) > 0) {
		if (n > MSG_WIRE_MAX || l->have > sizeof(l->in))
			abort();
		found += (size_t)n == sizeof(good) - 1 &&
			 memcmp(wire, good, sizeof(good) - 1) == 0;
	}
	if (n == -1)
		abort();
	return found;
}

/* What cannot be read at once is read in the next turns of the loop. */
static unsigned
feed(struct link_reader *l, int fd, const void *data, size_t size)
{
	unsigned found = 0;
	int left;

	if (write(fd, data, size) != (ssize_t)size)
		abort();
	do {
		found += drain(l);
		if (ioctl(l->fd, FIONREAD, &left) == -1)
			abort();
	} while (left > 0);
	return found;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fds[2] = {-1, -1};
	static struct link_reader l;
	char noise[MSG_WIRE_MAX];
	size_t n, at = 0;

	if (fds[0] == -1 && pipe2(fds, O_NONBLOCK | O_CLOEXEC) == -1)
		abort();
	if (size > 16384)
		return 0;
	memset(&l, 0, sizeof(l));
	l.fd = fds[0];
	/* The first byte of a piece says how long it is. */
	while (at < size) {
		n = 1 + data[at++];
		if (n > size - at)
			n = size - at;
		feed(&l, fds[1], data + at, n);
		at += n;
	}
	memset(noise, '\n', sizeof(noise));
	feed(&l, fds[1], noise, sizeof(noise));
	feed(&l, fds[1], noise, sizeof(noise));
	if (feed(&l, fds[1], good, sizeof(good) - 1) != 1)
		abort();
	return 0;
}
