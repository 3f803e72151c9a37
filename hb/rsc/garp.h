/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running send_arp(8): the probe before an address, the announcements after. */
#ifndef GARP_H
#define GARP_H

#include <stddef.h>

enum garp_probe {
	GARP_FREE,    /* nobody else has it */
	GARP_TAKEN,   /* somebody has, or takes it now */
	GARP_UNKNOWN, /* the probe could not be made */
};

/*
 * Probe for window_ms whether another host on dev has ip. Unless it is free,
 * send_arp's own words are in why.
 */
enum garp_probe garp_probe(const char *dev, const char *ip, int window_ms,
    char *why, size_t why_size);

/* IPADDR_REFRESH_S, or its default; 0: never again; -1: it is no number. */
int garp_refresh_s(void);

/*
 * Log and start the announcements of ip (on the alias label of dev) in the
 * background, where they are repeated every garp_refresh_s(). Returns 0, or -1
 * with errno and in what the path that failed.
 */
int garp_start(const char *dev, const char *label, const char *ip, char *what,
    size_t what_size);

/* End the announcements of ip, if any are running, and wait for their end. */
void garp_stop(const char *ip);

#endif
