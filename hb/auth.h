/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signatures of messages: crc, md5 and sha1 of authkeys(5), exactly as
 * Heartbeat 3.0.6 makes them (reference/heartbeat/README.md 2.3), and
 * hmac-sha256 in the same form.
 */
#ifndef HB_AUTH_H
#define HB_AUTH_H

#include <stddef.h>
#include <stdint.h>

#define AUTH_KEYS 16     /* key numbers 0…15 */
#define AUTH_KEY_MAX 64  /* bytes of a key */
#define AUTH_TEXT_MAX 72 /* "15 " and 64 hexadecimal digits */

enum auth_method {
	AUTH_NONE,
	AUTH_CRC,
	AUTH_MD5,
	AUTH_SHA1,
	AUTH_HMAC_SHA256, /* ours: Heartbeat 3.0.6 refuses the whole file */
	AUTH_METHODS
};

struct auth_key {
	enum auth_method method; /* AUTH_NONE: no such key */
	size_t len;
	char key[AUTH_KEY_MAX];
};

struct auth_keys {
	unsigned send; /* number of the key that signs what we send */
	struct auth_key key[AUTH_KEYS];
};

/* The method's name as in authkeys, or NULL. */
const char *auth_method_name(enum auth_method method);

/* The method of that name, or AUTH_NONE. */
enum auth_method auth_method_by_name(const char *name);

/* The checksum of `crc` keys. */
uint32_t auth_crc(const void *data, size_t len);

/*
 * Write "N DIGEST" of data with key number n into out. Returns its length;
 * 0 when there is no key of that number.
 */
size_t auth_sign(const struct auth_keys *keys, unsigned n, const void *data,
    size_t len, char out[AUTH_TEXT_MAX]);

/*
 * Is text ("N DIGEST") the signature of data under a key that we have?
 * Returns that key's method; AUTH_NONE: no.
 */
enum auth_method auth_verify(const struct auth_keys *keys, const char *text,
    size_t text_len, const void *data, size_t len);

#endif
