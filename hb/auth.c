/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signatures of messages: CRC-32, HMAC-MD5, HMAC-SHA1. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "auth.h"
#include "md5.h"
#include "sha1.h"

static const char *const names[] = {
    [AUTH_CRC] = "crc",
    [AUTH_MD5] = "md5",
    [AUTH_SHA1] = "sha1",
};

const char *
auth_method_name(enum auth_method method)
{
	return names[method];
}

enum auth_method
auth_method_by_name(const char *name)
{
	for (unsigned i = AUTH_CRC; i <= AUTH_SHA1; i++)
		if (strcmp(names[i], name) == 0)
			return (enum auth_method)i;
	return AUTH_NONE;
}

/*
 * Polynomial 0x04c11db7, most significant bit first, start 0, inverted at
 * the end: neither zlib's nor cksum's. Bitwise: a beat is 250 bytes.
 */
static uint32_t
crc32_hb(const uint8_t *p, size_t len)
{
	uint32_t c = 0;

	while (len-- > 0) {
		c ^= (uint32_t)*p++ << 24;
		for (unsigned i = 0; i < 8; i++)
			c = c & 0x80000000U ? c << 1 ^ 0x04c11db7U : c << 1;
	}
	return ~c;
}

/* RFC 2104, with a hash of 64-byte blocks. Returns the digest's length. */
#define HMAC(HASH, DIGEST) \
	static size_t HASH##_hmac(const struct auth_key *key, \
	    const void *data, size_t len, uint8_t *out) \
	{ \
		struct HASH h; \
		uint8_t pad[64]; \
\
		for (size_t i = 0; i < sizeof(pad); i++) \
			pad[i] = \
			    (uint8_t)(0x36 ^ \
				      (i < key->len ? (uint8_t)key->key[i] \
						    : 0)); \
		HASH##_init(&h); \
		HASH##_update(&h, pad, sizeof(pad)); \
		HASH##_update(&h, data, len); \
		HASH##_final(&h, out); \
		for (size_t i = 0; i < sizeof(pad); i++) \
			pad[i] ^= 0x36 ^ 0x5c; \
		HASH##_init(&h); \
		HASH##_update(&h, pad, sizeof(pad)); \
		HASH##_update(&h, out, DIGEST); \
		HASH##_final(&h, out); \
		return DIGEST; \
	}

HMAC(md5, 16)
HMAC(sha1, 20)

size_t
auth_sign(const struct auth_keys *keys, unsigned n, const void *data,
    size_t len, char out[AUTH_TEXT_MAX])
{
	const struct auth_key *key;
	uint8_t digest[20];
	size_t digest_len, at;

	if (n >= AUTH_KEYS)
		return 0;
	key = &keys->key[n];
	switch (key->method) {
	case AUTH_CRC:
		return (size_t)snprintf(out, AUTH_TEXT_MAX, "%u %x", n,
		    (unsigned)crc32_hb(data, len));
	case AUTH_MD5:
		digest_len = md5_hmac(key, data, len, digest);
		break;
	case AUTH_SHA1:
		digest_len = sha1_hmac(key, data, len, digest);
		break;
	default:
		return 0;
	}
	at = (size_t)snprintf(out, AUTH_TEXT_MAX, "%u ", n);
	for (size_t i = 0; i < digest_len; i++) {
		out[at++] = "0123456789abcdef"[digest[i] >> 4];
		out[at++] = "0123456789abcdef"[digest[i] & 15];
	}
	out[at] = '\0';
	return at;
}

bool
auth_verify(const struct auth_keys *keys, const char *text, size_t text_len,
    const void *data, size_t len)
{
	char want[AUTH_TEXT_MAX];
	unsigned n = 0, differ = 0;
	size_t i;

	for (i = 0; i < text_len && i < 2 && text[i] >= '0' && text[i] <= '9';
	     i++)
		n = n * 10 + (unsigned)(text[i] - '0');
	if (i == 0 || i >= text_len || text[i] != ' ')
		return false;
	if (auth_sign(keys, n, data, len, want) != text_len)
		return false;
	/* The whole length always: the time must not tell how far it fits. */
	for (i = 0; i < text_len; i++)
		differ |= (unsigned)(text[i] ^ want[i]);
	return differ == 0;
}
