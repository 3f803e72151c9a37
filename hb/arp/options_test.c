/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <arpa/inet.h>

#include "../../lib/tap.h"
#include "options.h"

static struct options o;
static char err[160];

/* Parse a line of words. */
static int
parse(const char *line)
{
	static char copy[256];
	char *argv[32];
	int argc = 0;
	char *save;

	snprintf(copy, sizeof(copy), "send_arp %s", line);
	for (char *w = strtok_r(copy, " ", &save); w != NULL && argc < 31;
	     w = strtok_r(NULL, " ", &save))
		argv[argc++] = w;
	argv[argc] = NULL;
	return options_parse(&o, argc, argv, err, sizeof(err));
}

static void
refuses(const char *line, const char *message)
{
	int r = parse(line);

	ok(r == -1, "'%s' is refused", line);
	is_str(err, message, "and the message says what was expected");
}

int
main(void)
{
	char ip[INET_ADDRSTRLEN] = "";

	ok(parse("-i 1010 -r 5 -p /var/lib/heartbeat/rsctmp/send_arp/"
		 "send_arp-192.168.0.88 eth0 192.168.0.88 auto 192.168.0.88 "
		 "ffffffffffff") == 0,
	    "the how-to's command line is taken");
	inet_ntop(AF_INET, &o.ip, ip, sizeof(ip));
	is_str(ip, "192.168.0.88", "SRC_IP");
	is_str(o.dev, "eth0", "DEV");
	ok(o.interval_ms == 1010 && o.repeat == 5 && o.hw_auto &&
		o.probe_ms == 0,
	    "interval, count and auto");
	is_str(o.pidfile,
	    "/var/lib/heartbeat/rsctmp/send_arp/send_arp-192.168.0.88",
	    "pid file");
	ok(parse("eth0 10.0.0.1 00405F102030 10.0.0.1 ffffffffffff") == 0 &&
		!o.hw_auto && memcmp(o.hw, "\x00\x40\x5f\x10\x20\x30", 6) == 0,
	    "a hardware address of 12 digits");
	ok(parse("eth0 10.0.0.1 00:40:5f:10:20:30 x y") == 0 &&
		memcmp(o.hw, "\x00\x40\x5f\x10\x20\x30", 6) == 0,
	    "a hardware address with colons");
	ok(parse("-P 40 eth0 10.0.0.1 auto x y") == 0 && o.probe_ms == 40,
	    "a probe");
	ok(parse("-f 60 eth0 10.0.0.1 auto x y") == 0 && o.refresh_s == 60,
	    "to stay");
	refuses("-f 0 eth0 10.0.0.1 auto x y", "-f '0': expected 1 to 86400");
	is_num(parse("--help"), 1, "--help is known");
	is_num(parse("-h"), 1, "-h is known");
	refuses("eth0 10.0.0.1 auto x",
	    "4 arguments: expected DEV SRC_IP SRC_HW BCAST_IP NETMASK");
	refuses("-i 0 eth0 10.0.0.1 auto x y", "-i '0': expected 1 to 3600000");
	refuses("-r 1x eth0 10.0.0.1 auto x y",
	    "-r '1x': expected 1 to 1000000");
	refuses("-P", "-P: expected a value");
	refuses("-z eth0 10.0.0.1 auto x y", "unknown option -z");
	refuses("eth0 10.0.0.256 auto x y",
	    "SRC_IP '10.0.0.256': expected an IPv4 address");
	refuses("eth0 10.0.0.1 00405f1020 x y",
	    "SRC_HW '00405f1020': expected auto or 12 hexadecimal digits");
	refuses("eth0 10.0.0.1 00405f10203040 x y",
	    "SRC_HW '00405f10203040': expected auto or 12 hexadecimal digits");
	refuses("eth0 10.0.0.1 0:40:5f:10:20:30 x y",
	    "SRC_HW '0:40:5f:10:20:30': expected auto or 12 hexadecimal "
	    "digits");
	return tap_done();
}
