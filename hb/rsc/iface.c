/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The addresses of the interfaces, in getifaddrs(3)'s list. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "iface.h"

static struct in_addr
ipv4(const struct sockaddr *sa)
{
	struct sockaddr_in in = {0};

	if (sa != NULL && sa->sa_family == AF_INET)
		memcpy(&in, sa, sizeof(in));
	return in.sin_addr;
}

struct in_addr
iface_ip(const struct ifaddrs *entry)
{
	return ipv4(entry->ifa_addr);
}

struct in_addr
iface_mask(const struct ifaddrs *entry)
{
	return ipv4(entry->ifa_netmask);
}

struct in_addr
iface_bcast(const struct ifaddrs *entry)
{
	if ((entry->ifa_flags & IFF_BROADCAST) == 0)
		return (struct in_addr){0};
	return ipv4(entry->ifa_broadaddr);
}

static int
is_ipv4(const struct ifaddrs *e)
{
	return e->ifa_addr != NULL && e->ifa_addr->sa_family == AF_INET;
}

static int
is_of(const struct ifaddrs *e, const char *dev)
{
	size_t len = strlen(dev);

	return strncmp(e->ifa_name, dev, len) == 0 &&
	       (e->ifa_name[len] == '\0' || e->ifa_name[len] == ':');
}

const struct ifaddrs *
iface_having(const struct ifaddrs *list, struct in_addr ip)
{
	for (; list != NULL; list = list->ifa_next)
		if (is_ipv4(list) && iface_ip(list).s_addr == ip.s_addr)
			return list;
	return NULL;
}

const struct ifaddrs *
iface_net(const struct ifaddrs *list, const char *dev, struct in_addr ip)
{
	for (; list != NULL; list = list->ifa_next)
		if (is_ipv4(list) && is_of(list, dev) &&
		    ((iface_ip(list).s_addr ^ ip.s_addr) &
			iface_mask(list).s_addr) == 0)
			return list;
	return NULL;
}

const struct ifaddrs *
iface_named(const struct ifaddrs *list, const char *dev)
{
	for (; list != NULL; list = list->ifa_next)
		if (is_of(list, dev))
			return list;
	return NULL;
}

int
iface_free_alias(const struct ifaddrs *list, const char *dev,
    char label[IFNAMSIZ])
{
	for (int n = 0;; n++) {
		const struct ifaddrs *e = list;
		int len = snprintf(label, IFNAMSIZ, "%s:%d", dev, n);

		if (len < 0 || len >= IFNAMSIZ) {
			errno = ENAMETOOLONG;
			return -1;
		}
		while (e != NULL && strcmp(e->ifa_name, label) != 0)
			e = e->ifa_next;
		if (e == NULL)
			return 0;
	}
}

void
iface_of_label(const char *label, char dev[IFNAMSIZ])
{
	size_t len = strcspn(label, ":");

	if (len >= IFNAMSIZ)
		len = IFNAMSIZ - 1;
	memcpy(dev, label, len);
	dev[len] = '\0';
}
