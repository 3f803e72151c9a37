/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Setting and removing an IPv4 address, by one rtnetlink message each. */
#ifndef ADDRESS_H
#define ADDRESS_H

#include <netinet/in.h>

struct address {
	const char *dev;   /* eth0 */
	const char *label; /* eth0:0 */
	struct in_addr ip;
	int bits;             /* of the netmask */
	struct in_addr bcast; /* 0.0.0.0: none */
};

/* Return 0, or -1 with the kernel's errno (EEXIST, EADDRNOTAVAIL, EPERM…). */
int address_add(const struct address *a);
int address_del(const struct address *a);

#endif
