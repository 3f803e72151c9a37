/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ping nodes: ICMP echo to hosts that tell whether this node's network works.
 * Names are resolved by a child, again and again, so that no name that does
 * not resolve holds anything up.
 */
#ifndef HB_LINK_PING_H
#define HB_LINK_PING_H

#include <sys/types.h>

#include "clock.h"
#include "conf.h"

#define PING_PACKET_MAX 256

struct ping_answer {
	uint32_t ping, address;
};

struct pinger {
	const struct conf *conf;
	int fd;      /* raw socket; -1: none */
	int pipe;    /* from the resolver; -1: none runs */
	uint16_t id; /* tells our echos from others' */
	uint16_t seq;
	struct mono send, resolve;
	bool told[CONF_PINGS][CONF_MEMBERS]; /* that it does not resolve */
	uint32_t address[CONF_PINGS][CONF_MEMBERS]; /* 0: not known */
};

/* Returns 0, or -1 with errno: no raw socket. */
int ping_open(struct pinger *p, const struct conf *conf, struct mono now);

/* Send what is due; start the resolver when it is. */
void ping_tick(struct pinger *p, struct mono now);

struct mono ping_deadline(const struct pinger *p);

/*
 * Is the packet, IP header and all, an answer to an echo with this id? Then
 * who answers, and the ping node that it says it is, are in found.
 */
bool ping_parse(const uint8_t *packet, size_t len, uint16_t id,
    struct ping_answer *found);

/* Has that ping node such a host? */
bool ping_known(const struct pinger *p, const struct ping_answer *a);

/* Read what the resolver found. */
void ping_resolved(struct pinger *p);

#endif
