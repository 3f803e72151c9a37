/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ethernet frames in and out of a lwIP netif as plain bytes. */
#include <errno.h>
#include <string.h>

#include "frame.h"
#include "lwip/pbuf.h"
#include "netif/ethernet.h"

int
frame_input(struct netif *n, const void *bytes, size_t len)
{
	size_t padded = len < FRAME_MIN ? FRAME_MIN : len;
	struct pbuf *p;

	if (len < SIZEOF_ETH_HDR || len > FRAME_MAX) {
		errno = EMSGSIZE;
		return -1;
	}
	/* PBUF_RAM is in one piece */
	p = pbuf_alloc(PBUF_RAW, (u16_t)padded, PBUF_RAM);
	if (p == NULL) {
		errno = ENOMEM;
		return -1;
	}
	memset(p->payload, 0, padded);
	memcpy(p->payload, bytes, len);
	if (n->input(p, n) != ERR_OK)
		pbuf_free(p);
	return 0;
}

size_t
frame_copy(const struct pbuf *p, void *buf, size_t size)
{
	if (p->tot_len > size)
		return 0;
	return pbuf_copy_partial(p, buf, p->tot_len, 0);
}
