/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hashes against RFC 1321, RFC 3174 and RFC 2202, and base64. */
#include "../lib/tap.h"
#include "auth.h"
#include "md5.h"
#include "msg_fields.h"
#include "sha1.h"

static const char *
hex(const uint8_t *p, size_t n)
{
	static char out[64];

	for (size_t i = 0; i < n; i++)
		snprintf(out + 2 * i, 3, "%02x", p[i]);
	return out;
}

static void
md5_is(const char *text, const char *want)
{
	struct md5 h;
	uint8_t d[16];

	md5_init(&h);
	/* In two pieces, to cross the block's edge. */
	md5_update(&h, text, strlen(text) / 3);
	md5_update(&h, text + strlen(text) / 3,
	    strlen(text) - strlen(text) / 3);
	md5_final(&h, d);
	is_str(hex(d, 16), want, "md5");
}

static void
sha1_is(const char *text, unsigned times, const char *want)
{
	struct sha1 h;
	uint8_t d[20];

	sha1_init(&h);
	while (times-- > 0)
		sha1_update(&h, text, strlen(text));
	sha1_final(&h, d);
	is_str(hex(d, 20), want, "sha1");
}

int
main(void)
{
	static const struct auth_keys keys = {.key = {
						  [1] = {AUTH_MD5, 4, "Jefe"},
						  [2] = {AUTH_SHA1, 4, "Jefe"},
					      }};
	static const char text[] = "what do ya want for nothing?";
	char out[AUTH_TEXT_MAX], b64[16];
	size_t n;

	md5_is("", "d41d8cd98f00b204e9800998ecf8427e");
	md5_is("message digest", "f96b697d7cb7938d525a2f31aaf161d0");
	md5_is("1234567890123456789012345678901234567890"
	       "1234567890123456789012345678901234567890",
	    "57edf4a22be3c955ac49da2e2107b67a");
	sha1_is("abc", 1, "a9993e364706816aba3e25717850c26c9cd0d89d");
	sha1_is("0123456701234567012345670123456701234567012345670123456701"
		"234567",
	    10, "dea356a2cddd90c7a7ecedc5ebb563934f460452");
	auth_sign(&keys, 1, text, sizeof(text) - 1, out);
	is_str(out, "1 750c783e6ab0b503eaa86e310a5db738", "hmac-md5");
	auth_sign(&keys, 2, text, sizeof(text) - 1, out);
	is_str(out, "2 effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", "hmac-sha1");
	ok(auth_verify(&keys, out, strlen(out), text, sizeof(text) - 1),
	    "what is signed is verified");
	out[5] ^= 1;
	ok(!auth_verify(&keys, out, strlen(out), text, sizeof(text) - 1),
	    "one bit of the signature altered is not");
	ok(!auth_verify(&keys, "3 x", 3, text, 4), "nor one of no key");
	ok(!auth_verify(&keys, "", 0, text, 4), "nor an empty one");
	ok(!auth_verify(&keys, "99 x", 4, text, 4), "nor one of key 99");
	is_num((long long)base64_encode("\xff\0a", 3, b64), 4,
	    "3 bytes are 4 letters");
	ok(base64_decode((struct cursor){b64, 4}, out, sizeof(out), &n) == 0 &&
		n == 3 && memcmp(out, "\xff\0a", 3) == 0,
	    "which are 3 bytes again");
	ok(base64_decode((struct cursor){b64, 4}, out, 2, &n) == -1,
	    "no more than there is room for is decoded");
	return tap_done();
}
