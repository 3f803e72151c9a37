/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ethernet frames in and out of a lwIP netif as plain bytes. */
#ifndef LWIP_FRAME_H
#define LWIP_FRAME_H

#include <stddef.h>

#include "lwip/netif.h"

#define FRAME_MAX 1514 /* without the checksum */
#define FRAME_MIN 60   /* what the wire pads to */

/*
 * Give the frame of len bytes to n. A frame shorter than FRAME_MIN is padded
 * with zeros as the wire would have done: lwIP reads an ARP packet without
 * asking how much of it has come.
 * Returns 0, or -1 with errno EMSGSIZE (shorter than an Ethernet header, or
 * longer than FRAME_MAX) or ENOMEM.
 */
int frame_input(struct netif *n, const void *bytes, size_t len);

/*
 * Copy an outgoing packet p (as linkoutput gets it) to buf.
 * Returns its length in bytes, or 0 when it is longer than size.
 */
size_t frame_copy(const struct pbuf *p, void *buf, size_t size);

#endif
