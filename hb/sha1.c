/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-1, RFC 3174: for `sha1` keys, which the wire of Heartbeat has. */
#include "hash.h"

static void
block(uint32_t state[8], const uint32_t word[16])
{
	uint32_t w[80], a = state[0], b = state[1], c = state[2];
	uint32_t d = state[3], e = state[4], f, k, t;
	unsigned i;

	for (i = 0; i < 16; i++)
		w[i] = word[i];
	for (; i < 80; i++)
		w[i] = hash_rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
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
		t = hash_rol(a, 5) + f + e + k + w[i];
		e = d;
		d = c;
		c = hash_rol(b, 30);
		b = a;
		a = t;
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
	state[4] += e;
}

const struct hash_kind hash_sha1 = {
    .block = block,
    .begin = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0},
    .words = 5,
};
