/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IP[/MASK[/INTERFACE][/BROADCAST]], as haresources and IPaddr take it. */
#ifndef IPSPEC_H
#define IPSPEC_H

#include <net/if.h>
#include <netinet/in.h>

struct ipspec {
	struct in_addr ip;
	int has_mask;
	struct in_addr mask;
	char dev[IFNAMSIZ];   /* "": by the routing table */
	char label[IFNAMSIZ]; /* "": the lowest free alias of dev */
	int has_bcast;
	struct in_addr bcast;
};

/*
 * Read text. MASK is a number of bits or dotted; INTERFACE may name its alias
 * (eth0:3). Returns 0; or -1 and sets *wrong to what was expected.
 */
int ipspec_parse(struct ipspec *s, const char *text, const char **wrong);

/* The number of bits of a netmask, or -1: its ones are not in one piece. */
int ipspec_bits(struct in_addr mask);

/* The netmask of that many bits, 0 to 32. */
struct in_addr ipspec_mask(int bits);

#endif
