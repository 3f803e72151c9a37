/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TCP ports of the host that lead to addresses on the lab's LAN. */
#ifndef FORWARD_H
#define FORWARD_H

#include <stdint.h>

#include "lwip/ip4_addr.h"

/*
 * Listen on 127.0.0.1:host_port; each connection is joined to one from the
 * LAN client to addr:port. Returns 0, or -1 with errno.
 */
int forward_start(uint16_t host_port, const ip4_addr_t *addr, uint16_t port);

#endif
