/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <arpa/inet.h>
#include <errno.h>

#include "../../lib/tap.h"
#include "route.h"

#define HEAD \
	"Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\t" \
	"MTU\tWindow\tIRTT\n"

/* nodo1 of the how-to, as its kernel prints it on a little-endian machine */
static const char nodo1[] =
    HEAD "eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
	 "eth1\t000A0A0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
	 "eth0\t0000A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n";

/* A route per reason to choose or not to choose it. */
static const char choice[] =
    HEAD "far\t0005A8C0\t0100A8C0\t0003\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
	 "slow\t0000A8C0\t00000000\t0001\t0\t0\t200\t0000FFFF\t0\t0\t0\n"
	 "fast\t0000A8C0\t00000000\t0001\t0\t0\t100\t0000FFFF\t0\t0\t0\n"
	 "narrow\t0007A8C0\t00000000\t0001\t0\t0\t300\t00FFFFFF\t0\t0\t0\n"
	 "down\t0000000A\t00000000\t0000\t0\t0\t0\t000000FF\t0\t0\t0\n"
	 "*\t0000000A\t00000000\t0201\t0\t0\t0\t000000FF\t0\t0\t0\n";

static const char *
dev_for(const char *table, const char *ip)
{
	static struct route r;
	static char copy[2048];
	struct in_addr a;
	FILE *f;
	int found;

	inet_pton(AF_INET, ip, &a);
	memset(&r, 0, sizeof(r));
	snprintf(copy, sizeof(copy), "%s", table);
	f = fmemopen(copy, strlen(copy), "r");
	errno = 0;
	found = route_find(f, a, &r);
	fclose(f);
	if (found == 0)
		return r.dev;
	return errno == ENETUNREACH ? "none" : errno == EINVAL ? "bad" : "?";
}

int
main(void)
{
	is_str(dev_for(nodo1, "192.168.0.88"), "eth0",
	    "the how-to's address is on eth0");
	is_str(dev_for(nodo1, "10.10.10.5"), "eth1", "the cable's is on eth1");
	is_str(dev_for(nodo1, "8.8.8.8"), "eth0",
	    "a far one goes by the default route");
	is_str(dev_for(choice, "192.168.7.1"), "narrow",
	    "the longest netmask wins, whatever the metric");
	is_str(dev_for(choice, "192.168.1.1"), "fast",
	    "the lower metric wins at the same netmask");
	is_str(dev_for(choice, "192.168.5.1"), "fast",
	    "a network behind a router is not ours");
	is_str(dev_for(choice, "10.0.0.1"), "none",
	    "a route that is down or rejects does not count");
	is_str(dev_for(HEAD, "10.0.0.1"), "none", "an empty table has none");
	is_str(dev_for("x", "10.0.0.1"), "bad", "another text is no table");
	is_str(dev_for(HEAD "eth0\t0000A8C0\t0\t1\n", "10.0.0.1"), "bad",
	    "a line that is cut off is refused");
	is_str(dev_for(HEAD "eth0\t0000A8C0\t0\t000g\t0\t0\t0\t00FFFFFF\n",
		   "10.0.0.1"),
	    "bad", "a number that is none is refused");
	return tap_done();
}
