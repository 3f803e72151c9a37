/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * MD5 (RFC 1321), SHA-1 (RFC 3174), SHA-256 (RFC 6234) and HMAC (RFC 2104):
 * three ways to mix a block of 16 words, and one buffer round them.
 */
#ifndef HB_HASH_H
#define HB_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HASH_BLOCK 64 /* bytes, of all three */
#define HASH_MAX 32   /* bytes of the longest digest */

struct hash_kind {
	void (*block)(uint32_t state[8], const uint32_t word[16]);
	uint32_t begin[8];
	uint8_t words; /* of the digest */
	bool little;   /* the lowest byte of a word comes first */
};

extern const struct hash_kind hash_md5, hash_sha1, hash_sha256;

struct hash {
	const struct hash_kind *kind;
	uint32_t state[8];
	uint64_t bytes;
	uint8_t block[HASH_BLOCK];
};

void hash_init(struct hash *h, const struct hash_kind *kind);
void hash_update(struct hash *h, const void *data, size_t len);

/* The digest into out. Returns its length in bytes. */
size_t hash_final(struct hash *h, uint8_t out[HASH_MAX]);

/* HMAC of data with a key of any length. Returns its length in bytes. */
size_t hash_hmac(const struct hash_kind *kind, const void *key, size_t key_len,
    const void *data, size_t len, uint8_t out[HASH_MAX]);

static inline uint32_t
hash_rol(uint32_t v, unsigned n)
{
	return v << n | v >> (32 - n);
}

#endif
