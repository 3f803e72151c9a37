/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A port of a segment on a datagram socket or a tap. */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "loop.h"
#include "port.h"

struct port_frame {
	struct port_frame *next;
	size_t len;
	uint8_t bytes[];
};

static void
forget_first(struct port *p)
{
	struct port_frame *f = p->first;

	p->first = f->next;
	if (p->first == NULL)
		p->last = &p->first;
	p->queued--;
	free(f);
}

static void
write_queued(struct port *p)
{
	ssize_t n;

	while (p->first) {
		n = write(p->fd, p->first->bytes, p->first->len);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		/* any other error: nobody is there, the frame is lost */
		forget_first(p);
	}
	loop_events(p->fd, POLLIN);
}

static void
tx(void *arg, const uint8_t *frame, size_t len)
{
	struct port *p = arg;
	struct port_frame *f;

	if (p->fd < 0 || p->queued == PORT_QUEUE)
		return;
	if ((f = malloc(sizeof(*f) + len)) == NULL)
		return;
	f->next = NULL;
	f->len = len;
	memcpy(f->bytes, frame, len);
	*p->last = f;
	p->last = &f->next;
	p->queued++;
	loop_events(p->fd, POLLIN | POLLOUT);
	write_queued(p);
}

static void
ready(void *arg, short revents)
{
	struct port *p = arg;
	uint8_t frame[SEG_FRAME_MAX];
	struct seg *s = p->seg.seg;
	ssize_t n;

	if (revents & POLLOUT)
		write_queued(p);
	if (revents & (POLLIN | POLLHUP | POLLERR)) {
		n = read(p->fd, frame, sizeof(frame));
		if (n > 0) {
			seg_input(&p->seg, frame, (size_t)n, mono_now());
			p->moved(s);
		} else if (n == 0 || (errno != EAGAIN && errno != EINTR))
			/* QEMU is gone; its end is told by SIGCHLD */
			loop_del(p->fd);
	}
}

int
port_open(struct port *p, struct seg *s, int fd)
{
	p->fd = fd;
	p->first = NULL;
	p->last = &p->first;
	p->queued = 0;
	p->seg.tx = tx;
	p->seg.arg = p;
	if (seg_join(s, &p->seg) < 0)
		return -1;
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	loop_add(fd, POLLIN, ready, p);
	return 0;
}

void
port_close(struct port *p)
{
	if (p->fd < 0)
		return;
	while (p->first)
		forget_first(p);
	loop_del(p->fd);
	close(p->fd);
	p->fd = -1;
	seg_leave(&p->seg);
}

int
port_tap(const char *bridge, const char **what)
{
	struct ifreq tap = {.ifr_flags = IFF_TAP | IFF_NO_PI}, br = {0};
	int fd, s, saved;

	s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	*what = "/dev/net/tun";
	fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
	if (fd < 0 || s < 0)
		goto fail;
	snprintf(tap.ifr_name, IFNAMSIZ, "latido%%d");
	*what = "make a tap";
	if (ioctl(fd, TUNSETIFF, &tap) < 0)
		goto fail;
	*what = "look for the bridge";
	snprintf(br.ifr_name, IFNAMSIZ, "%s", bridge);
	br.ifr_ifindex = (int)if_nametoindex(tap.ifr_name);
	if (if_nametoindex(bridge) == 0)
		goto fail;
	*what = "join the bridge";
	if (ioctl(s, SIOCBRADDIF, &br) < 0)
		goto fail;
	*what = "switch the tap on";
	if (ioctl(s, SIOCGIFFLAGS, &tap) < 0)
		goto fail;
	tap.ifr_flags |= IFF_UP;
	if (ioctl(s, SIOCSIFFLAGS, &tap) < 0)
		goto fail;
	close(s);
	return fd;
fail:
	saved = errno;
	if (fd >= 0)
		close(fd);
	if (s >= 0)
		close(s);
	errno = saved;
	return -1;
}
