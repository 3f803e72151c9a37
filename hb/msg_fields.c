/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of the fields, and base64: what reading and writing share. */
#include <stdint.h>

#include "msg_fields.h"

static const char *const names[F_FIELDS] = {
    [F_T] = "t",
    [F_ST] = "st",
    [F_DT] = "dt",
    [F_PROTOCOL] = "protocol",
    [F_RSC_HOLD] = "rsc_hold",
    [F_RTYPE] = "rtype",
    [F_ISSTABLE] = "isstable",
    [F_INFO] = "info",
    [F_NODE] = "node",
    [F_RESULT] = "result",
    [F_DEST] = "dest",
    [F_ACKSEQ] = "ackseq",
    [F_FIRSTSEQ] = "firstseq",
    [F_LASTSEQ] = "lastseq",
    [F_NODELIST] = "nodelist",
    [F_DELNODELIST] = "delnodelist",
    [F_IPADDR] = "ipaddr",
    [F_WEOWN] = "weown",
    [F_OK] = "ok",
    [F_NUM_PING] = "num_ping",
    [F_FROM_ID] = "from_id",
    [F_TO_ID] = "to_id",
    [F_CLIENT_GEN] = "client_gen",
    [F_DESTUUID] = "destuuid",
    [F_SRC] = "src",
    [F_SRCUUID] = "srcuuid",
    [F_SEQ] = "seq",
    [F_HG] = "hg",
    [F_TS] = "ts",
    [F_LD] = "ld",
    [F_TTL] = "ttl",
    [F_CLAIM] = "claim",
    [F_CONF] = "conf",
    [F_ECHO] = "echo",
    [F_DOP_RES] = "dop_res",
    [F_DOP_VALUE] = "dop_value",
};

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum msg_field
msg_field_by_name(const char *name, size_t len)
{
	struct cursor c = {name, len};

	for (unsigned i = F_T; i < F_RTYPE; i++)
		if (cursor_is(c, names[i]))
			return (enum msg_field)i;
	return F_OTHER;
}

const char *
msg_field_name(enum msg_field f)
{
	return names[f];
}

int
base64_decode(struct cursor text, char *out, size_t room, size_t *n)
{
	uint32_t bits = 0;
	unsigned have = 0;
	const char *digit;

	while (text.len > 0 && text.at[text.len - 1] == '=')
		text.len--;
	*n = 0;
	for (size_t i = 0; i < text.len; i++) {
		digit = memchr(digits, text.at[i], 64);
		if (digit == NULL)
			return -1;
		bits = bits << 6 | (uint32_t)(digit - digits);
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		if (*n == room)
			return -1;
		out[(*n)++] = (char)(bits >> have & 0xff);
	}
	return 0;
}

size_t
base64_encode(const void *data, size_t len, char *out)
{
	const uint8_t *p = data;
	uint32_t bits;
	size_t n = 0;

	for (size_t i = 0; i < len; i += 3) {
		bits = (uint32_t)p[i] << 16;
		if (i + 1 < len)
			bits |= (uint32_t)p[i + 1] << 8;
		if (i + 2 < len)
			bits |= p[i + 2];
		out[n++] = digits[bits >> 18];
		out[n++] = digits[bits >> 12 & 63];
		out[n++] = i + 1 < len ? digits[bits >> 6 & 63] : '=';
		out[n++] = i + 2 < len ? digits[bits & 63] : '=';
	}
	return n;
}
