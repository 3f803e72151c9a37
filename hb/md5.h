/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MD5 (RFC 1321), for `md5` keys: the wire of Heartbeat asks for it. */
#ifndef HB_MD5_H
#define HB_MD5_H

#include <stddef.h>
#include <stdint.h>

struct md5 {
	uint32_t state[4];
	uint64_t bytes;
	uint8_t block[64];
};

void md5_init(struct md5 *h);
void md5_update(struct md5 *h, const void *data, size_t len);
void md5_final(struct md5 *h, uint8_t out[16]);

#endif
