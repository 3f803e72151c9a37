/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interface that the routing table gives for an address. */
#include <errno.h>
#include <net/route.h>
#include <stdint.h>
#include <string.h>

#include "../../lib/num.h"
#include "route.h"

/* The columns of /proc/net/route that matter here. */
enum { DEV = 0, DEST = 1, FLAGS = 3, METRIC = 6, MASK = 7, COLUMNS = 8 };

struct line {
	const char *dev;
	uint32_t dest; /* as in memory: network byte order */
	uint32_t mask;
	uint32_t flags;
	long long metric;
};

static int
hex32(const char *s, uint32_t *value)
{
	unsigned long long v;

	if (num_parse_hex(s, UINT32_MAX, &v) == -1)
		return -1;
	*value = (uint32_t)v;
	return 0;
}

static int
parse(char *text, struct line *l)
{
	char *column[COLUMNS];
	char *save;
	int n = 0;

	for (char *w = strtok_r(text, " \t\n", &save); w != NULL && n < COLUMNS;
	     w = strtok_r(NULL, " \t\n", &save))
		column[n++] = w;
	if (n < COLUMNS || strlen(column[DEV]) >= IFNAMSIZ ||
	    hex32(column[DEST], &l->dest) == -1 ||
	    hex32(column[FLAGS], &l->flags) == -1 ||
	    hex32(column[MASK], &l->mask) == -1 ||
	    num_parse(column[METRIC], 0, UINT32_MAX, &l->metric) == -1)
		return -1;
	l->dev = column[DEV];
	return 0;
}

static int
leads_to(const struct line *l, struct in_addr ip)
{
	if ((ip.s_addr & l->mask) != l->dest || (l->flags & RTF_UP) == 0 ||
	    (l->flags & RTF_REJECT) != 0)
		return 0;
	return l->mask == 0 || (l->flags & RTF_GATEWAY) == 0;
}

int
route_find(FILE *table, struct in_addr ip, struct route *found)
{
	char text[256];
	long long metric = 0;
	int bits = -1;

	if (fgets(text, sizeof(text), table) == NULL ||
	    strncmp(text, "Iface", 5) != 0) {
		errno = EINVAL;
		return -1;
	}
	while (fgets(text, sizeof(text), table) != NULL) {
		struct line l;
		int ones;

		if (parse(text, &l) == -1) {
			errno = EINVAL;
			return -1;
		}
		ones = __builtin_popcount(l.mask);
		if (!leads_to(&l, ip) || ones < bits ||
		    (ones == bits && l.metric >= metric))
			continue;
		bits = ones;
		metric = l.metric;
		found->mask.s_addr = l.mask;
		memcpy(found->dev, l.dev, strlen(l.dev) + 1);
	}
	if (bits == -1) {
		errno = ENETUNREACH;
		return -1;
	}
	return 0;
}
