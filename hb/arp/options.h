/* SPDX-License-Identifier: GPL-2.0-or-later */
/* send_arp's command line. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <netinet/in.h>
#include <stdint.h>

struct options {
	int interval_ms;     /* -i: from one pair of frames to the next */
	int repeat;          /* -r: pairs */
	const char *pidfile; /* -p, or NULL */
	int refresh_s;       /* -f: announce again, for ever; 0: end */
	int probe_ms;        /* -P: probe instead; 0: announce */
	const char *dev;
	struct in_addr ip;
	int hw_auto; /* SRC_HW is `auto` */
	uint8_t hw[6];
};

/*
 * Read the command line. Returns 0; 1 for --help; or -1 with what is wrong
 * and what was expected in err.
 */
int options_parse(struct options *o, int argc, char **argv, char *err,
    size_t err_size);

extern const char options_usage[];

#endif
