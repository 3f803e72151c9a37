/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IP[/MASK[/INTERFACE][/BROADCAST]], as haresources and IPaddr take it. */
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#include "../../lib/num.h"
#include "ipspec.h"

int
ipspec_bits(struct in_addr mask)
{
	uint32_t holes = ~ntohl(mask.s_addr);

	if ((holes & (holes + 1)) != 0)
		return -1;
	return 32 - __builtin_popcount(holes);
}

struct in_addr
ipspec_mask(int bits)
{
	uint32_t m = bits == 0 ? 0 : UINT32_MAX << (32 - bits);

	return (struct in_addr){.s_addr = htonl(m)};
}

static int
parse_mask(const char *s, struct in_addr *mask)
{
	long long bits;

	if (strchr(s, '.') != NULL)
		return inet_pton(AF_INET, s, mask) == 1 &&
			       ipspec_bits(*mask) >= 0
			   ? 0
			   : -1;
	if (num_parse(s, 0, 32, &bits) == -1)
		return -1;
	*mask = ipspec_mask((int)bits);
	return 0;
}

static int
parse_dev(const char *s, struct ipspec *spec)
{
	size_t len = strlen(s);
	size_t dev = strcspn(s, ":");

	if (dev == 0 || len >= IFNAMSIZ || (dev < len && s[dev + 1] == '\0'))
		return -1;
	memcpy(spec->dev, s, dev);
	if (dev < len)
		memcpy(spec->label, s, len);
	return 0;
}

static int
parse_bcast(const char *s, struct ipspec *spec)
{
	spec->has_bcast = inet_pton(AF_INET, s, &spec->bcast) == 1;
	return spec->has_bcast ? 0 : -1;
}

int
ipspec_parse(struct ipspec *s, const char *text, const char **wrong)
{
	char copy[96];
	char *part[4];
	int parts = 0;
	size_t len = strlen(text);

	memset(s, 0, sizeof(*s));
	*wrong = "expected IP[/MASK[/INTERFACE][/BROADCAST]]";
	if (len >= sizeof(copy))
		return -1;
	memcpy(copy, text, len + 1);
	for (char *p = copy; p != NULL; p = strchr(p, '/')) {
		if (parts > 0)
			*p++ = '\0';
		if (parts == 4)
			return -1;
		part[parts++] = p;
	}
	*wrong = "expected an IPv4 address before the first /";
	if (inet_pton(AF_INET, part[0], &s->ip) != 1)
		return -1;
	*wrong = "expected a netmask (0 to 32, or dotted) after the first /";
	if (parts > 1 && parse_mask(part[1], &s->mask) == -1)
		return -1;
	s->has_mask = parts > 1;
	*wrong = "expected an interface or a broadcast address after "
		 "the second /";
	if (parts == 3 && parse_bcast(part[2], s) == -1 &&
	    parse_dev(part[2], s) == -1)
		return -1;
	if (parts == 4 && parse_dev(part[2], s) == -1)
		return -1;
	*wrong = "expected a broadcast address after the third /";
	if (parts == 4 && parse_bcast(part[3], s) == -1)
		return -1;
	return 0;
}
