/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Setting and removing an IPv4 address: rtnetlink(7). */
#include <errno.h>
#include <net/if.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "address.h"

struct request {
	struct nlmsghdr head;
	struct ifaddrmsg addr;
	char attributes[96];
};

struct answer {
	struct nlmsghdr head;
	struct nlmsgerr error;
	char more[256];
};

static void
add_attribute(struct request *r, unsigned short type, const void *data,
    size_t len)
{
	struct rtattr a = {
	    .rta_type = type,
	    .rta_len = (unsigned short)RTA_LENGTH(len),
	};
	char *at = (char *)r + NLMSG_ALIGN(r->head.nlmsg_len);

	memcpy(at, &a, sizeof(a));
	memcpy(at + RTA_LENGTH(0), data, len);
	r->head.nlmsg_len =
	    (uint32_t)(NLMSG_ALIGN(r->head.nlmsg_len) + RTA_ALIGN(a.rta_len));
}

/* Send r and take the kernel's verdict on it. */
static int
ask(const struct request *r)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	struct answer answer;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	ssize_t n;
	int saved;

	if (fd == -1)
		return -1;
	n = sendto(fd, r, r->head.nlmsg_len, 0, (struct sockaddr *)&kernel,
	    sizeof(kernel));
	if (n != -1)
		n = recv(fd, &answer, sizeof(answer), 0);
	saved = errno;
	close(fd);
	if (n == -1) {
		errno = saved;
		return -1;
	}
	if ((size_t)n < offsetof(struct answer, more) ||
	    answer.head.nlmsg_type != NLMSG_ERROR) {
		errno = EPROTO;
		return -1;
	}
	errno = -answer.error.error;
	return answer.error.error == 0 ? 0 : -1;
}

static int
change(const struct address *a, uint16_t type, uint16_t flags)
{
	struct request r = {
	    .head =
		{
		    .nlmsg_len = NLMSG_LENGTH(sizeof(struct ifaddrmsg)),
		    .nlmsg_type = type,
		    .nlmsg_flags =
			(uint16_t)(NLM_F_REQUEST | NLM_F_ACK | flags),
		},
	    .addr =
		{
		    .ifa_family = AF_INET,
		    .ifa_prefixlen = (unsigned char)a->bits,
		    .ifa_index = if_nametoindex(a->dev),
		},
	};

	if (r.addr.ifa_index == 0)
		return -1;
	add_attribute(&r, IFA_LOCAL, &a->ip, sizeof(a->ip));
	add_attribute(&r, IFA_ADDRESS, &a->ip, sizeof(a->ip));
	if (a->bcast.s_addr != 0)
		add_attribute(&r, IFA_BROADCAST, &a->bcast, sizeof(a->bcast));
	add_attribute(&r, IFA_LABEL, a->label, strlen(a->label) + 1);
	return ask(&r);
}

int
address_add(const struct address *a)
{
	return change(a, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
}

int
address_del(const struct address *a)
{
	return change(a, RTM_DELADDR, 0);
}
