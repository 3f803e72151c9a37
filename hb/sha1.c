/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-1, RFC 3174. */
#include <string.h>

#include "sha1.h"

static uint32_t
rol(uint32_t v, unsigned n)
{
	return v << n | v >> (32 - n);
}

static void
put_be(uint8_t *p, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

static void
sha1_block(struct sha1 *h, const uint8_t *p)
{
	uint32_t w[80], a = h->state[0], b = h->state[1], c = h->state[2];
	uint32_t d = h->state[3], e = h->state[4], f, k, t;
	unsigned i;

	for (i = 0; i < 16; i++)
		w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 |
		       (uint32_t)p[4 * i + 2] << 8 | (uint32_t)p[4 * i + 3];
	for (; i < 80; i++)
		w[i] = rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	for (i = 0; i < 80; i++) {
		if (i < 20) {
			f = (b & c) | (~b & d);
			k = 0x5a827999;
		} else if (i < 40) {
			f = b ^ c ^ d;
			k = 0x6ed9eba1;
		} else if (i < 60) {
			f = (b & c) | (b & d) | (c & d);
			k = 0x8f1bbcdc;
		} else {
			f = b ^ c ^ d;
			k = 0xca62c1d6;
		}
		t = rol(a, 5) + f + e + k + w[i];
		e = d;
		d = c;
		c = rol(b, 30);
		b = a;
		a = t;
	}
	h->state[0] += a;
	h->state[1] += b;
	h->state[2] += c;
	h->state[3] += d;
	h->state[4] += e;
}

void
sha1_init(struct sha1 *h)
{
	*h = (struct sha1){.state = {0x67452301, 0xefcdab89, 0x98badcfe,
			       0x10325476, 0xc3d2e1f0}};
}

void
sha1_update(struct sha1 *h, const void *data, size_t len)
{
	const uint8_t *p = data;
	size_t have = h->bytes % 64, n;

	h->bytes += len;
	while (len > 0) {
		n = 64 - have < len ? 64 - have : len;
		memcpy(h->block + have, p, n);
		p += n;
		len -= n;
		have += n;
		if (have == 64) {
			sha1_block(h, h->block);
			have = 0;
		}
	}
}

void
sha1_final(struct sha1 *h, uint8_t out[20])
{
	uint64_t bits = h->bytes * 8;
	uint8_t tail[72] = {0x80};
	size_t pad = 64 - (h->bytes + 8) % 64;

	put_be(tail + pad, (uint32_t)(bits >> 32));
	put_be(tail + pad + 4, (uint32_t)bits);
	sha1_update(h, tail, pad + 8);
	for (unsigned i = 0; i < 5; i++)
		put_be(out + 4 * i, h->state[i]);
}
