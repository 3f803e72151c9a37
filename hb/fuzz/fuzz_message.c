/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes from the network. A random signature is never right, so most inputs
 * are signed here: then the parser behind the signature is reached, too.
 */
#include <stdlib.h>
#include <string.h>

#include "../msg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CRC 1
#define HMAC 3

static const struct auth_keys keys = {.send = CRC,
    .key = {[CRC] = {.method = AUTH_CRC},
	[2] = {.method = AUTH_SHA1, .len = 6, .key = "secret"},
	[HMAC] = {.method = AUTH_HMAC_SHA256, .len = 6, .key = "secret"}}};

/* A field that the type of a has: others are read, but never written. */
static bool
same_extras(const struct msg *a, const struct msg *b)
{
	switch (a->type) {
	case MSG_STATUS:
		return strcmp(a->conf, b->conf) == 0;
	case MSG_RESOURCE:
		return strcmp(a->claim, b->claim) == 0 && a->hold == b->hold;
	case MSG_ASK_RESOURCES:
	case MSG_TAKEOVER:
		return a->hold == b->hold;
	default:
		return true;
	}
}

/* What was understood, written and read again, is the same. */
static void
round_trip(const struct msg *m, enum msg_framing framing)
{
	char wire[MSG_WIRE_MAX];
	struct msg again;
	size_t len = msg_encode(m, framing, &keys, wire);

	if (len == 0 || m->type == MSG_OTHER)
		return;
	if (msg_decode(wire, len, &keys, &again) != MSG_OK ||
	    again.type != m->type || again.seq != m->seq ||
	    again.gen != m->gen || strcmp(again.src, m->src) != 0 ||
	    again.echo != m->echo || !same_extras(m, &again))
		abort();
}

static void
decode(const char *wire, size_t len)
{
	struct msg m;

	if (msg_decode(wire, len, &keys, &m) != MSG_OK)
		return;
	if (!msg_check(&m))
		abort();
	round_trip(&m, MSG_NETSTRING);
	round_trip(&m, MSG_CLASSIC);
}

static void
decode_signed_netstring(const uint8_t *data, size_t size, unsigned key)
{
	char wire[2 * MSG_WIRE_MAX], text[AUTH_TEXT_MAX];
	size_t n = 0, len;

	memcpy(wire, "###\n", 4);
	memcpy(wire + 4, data, size);
	memcpy(wire + 4 + size, "%%%\n", 4);
	n = size + 8;
	len = auth_sign(&keys, key, wire, n, text);
	wire[n++] = (char)('0' + len / 10);
	wire[n++] = (char)('0' + len % 10);
	wire[n++] = ':';
	memcpy(wire + n, text, len);
	n += len;
	wire[n++] = ',';
	decode(wire, n);
}

static void
decode_signed_classic(const uint8_t *data, size_t size, unsigned key)
{
	char wire[2 * MSG_WIRE_MAX], text[AUTH_TEXT_MAX];
	size_t n = 4 + size, len;

	memcpy(wire, ">>>\n", 4);
	memcpy(wire + 4, data, size);
	len = auth_sign(&keys, key, wire + 4, size, text);
	memcpy(wire + n, "auth=", 5);
	memcpy(wire + n + 5, text, len);
	n += 5 + len;
	memcpy(wire + n, "\n<<<\n", 5);
	decode(wire, n + 5);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > MSG_WIRE_MAX)
		return 0;
	decode((const char *)data, size);
	for (unsigned key = CRC; key <= HMAC; key += HMAC - CRC) {
		decode_signed_netstring(data, size, key);
		decode_signed_classic(data, size, key);
	}
	return 0;
}
