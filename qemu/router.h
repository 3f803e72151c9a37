/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the router does: it answers pings for every address outside of the
 * LAN, and DNS for the ping nodes of the how-to.
 */
#ifndef ROUTER_H
#define ROUTER_H

#include <stddef.h>
#include <stdint.h>

struct pbuf;

/* Serve DNS on the router's address. */
void router_start(void);

/* Take an IPv4 packet that the router got; 1 when it was for the world
 * outside of the LAN and is answered, dropped and freed. */
int router_world(struct pbuf *p);

/*
 * Answer the DNS query of len bytes (RFC 1035). linux-ha.org is 192.0.2.10
 * and lugmen.org.ar 198.51.100.10 (RFC 5737's documentation addresses); no
 * other name exists.
 * Returns the length of the answer, or 0 when there is nothing to say.
 */
size_t router_dns(const uint8_t *query, size_t len, uint8_t *to, size_t size);

#endif
