/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the lab changes in lwIP: two hosts in one stack, one the world. */
#ifndef LAN_HOOKS_H
#define LAN_HOOKS_H

struct pbuf;
struct netif;
struct ip4_addr;

int lan_ip4_input(struct pbuf *p, struct netif *in);
struct netif *lan_route(const struct ip4_addr *src, const struct ip4_addr *dst);

#define LWIP_HOOK_IP4_INPUT(p, in) lan_ip4_input(p, in)
#define LWIP_HOOK_IP4_ROUTE_SRC(src, dest) lan_route(src, dest)

#endif
