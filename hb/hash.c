/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all three hashes share: the buffer of a block, the end, HMAC. */
#include <string.h>

#include "hash.h"

static unsigned
shift(const struct hash *h, size_t i)
{
	return 8 * (unsigned)(h->kind->little ? i % 4 : 3 - i % 4);
}

static void
mix(struct hash *h)
{
	uint32_t word[16] = {0};

	for (size_t i = 0; i < HASH_BLOCK; i++)
		word[i / 4] |= (uint32_t)h->block[i] << shift(h, i);
	h->kind->block(h->state, word);
}

void
hash_init(struct hash *h, const struct hash_kind *kind)
{
	*h = (struct hash){.kind = kind};
	memcpy(h->state, kind->begin, sizeof(h->state));
}

void
hash_update(struct hash *h, const void *data, size_t len)
{
	const uint8_t *p = data;

	for (; len > 0; len--) {
		h->block[h->bytes++ % HASH_BLOCK] = *p++;
		if (h->bytes % HASH_BLOCK == 0)
			mix(h);
	}
}

size_t
hash_final(struct hash *h, uint8_t out[HASH_MAX])
{
	uint64_t bits = h->bytes * 8;
	uint8_t byte = 0x80;

	do {
		hash_update(h, &byte, 1);
		byte = 0;
	} while (h->bytes % HASH_BLOCK != HASH_BLOCK - 8);
	for (unsigned i = 0; i < 8; i++) {
		byte = (uint8_t)(bits >> 8 * (h->kind->little ? i : 7 - i));
		hash_update(h, &byte, 1);
	}
	for (size_t i = 0; i < 4U * h->kind->words; i++)
		out[i] = (uint8_t)(h->state[i / 4] >> shift(h, i));
	return 4U * h->kind->words;
}

size_t
hash_hmac(const struct hash_kind *kind, const void *key, size_t key_len,
    const void *data, size_t len, uint8_t out[HASH_MAX])
{
	uint8_t pad[HASH_BLOCK] = {0};
	struct hash h;

	hash_init(&h, kind);
	if (key_len > sizeof(pad)) {
		hash_update(&h, key, key_len);
		hash_final(&h, pad);
		hash_init(&h, kind);
	} else {
		memcpy(pad, key, key_len);
	}
	for (size_t i = 0; i < sizeof(pad); i++)
		pad[i] ^= 0x36;
	hash_update(&h, pad, sizeof(pad));
	hash_update(&h, data, len);
	len = hash_final(&h, out);
	for (size_t i = 0; i < sizeof(pad); i++)
		pad[i] ^= 0x36 ^ 0x5c;
	hash_init(&h, kind);
	hash_update(&h, pad, sizeof(pad));
	hash_update(&h, out, len);
	return hash_final(&h, out);
}
