/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signatures of messages: CRC-32, and HMAC with three hashes. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "auth.h"
#include "hash.h"

static const char *const names[] = {
    [AUTH_CRC] = "crc",
    [AUTH_MD5] = "md5",
    [AUTH_SHA1] = "sha1",
    [AUTH_HMAC_SHA256] = "hmac-sha256",
};

const char *
auth_method_name(enum auth_method method)
{
	return names[method];
}

enum auth_method
auth_method_by_name(const char *name)
{
	for (unsigned i = AUTH_CRC; i < AUTH_METHODS; i++)
		if (strcmp(names[i], name) == 0)
			return (enum auth_method)i;
	return AUTH_NONE;
}

/*
 * Polynomial 0x04c11db7, most significant bit first, start 0, inverted at
 * the end: neither zlib's nor cksum's. Bitwise: a beat is 250 bytes.
 */
uint32_t
auth_crc(const void *data, size_t len)
{
	const uint8_t *p = data;
	uint32_t c = 0;

	while (len-- > 0) {
		c ^= (uint32_t)*p++ << 24;
		for (unsigned i = 0; i < 8; i++)
			c = c & 0x80000000U ? c << 1 ^ 0x04c11db7U : c << 1;
	}
	return ~c;
}

static const struct hash_kind *const hashes[] = {
    [AUTH_MD5] = &hash_md5,
    [AUTH_SHA1] = &hash_sha1,
    [AUTH_HMAC_SHA256] = &hash_sha256,
};

size_t
auth_sign(const struct auth_keys *keys, unsigned n, const void *data,
    size_t len, char out[AUTH_TEXT_MAX])
{
	const struct auth_key *key;
	uint8_t digest[HASH_MAX];
	size_t digest_len, at;

	if (n >= AUTH_KEYS || keys->key[n].method == AUTH_NONE)
		return 0;
	key = &keys->key[n];
	if (key->method == AUTH_CRC)
		return (size_t)snprintf(out, AUTH_TEXT_MAX, "%u %x", n,
		    (unsigned)auth_crc(data, len));
	digest_len = hash_hmac(hashes[key->method], key->key, key->len, data,
	    len, digest);
	at = (size_t)snprintf(out, AUTH_TEXT_MAX, "%u ", n);
	for (size_t i = 0; i < digest_len; i++) {
		out[at++] = "0123456789abcdef"[digest[i] >> 4];
		out[at++] = "0123456789abcdef"[digest[i] & 15];
	}
	out[at] = '\0';
	return at;
}

enum auth_method
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
		return AUTH_NONE;
	if (auth_sign(keys, n, data, len, want) != text_len)
		return AUTH_NONE;
	/* The whole length always: the time must not tell how far it fits. */
	for (i = 0; i < text_len; i++)
		differ |= (unsigned)(text[i] ^ want[i]);
	return differ == 0 ? keys->key[n].method : AUTH_NONE;
}
