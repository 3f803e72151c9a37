/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-1 (RFC 3174), for `sha1` keys: the wire of Heartbeat asks for it. */
#ifndef HB_SHA1_H
#define HB_SHA1_H

#include <stddef.h>
#include <stdint.h>

struct sha1 {
	uint32_t state[5];
	uint64_t bytes;
	uint8_t block[64];
};

void sha1_init(struct sha1 *h);
void sha1_update(struct sha1 *h, const void *data, size_t len);
void sha1_final(struct sha1 *h, uint8_t out[20]);

#endif
