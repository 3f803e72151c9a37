/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The lab's own hosts on the LAN, on lwIP: the router 192.168.0.1, which is
 * also the rest of the world, and the client 192.168.0.100.
 */
#ifndef LAN_H
#define LAN_H

#include <stddef.h>
#include <stdint.h>

#include "seg.h"
#include "lwip/netif.h"

struct pbuf;

extern struct netif lan_router, lan_client;

/*
 * Plug both hosts into segment s; moved(s) is called after each frame of
 * theirs. Returns 0 or -1 with errno.
 */
int lan_start(struct seg *s, void (*moved)(struct seg *s));

/* Handle what has come in and the timers that are due; the loop does it by
 * itself, after lan_kick at the latest. */
void lan_run(void);
void lan_kick(void);

/* Source address of the frame that is being handled. */
const uint8_t *lan_source(void);

/* Give the station with this hardware address a name. */
void lan_name(const uint8_t mac[6], const char *name);
/* "52:54:00:00:01:00 nodo1" for people. */
void lan_show(const uint8_t mac[6], char *buf, size_t size);

/* lwIP's hooks (lan_hooks.h): a packet before lwIP sees it; the netif that
 * has the source address. */
int lan_ip4_input(struct pbuf *p, struct netif *in);
struct netif *lan_route(const ip4_addr_t *src, const ip4_addr_t *dest);

#endif
