/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SHA-256, RFC 6234: for `hmac-sha256` keys, which are ours. */
#include "hash.h"

/* Cube roots of the first 64 primes: the first 32 bits behind the point. */
static const uint32_t root[64] = {
    0x428a2f98,
    0x71374491,
    0xb5c0fbcf,
    0xe9b5dba5,
    0x3956c25b,
    0x59f111f1,
    0x923f82a4,
    0xab1c5ed5,
    0xd807aa98,
    0x12835b01,
    0x243185be,
    0x550c7dc3,
    0x72be5d74,
    0x80deb1fe,
    0x9bdc06a7,
    0xc19bf174,
    0xe49b69c1,
    0xefbe4786,
    0x0fc19dc6,
    0x240ca1cc,
    0x2de92c6f,
    0x4a7484aa,
    0x5cb0a9dc,
    0x76f988da,
    0x983e5152,
    0xa831c66d,
    0xb00327c8,
    0xbf597fc7,
    0xc6e00bf3,
    0xd5a79147,
    0x06ca6351,
    0x14292967,
    0x27b70a85,
    0x2e1b2138,
    0x4d2c6dfc,
    0x53380d13,
    0x650a7354,
    0x766a0abb,
    0x81c2c92e,
    0x92722c85,
    0xa2bfe8a1,
    0xa81a664b,
    0xc24b8b70,
    0xc76c51a3,
    0xd192e819,
    0xd6990624,
    0xf40e3585,
    0x106aa070,
    0x19a4c116,
    0x1e376c08,
    0x2748774c,
    0x34b0bcb5,
    0x391c0cb3,
    0x4ed8aa4a,
    0x5b9cca4f,
    0x682e6ff3,
    0x748f82ee,
    0x78a5636f,
    0x84c87814,
    0x8cc70208,
    0x90befffa,
    0xa4506ceb,
    0xbef9a3f7,
    0xc67178f2,
};

static uint32_t
turns(uint32_t v, unsigned a, unsigned b, unsigned c)
{
	return hash_rol(v, 32 - a) ^ hash_rol(v, 32 - b) ^ hash_rol(v, 32 - c);
}

static void
block(uint32_t state[8], const uint32_t word[16])
{
	uint32_t w[64], s[8], t;
	unsigned i, k;

	for (i = 0; i < 16; i++)
		w[i] = word[i];
	for (; i < 64; i++)
		w[i] = w[i - 16] + w[i - 7] +
		       (hash_rol(w[i - 15], 25) ^ hash_rol(w[i - 15], 14) ^
			   w[i - 15] >> 3) +
		       (hash_rol(w[i - 2], 15) ^ hash_rol(w[i - 2], 13) ^
			   w[i - 2] >> 10);
	for (k = 0; k < 8; k++)
		s[k] = state[k];
	for (i = 0; i < 64; i++) {
		t = s[7] + turns(s[4], 6, 11, 25) +
		    ((s[4] & s[5]) ^ (~s[4] & s[6])) + root[i] + w[i];
		for (k = 7; k > 0; k--)
			s[k] = s[k - 1];
		s[4] += t;
		s[0] = t + turns(s[1], 2, 13, 22) +
		       ((s[1] & s[2]) ^ (s[1] & s[3]) ^ (s[2] & s[3]));
	}
	for (k = 0; k < 8; k++)
		state[k] += s[k];
}

const struct hash_kind hash_sha256 = {
    .block = block,
    .begin = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
	0x9b05688c, 0x1f83d9ab, 0x5be0cd19},
    .words = 8,
};
