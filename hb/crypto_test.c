/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hashes against RFC 1321, 3174, 6234, 2202 and 4231, and base64. */
#include "../lib/tap.h"
#include "auth.h"
#include "hash.h"
#include "msg_fields.h"

static const char *
hex(const uint8_t *p, size_t n)
{
	static char out[2 * HASH_MAX + 1];

	for (size_t i = 0; i < n; i++)
		snprintf(out + 2 * i, 3, "%02x", p[i]);
	return out;
}

/* text so many times, in three pieces each, to cross the block's edge. */
static void
hash_is(const struct hash_kind *kind, const char *text, unsigned times,
    const char *want)
{
	struct hash h;
	uint8_t d[HASH_MAX];
	size_t third = strlen(text) / 3;

	hash_init(&h, kind);
	while (times-- > 0) {
		hash_update(&h, text, third);
		hash_update(&h, text + third, 0);
		hash_update(&h, text + third, strlen(text) - third);
	}
	is_str(hex(d, hash_final(&h, d)), want, "hash");
}

/* RFC 4231, sections 4.2 to 4.8: what is not text repeats one byte. */
static void
rfc4231(void)
{
	static const struct {
		const char *key;
		size_t key_len;
		const char *data;
		size_t len;
		const char *want; /* of case 5 the RFC tells half */
	} cases[] = {
	    {"\x0b", 20, "Hi There", 0,
		"b0344c61d8db38535ca8afceaf0bf12b"
		"881dc200c9833da726e9376c2e32cff7"},
	    {"Jefe", 0, "what do ya want for nothing?", 0,
		"5bdcc146bf60754e6a042426089575c7"
		"5a003f089d2739839dec58b964ec3843"},
	    {"\xaa", 20, "\xdd", 50,
		"773ea91e36800e46854db8ebd09181a7"
		"2959098b3ef8c122d9635514ced565fe"},
	    {"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d"
	     "\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19",
		0, "\xcd", 50,
		"82558a389a443c0ea4cc819899f2083a"
		"85f0faa3e578f8077a2e3ff46729665b"},
	    {"\x0c", 20, "Test With Truncation", 0,
		"a3b6167473100ee06e0c796c2955552b"},
	    {"\xaa", 131,
		"Test Using Larger Than Block-Size Key - Hash Key First", 0,
		"60e431591ee0b67f0d8a26aacbf5b77f"
		"8e0bc6213728c5140546040f0ee37f54"},
	    {"\xaa", 131,
		"This is a test using a larger than block-size key and a "
		"larger than block-size data. The key needs to be hashed "
		"before being used by the HMAC algorithm.",
		0,
		"9b09ffa71b942fcb27635fbcd5b0e944"
		"bfdc63644f0713938a7f51535c3a35e2"},
	};
	char key[160], data[160], name[40];
	uint8_t d[HASH_MAX];

	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t k = cases[i].key_len, n = cases[i].len;
		size_t half = strlen(cases[i].want) / 2;

		memset(key, cases[i].key[0], sizeof(key));
		memset(data, cases[i].data[0], sizeof(data));
		if (k == 0)
			memcpy(key, cases[i].key, k = strlen(cases[i].key));
		if (n == 0)
			memcpy(data, cases[i].data, n = strlen(cases[i].data));
		snprintf(name, sizeof(name), "RFC 4231, case %u", i + 1);
		hash_hmac(&hash_sha256, key, k, data, n, d);
		is_str(hex(d, half), cases[i].want, name);
	}
}

int
main(void)
{
	static const struct auth_keys keys = {
	    .key = {
		[1] = {AUTH_MD5, 4, "Jefe"},
		[2] = {AUTH_SHA1, 4, "Jefe"},
		[3] = {AUTH_HMAC_SHA256, 4, "Jefe"},
	    }};
	static const char text[] = "what do ya want for nothing?";
	char out[AUTH_TEXT_MAX], b64[16];
	size_t n;

	hash_is(&hash_md5, "", 1, "d41d8cd98f00b204e9800998ecf8427e");
	hash_is(&hash_md5, "message digest", 1,
	    "f96b697d7cb7938d525a2f31aaf161d0");
	hash_is(&hash_md5,
	    "1234567890123456789012345678901234567890"
	    "1234567890123456789012345678901234567890",
	    1, "57edf4a22be3c955ac49da2e2107b67a");
	hash_is(&hash_sha1, "abc", 1,
	    "a9993e364706816aba3e25717850c26c9cd0d89d");
	hash_is(&hash_sha1,
	    "0123456701234567012345670123456701234567012345670123456701"
	    "234567",
	    10, "dea356a2cddd90c7a7ecedc5ebb563934f460452");
	hash_is(&hash_sha256, "", 1,
	    "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	hash_is(&hash_sha256, "abc", 1,
	    "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	hash_is(&hash_sha256,
	    "0123456701234567012345670123456701234567012345670123456701"
	    "234567",
	    10,
	    "594847328451bdfa85056225462cc1d8"
	    "67d877fb388df0ce35f25ab5562bfbb5");
	rfc4231();
	auth_sign(&keys, 1, text, sizeof(text) - 1, out);
	is_str(out, "1 750c783e6ab0b503eaa86e310a5db738", "hmac-md5");
	auth_sign(&keys, 2, text, sizeof(text) - 1, out);
	is_str(out, "2 effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", "hmac-sha1");
	ok(auth_verify(&keys, out, strlen(out), text, sizeof(text) - 1),
	    "what is signed is verified");
	auth_sign(&keys, 3, text, sizeof(text) - 1, out);
	is_num(auth_verify(&keys, out, strlen(out), text, sizeof(text) - 1),
	    AUTH_HMAC_SHA256, "and says by which method");
	ok(!auth_verify(&keys, out, strlen(out) - 1, text, sizeof(text) - 1),
	    "a digest that is cut short is not believed");
	out[5] ^= 1;
	ok(!auth_verify(&keys, out, strlen(out), text, sizeof(text) - 1),
	    "one bit of the signature altered is not");
	ok(!auth_verify(&keys, "4 x", 3, text, 4), "nor one of no key");
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
