/* SPDX-License-Identifier: GPL-2.0-or-later */
/* send_arp's command line. */
#include <arpa/inet.h>
#include <ctype.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../../lib/num.h"
#include "options.h"

const char options_usage[] =
    "usage: send_arp [-i ms] [-r count] [-f s] [-p pidfile] [-P ms]\n"
    "                DEV SRC_IP SRC_HW|auto BCAST_IP NETMASK\n"
    "\n"
    "Tell the hosts on DEV that SRC_IP is at SRC_HW (auto: DEV's own).\n"
    "  -i ms       time from one request and reply to the next (500)\n"
    "  -r count    how many pairs of request and reply (1)\n"
    "  -f s        then stay: announce again every s seconds, and when "
    "another\n"
    "              host claims SRC_IP, which is named\n"
    "  -p pidfile  write the process number there while running\n"
    "  -P ms       instead, probe for that long whether another host has\n"
    "              SRC_IP, and name its hardware address (RFC 5227)\n"
    "BCAST_IP and NETMASK are not used.\n"
    "exit status: 0 done, or free; 1 failed; 2 usage; 3 in use by another\n"
    "             host; 4 another host is about to take it\n";

__attribute__((format(printf, 3, 4))) static int
wrong(char *err, size_t size, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(err, size, fmt, ap);
	va_end(ap);
	return -1;
}

/* Twelve hexadecimal digits, with a colon between each two or without. */
static int
parse_hw(const char *s, uint8_t hw[6])
{
	for (int i = 0; i < 6; i++) {
		char two[3] = {0};
		unsigned long long byte;

		if (i > 0 && *s == ':')
			s++;
		memcpy(two, s, strnlen(s, 2));
		if (num_parse_hex(two, 0xff, &byte) == -1 || two[1] == '\0')
			return -1;
		hw[i] = (uint8_t)byte;
		s += 2;
	}
	return *s == '\0' ? 0 : -1;
}

static int
parse_number(int *value, int opt, const char *arg, int min, int max, char *err,
    size_t err_size)
{
	long long v;

	if (num_parse(arg, min, max, &v) == -1)
		return wrong(err, err_size, "-%c '%s': expected %d to %d", opt,
		    arg, min, max);
	*value = (int)v;
	return 0;
}

static int
parse_arguments(struct options *o, char **arg, char *err, size_t err_size)
{
	o->dev = arg[0];
	if (inet_pton(AF_INET, arg[1], &o->ip) != 1)
		return wrong(err, err_size,
		    "SRC_IP '%s': expected an IPv4 address", arg[1]);
	o->hw_auto = strcmp(arg[2], "auto") == 0;
	if (!o->hw_auto && parse_hw(arg[2], o->hw) == -1)
		return wrong(err, err_size,
		    "SRC_HW '%s': expected auto or 12 hexadecimal digits",
		    arg[2]);
	return 0;
}

int
options_parse(struct options *o, int argc, char **argv, char *err,
    size_t err_size)
{
	int opt;
	int r;

	*o = (struct options){.interval_ms = 500, .repeat = 1};
	err[0] = '\0';
	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return 1;
	optind = 0; /* glibc and musl: start over, for the tests */
	opterr = 0;
	while ((opt = getopt(argc, argv, "+:hf:i:r:p:P:")) != -1) {
		r = 0;
		switch (opt) {
		case 'h':
			return 1;
		case 'i':
			r = parse_number(&o->interval_ms, opt, optarg, 1,
			    3600000, err, err_size);
			break;
		case 'r':
			r = parse_number(&o->repeat, opt, optarg, 1, 1000000,
			    err, err_size);
			break;
		case 'f':
			r = parse_number(&o->refresh_s, opt, optarg, 1, 86400,
			    err, err_size);
			break;
		case 'p':
			o->pidfile = optarg;
			break;
		case 'P':
			r = parse_number(&o->probe_ms, opt, optarg, 1, 60000,
			    err, err_size);
			break;
		case ':':
			return wrong(err, err_size, "-%c: expected a value",
			    optopt);
		default:
			return wrong(err, err_size, "unknown option -%c",
			    isprint(optopt) ? optopt : '?');
		}
		if (r == -1)
			return -1;
	}
	if (argc - optind != 5)
		return wrong(err, err_size,
		    "%d arguments: expected "
		    "DEV SRC_IP SRC_HW BCAST_IP NETMASK",
		    argc - optind);
	return parse_arguments(o, argv + optind, err, err_size);
}
