/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARP frames of one Ethernet interface through a packet socket. */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <netpacket/packet.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/if_ether.h>

#include "packet.h"

static int
hw_address(int fd, const char *dev, uint8_t hw[6])
{
	struct ifreq r = {0};

	memcpy(r.ifr_name, dev, strlen(dev));
	if (ioctl(fd, SIOCGIFHWADDR, &r) == -1)
		return -1;
	if (r.ifr_hwaddr.sa_family != ARPHRD_ETHER) {
		errno = EPFNOSUPPORT;
		return -1;
	}
	memcpy(hw, r.ifr_hwaddr.sa_data, 6);
	return 0;
}

int
packet_open(const char *dev, uint8_t hw[6])
{
	struct sockaddr_ll to = {
	    .sll_family = AF_PACKET,
	    .sll_protocol = htons(ETH_P_ARP),
	};
	int saved;
	int fd;

	if (strlen(dev) >= IFNAMSIZ) {
		errno = ENODEV;
		return -1;
	}
	/* protocol 0: hears nothing before it is bound to its interface */
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd == -1)
		return -1;
	if (hw_address(fd, dev, hw) == 0) {
		to.sll_ifindex = (int)if_nametoindex(dev);
		if (to.sll_ifindex != 0 &&
		    bind(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
			return fd;
	}
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

int
packet_send(int fd, const void *frame, size_t len)
{
	ssize_t n = send(fd, frame, len, 0);

	if (n == -1)
		return -1;
	if ((size_t)n != len) {
		errno = EIO;
		return -1;
	}
	return 0;
}

ssize_t
packet_receive(int fd, void *buf, size_t size)
{
	struct sockaddr_ll from;
	socklen_t from_len;
	ssize_t n;

	do {
		from_len = sizeof(from);
		n = recvfrom(fd, buf, size, 0, (struct sockaddr *)&from,
		    &from_len);
	} while (n >= 0 && from.sll_pkttype == PACKET_OUTGOING);
	return n;
}
