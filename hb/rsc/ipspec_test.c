/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <arpa/inet.h>

#include "../../lib/tap.h"
#include "ipspec.h"

/* The specification as one line, or what was expected instead. */
static const char *
read_back(const char *text)
{
	static char line[160];
	char ip[INET_ADDRSTRLEN];
	char mask[INET_ADDRSTRLEN];
	char bcast[INET_ADDRSTRLEN];
	struct ipspec s;
	const char *wrong;

	if (ipspec_parse(&s, text, &wrong) == -1)
		return wrong;
	inet_ntop(AF_INET, &s.ip, ip, sizeof(ip));
	inet_ntop(AF_INET, &s.mask, mask, sizeof(mask));
	inet_ntop(AF_INET, &s.bcast, bcast, sizeof(bcast));
	snprintf(line, sizeof(line), "%s mask=%s dev=%s label=%s bcast=%s", ip,
	    s.has_mask ? mask : "-", s.dev, s.label, s.has_bcast ? bcast : "-");
	return line;
}

int
main(void)
{
	static const struct {
		const char *text;
		const char *want;
	} good[] = {
	    {"192.168.0.88", "192.168.0.88 mask=- dev= label= bcast=-"},
	    {"192.168.0.88/24",
		"192.168.0.88 mask=255.255.255.0 dev= label= bcast=-"},
	    {"192.168.0.88/255.255.255.128",
		"192.168.0.88 mask=255.255.255.128 dev= label= bcast=-"},
	    {"10.0.0.1/0", "10.0.0.1 mask=0.0.0.0 dev= label= bcast=-"},
	    {"10.0.0.1/32",
		"10.0.0.1 mask=255.255.255.255 dev= label= bcast=-"},
	    {"10.0.0.1/24/eth0",
		"10.0.0.1 mask=255.255.255.0 dev=eth0 label= bcast=-"},
	    {"10.0.0.1/24/eth0:3",
		"10.0.0.1 mask=255.255.255.0 dev=eth0 label=eth0:3 bcast=-"},
	    {"10.0.0.1/24/10.0.0.255",
		"10.0.0.1 mask=255.255.255.0 dev= label= bcast=10.0.0.255"},
	    {"10.0.0.1/24/eth1/10.0.0.255",
		"10.0.0.1 mask=255.255.255.0 dev=eth1 label= "
		"bcast=10.0.0.255"},
	};
	static const char mask[] =
	    "expected a netmask (0 to 32, or dotted) after the first /";
	static const char third[] =
	    "expected an interface or a broadcast address after the second /";
	static const struct {
		const char *text;
		const char *want;
	} bad[] = {
	    {"", "expected an IPv4 address before the first /"},
	    {"192.168.0", "expected an IPv4 address before the first /"},
	    {"192.168.0.256", "expected an IPv4 address before the first /"},
	    {"nodo1/24", "expected an IPv4 address before the first /"},
	    {"10.0.0.1/", mask},
	    {"10.0.0.1/33", mask},
	    {"10.0.0.1/255.0.255.0", mask},
	    {"10.0.0.1/eth0", mask},
	    {"10.0.0.1/24/", third},
	    {"10.0.0.1/24/:0", third},
	    {"10.0.0.1/24/eth0:", third},
	    {"10.0.0.1/24/averylonginterface", third},
	    {"10.0.0.1/24/eth0/eth1",
		"expected a broadcast address after the third /"},
	    {"10.0.0.1/24/eth0/10.0.0.255/x",
		"expected IP[/MASK[/INTERFACE][/BROADCAST]]"},
	};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		is_str(read_back(good[i].text), good[i].want, good[i].text);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char what[80];

		snprintf(what, sizeof(what), "'%s' is refused", bad[i].text);
		is_str(read_back(bad[i].text), bad[i].want, what);
	}
	for (int bits = 0; bits <= 32; bits++)
		if (ipspec_bits(ipspec_mask(bits)) != bits)
			ok(0, "%d bits make a netmask of as many", bits);
	return tap_done();
}
