/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Media over UDP: bcast, ucast and mcast, each bound to its interface. */
#include <errno.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "link.h"

/* One of an interface's addresses, by the request that asks for it. */
static int
address_of(int fd, const char *interface, int request, struct in_addr *a)
{
	struct ifreq ifr = {0};
	struct sockaddr_in in;

	memcpy(ifr.ifr_name, interface, strnlen(interface, IFNAMSIZ - 1));
	/* The C libraries differ on ioctl's type, the kernel does not. */
	if (syscall(SYS_ioctl, fd, request, &ifr) == -1)
		return -1;
	memcpy(&in, &ifr.ifr_addr, sizeof(in));
	if (in.sin_addr.s_addr == 0) {
		errno = EADDRNOTAVAIL;
		return -1;
	}
	*a = in.sin_addr;
	return 0;
}

/* Both nodes may have the lines of both: each sends by the other's only. */
static int
prepare_ucast(struct link *l, int fd)
{
	int tos = IPTOS_LOWDELAY;
	struct in_addr a;

	l->own = address_of(fd, l->media->name, SIOCGIFADDR, &a) == 0 &&
		 a.s_addr == l->media->address;
	return setsockopt(fd, IPPROTO_IP, IP_TOS, &tos, sizeof(tos));
}

static int
join_group(int fd, const struct conf_media *m)
{
	struct ip_mreqn group = {.imr_multiaddr.s_addr = m->address,
	    .imr_ifindex = (int)if_nametoindex(m->name)};
	int ttl = m->ttl, loop = m->loop;

	if (setsockopt(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group,
		sizeof(group)) == -1 ||
	    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &group,
		sizeof(group)) == -1 ||
	    setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &ttl, sizeof(ttl)) ==
		-1)
		return -1;
	return setsockopt(fd, IPPROTO_IP, IP_MULTICAST_LOOP, &loop,
	    sizeof(loop));
}

static int
prepare(struct link *l, int fd)
{
	const struct conf_media *m = l->media;
	struct sockaddr_in any = {
	    .sin_family = AF_INET, .sin_port = htons(m->port)};
	int on = 1;

	l->to = any;
	l->to.sin_addr.s_addr = m->address;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1 ||
	    setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, m->name,
		(socklen_t)strlen(m->name)) == -1 ||
	    bind(fd, (struct sockaddr *)&any, sizeof(any)) == -1)
		return -1;
	if (m->kind == MEDIA_BCAST)
		return setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on,
			   sizeof(on)) == -1
			   ? -1
			   : address_of(fd, m->name, SIOCGIFBRDADDR,
				 &l->to.sin_addr);
	if (m->kind == MEDIA_UCAST)
		return prepare_ucast(l, fd);
	return join_group(fd, m);
}

int
link_open(struct link *l, const struct conf_media *media, unsigned baud)
{
	int fd, e;

	l->media = media;
	l->fd = -1;
	l->own = false;
	l->out_len = 0;
	if (media->kind == MEDIA_SERIAL)
		return link_serial_open(l, baud);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd == -1)
		return -1;
	if (prepare(l, fd) == -1) {
		e = errno;
		close(fd);
		errno = e;
		return -1;
	}
	l->fd = fd;
	return 0;
}

int
link_send(struct link *l, const char *wire, size_t len)
{
	if (l->media->kind == MEDIA_SERIAL)
		return link_serial_send(l, wire, len);
	if (l->own)
		return 0;
	return sendto(l->fd, wire, len, MSG_DONTWAIT, (struct sockaddr *)&l->to,
		   sizeof(l->to)) == -1
		   ? -1
		   : 0;
}

ssize_t
link_receive(struct link_reader *r, char wire[MSG_WIRE_MAX])
{
	ssize_t n;

	if (r->serial)
		return link_serial_receive(r, wire);
	n = read(r->fd, wire, MSG_WIRE_MAX);
	return n == -1 && (errno == EAGAIN || errno == EINTR) ? 0 : n;
}
