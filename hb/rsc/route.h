/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interface that the routing table gives for an address. */
#ifndef ROUTE_H
#define ROUTE_H

#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>

struct route {
	char dev[IFNAMSIZ];
	struct in_addr mask; /* 0.0.0.0: the default route */
};

/*
 * Find ip's route in table, the text of /proc/net/route: the longest netmask,
 * then the lowest metric. Routes that are down, that reject, or that lead
 * over a router do not count; only the default one may do so.
 * Returns 0; or -1 with errno ENETUNREACH (none) or EINVAL (not such a table).
 */
int route_find(FILE *table, struct in_addr ip, struct route *found);

#endif
