/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages from bytes: both framings, signatures first, nothing trusted. */
#include <string.h>

#include "../lib/num.h"
#include "cursor.h"
#include "msg.h"
#include "msg_fields.h"

#define NET_BEGIN "###\n"
#define NET_END "%%%\n"
#define CLASSIC_BEGIN ">>>\n"
#define CLASSIC_END "<<<\n"

static const char *const type_names[MSG_TYPES] = {
    [MSG_STATUS] = "status",
    [MSG_ACK] = "NS_ackmsg",
    [MSG_REXMIT] = "NS_rexmit",
    [MSG_REQNODES] = "reqnodes",
    [MSG_REPNODES] = "repnodes",
    [MSG_STARTING] = "starting",
    [MSG_RESOURCE] = "resource",
    [MSG_ASK_RESOURCES] = "ask_resources",
    [MSG_TAKEOVER] = "hb_takeover",
    [MSG_IP_REQUEST] = "ip-request",
    [MSG_IP_RESPONSE] = "ip-request-resp",
    [MSG_SHUTDONE] = "shutdone",
    [MSG_STONITH] = "stonith",
    [MSG_CLIENT] = "hbapi-clstat",
    [MSG_NUM_PING] = "num_ping_nodes",
    [MSG_ABORT_GIVEUP] = "abort_giveup",
    [MSG_YOU_ARE_DEAD] = "you_are_dead",
    [MSG_START_OUTDATE] = "start_outdate",
    [MSG_OUTDATE_RC] = "outdate_rc",
    [MSG_SETWEIGHT] = "setweight",
    [MSG_SETSITE] = "setsite",
    [MSG_ADDNODE] = "addnode",
    [MSG_DELNODE] = "delnode",
};

static const char *const hold_names[] = {"none", "local", "foreign", "all"};

const char *
msg_type_name(enum msg_type type)
{
	return type_names[type];
}

const char *
msg_hold_name(enum hold hold)
{
	return hold_names[hold & HOLD_ALL];
}

int
msg_hold_by_name(const char *name, enum hold *hold)
{
	for (unsigned i = HOLD_NONE; i <= HOLD_ALL; i++)
		if (strcmp(hold_names[i], name) == 0) {
			*hold = (enum hold)i;
			return 0;
		}
	return -1;
}

const char *
msg_error_text(enum msg_error e)
{
	static const char *const texts[] = {
	    [MSG_OK] = "good",
	    [MSG_NOT_OURS] = "not a heartbeat message",
	    [MSG_BROKEN] = "malformed message",
	    [MSG_BAD_SIGNATURE] = "signature does not match any key",
	    [MSG_INCOMPLETE] = "a required field is missing",
	};

	return texts[e];
}

bool
msg_printable(struct cursor v)
{
	for (size_t i = 0; i < v.len; i++)
		if ((unsigned char)v.at[i] < 0x20 || v.at[i] == 0x7f)
			return false;
	return true;
}

/* Text that is shorter than the room for it. */
static int
take_text(struct cursor v, char *out, size_t room)
{
	if (v.len >= room || !msg_printable(v))
		return -1;
	memcpy(out, v.at, v.len);
	out[v.len] = '\0';
	return 0;
}

static int
take_hex(struct cursor v, unsigned long long max, unsigned long long *n)
{
	char text[24];

	if (take_text(v, text, sizeof(text)) == -1)
		return -1;
	return num_parse_hex(text, max, n);
}

static int
take_decimal(struct cursor v, long long max, long long *n)
{
	char text[24];

	if (take_text(v, text, sizeof(text)) == -1)
		return -1;
	return num_parse(text, 0, max, n);
}

static void
lower(char *s)
{
	for (; *s != '\0'; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s - 'A' + 'a');
}

static int
take_name(struct cursor v, char out[MSG_NAME_MAX])
{
	if (take_text(v, out, MSG_NAME_MAX) == -1)
		return -1;
	lower(out);
	return 0;
}

static int
take_number(struct msg *m, enum msg_field f, struct cursor v)
{
	unsigned long long u = 0;
	long long d = 0;
	bool small = f == F_TTL || f == F_NUM_PING || f == F_DOP_VALUE;
	bool decimal = small || f == F_PROTOCOL || f == F_ISSTABLE ||
		       f == F_FIRSTSEQ || f == F_LASTSEQ;

	if (decimal &&
	    take_decimal(v, small ? UINT16_MAX : UINT32_MAX, &d) == -1)
		return -1;
	if (!decimal &&
	    take_hex(v,
		f == F_HG || f == F_TS || f == F_ECHO ? UINT64_MAX : UINT32_MAX,
		&u) == -1)
		return -1;
	switch (f) {
	case F_PROTOCOL:
		m->protocol = d > 0;
		break;
	case F_ISSTABLE:
		m->has_stable = true;
		m->stable = d == 1;
		break;
	case F_FIRSTSEQ:
		m->firstseq = (uint32_t)d;
		break;
	case F_LASTSEQ:
		m->lastseq = (uint32_t)d;
		break;
	case F_TTL:
		m->ttl = (uint16_t)d;
		break;
	case F_NUM_PING:
		m->num_ping = (uint16_t)d;
		m->has_num_ping = true;
		break;
	case F_DOP_VALUE:
		m->dop_value = (uint16_t)d;
		break;
	case F_HG:
		m->gen = u;
		break;
	case F_TS:
		m->ts = u;
		break;
	case F_ECHO:
		m->echo = u;
		break;
	case F_DT:
		m->dt_ms = (uint32_t)u;
		break;
	case F_ACKSEQ:
		m->ackseq = (uint32_t)u;
		break;
	case F_SEQ:
		m->seq = (uint32_t)u;
		return u == 0 ? -1 : 0;
	default:
		break;
	}
	return 0;
}

static int
take_uuid(struct cursor v, uint8_t uuid[MSG_UUID_SIZE], bool *has)
{
	if (v.len != MSG_UUID_SIZE)
		return -1;
	memcpy(uuid, v.at, MSG_UUID_SIZE);
	*has = true;
	return 0;
}

static int
take_type(struct cursor v, struct msg *m)
{
	for (unsigned i = MSG_STATUS; i < MSG_TYPES; i++)
		if (cursor_is(v, type_names[i]))
			m->type = (enum msg_type)i;
	return v.len == 0 ? -1 : 0;
}

static int
take_field(struct msg *m, enum msg_field f, struct cursor v)
{
	char hold[16];

	switch (f) {
	case F_T:
		return take_type(v, m);
	case F_SRC:
		return take_name(v, m->src);
	case F_DEST:
		return take_name(v, m->dest);
	case F_NODE:
		return take_name(v, m->node);
	case F_SRCUUID:
		return take_uuid(v, m->uuid, &m->has_uuid);
	case F_DESTUUID:
		return take_uuid(v, m->destuuid, &m->has_destuuid);
	case F_ST:
		return take_text(v, m->st, sizeof(m->st));
	case F_CLAIM:
		return take_text(v, m->claim, sizeof(m->claim));
	case F_CONF:
		return take_text(v, m->conf, sizeof(m->conf));
	case F_INFO:
		return take_text(v, m->info, sizeof(m->info));
	case F_RESULT:
		return take_text(v, m->result, sizeof(m->result));
	case F_FROM_ID:
		m->from_client = true;
		return take_text(v, m->client, sizeof(m->client));
	case F_IPADDR:
		return take_text(v, m->ipaddr, sizeof(m->ipaddr));
	case F_DOP_RES:
		return take_text(v, m->dop_res, sizeof(m->dop_res));
	case F_RSC_HOLD:
		m->has_hold = true;
		return take_text(v, hold, sizeof(hold)) == -1
			   ? -1
			   : msg_hold_by_name(hold, &m->hold);
	case F_NODELIST:
	case F_LD:
	case F_OTHER:
		return 0; /* nothing is decided by these */
	default:
		return take_number(m, f, v);
	}
}

_Static_assert(F_RTYPE <= 32, "seen has a bit for each field that is kept");

static int
take_name_value(struct msg *m, struct cursor c, uint32_t *seen)
{
	struct cursor name;
	enum msg_field f;

	if (cursor_until(&c, '=', &name) == -1)
		return -1;
	f = msg_field_by_name(name.at, name.len);
	if (f != F_OTHER && (*seen & 1U << f))
		return -1; /* twice: which one counts? neither */
	*seen |= 1U << f;
	return take_field(m, f, c);
}

static enum msg_error
complete(const struct msg *m, uint32_t seen)
{
	uint32_t need = 1U << F_T | 1U << F_SRC | 1U << F_TS | 1U << F_HG;

	if (m->type != MSG_ACK && m->type != MSG_REXMIT)
		need |= 1U << F_SEQ;
	/* An empty name is none. */
	return (seen & need) == need && m->src[0] != '\0' ? MSG_OK
							  : MSG_INCOMPLETE;
}

/* LEN:BYTES, as in a netstring; the bytes go to *value. */
static int
take_netstring(struct cursor *c, struct cursor *value)
{
	struct cursor digits;
	long long n;

	if (cursor_until(c, ':', &digits) == -1 ||
	    take_decimal(digits, MSG_WIRE_MAX, &n) == -1 ||
	    cursor_take(c, (size_t)n, value) == -1)
		return -1;
	return cursor_expect(c, ",");
}

static enum msg_error
decode_netstring(struct cursor all, const struct auth_keys *keys, struct msg *m)
{
	struct cursor c = all, body, field, sign;
	size_t signed_len;
	uint32_t seen = 0;

	if (cursor_expect(&c, NET_BEGIN) == -1)
		return MSG_NOT_OURS;
	body = c;
	while (cursor_expect(&c, NET_END) == -1)
		if (take_netstring(&c, &field) == -1)
			return MSG_BROKEN;
	signed_len = all.len - c.len;
	if (take_netstring(&c, &sign) == -1 || c.len != 0)
		return MSG_BROKEN;
	m->method = auth_verify(keys, sign.at, sign.len, all.at, signed_len);
	if (m->method == AUTH_NONE)
		return MSG_BAD_SIGNATURE;
	c = body;
	while (cursor_expect(&c, NET_END) == -1) {
		if (take_netstring(&c, &field) == -1)
			return MSG_BROKEN;
		if (cursor_expect(&field, "(0)") == -1 &&
		    cursor_expect(&field, "(1)") == -1)
			return MSG_BROKEN;
		if (take_name_value(m, field, &seen) == -1)
			return MSG_BROKEN;
	}
	return complete(m, seen);
}

/* The value of (1)NAME=BASE64, decoded in place into room. */
static int
take_base64_line(struct msg *m, struct cursor line, uint32_t *seen)
{
	char room[160];
	struct cursor name, c = line;
	size_t n;

	if (cursor_until(&c, '=', &name) == -1 || name.len > 32)
		return -1;
	memcpy(room, name.at, name.len);
	room[name.len] = '=';
	n = name.len + 1;
	if (base64_decode(c, room + n, sizeof(room) - n, &n) == -1)
		return -1;
	return take_name_value(m, (struct cursor){room, name.len + 1 + n},
	    seen);
}

static enum msg_error
decode_classic(struct cursor all, const struct auth_keys *keys, struct msg *m)
{
	struct cursor c = all, body, line, sign = {NULL, 0};
	size_t body_len = 0;
	uint32_t seen = 0;

	if (cursor_expect(&c, CLASSIC_BEGIN) == -1)
		return MSG_NOT_OURS;
	body = c;
	while (cursor_expect(&c, CLASSIC_END) == -1) {
		body_len = body.len - c.len;
		if (cursor_until(&c, '\n', &line) == -1)
			return MSG_BROKEN;
		sign = line;
	}
	if (c.len != 0 && !(c.len == 1 && c.at[0] == '\0'))
		return MSG_BROKEN;
	if (sign.at == NULL || cursor_expect(&sign, "auth=") == -1)
		return MSG_BAD_SIGNATURE;
	m->method = auth_verify(keys, sign.at, sign.len, body.at, body_len);
	if (m->method == AUTH_NONE)
		return MSG_BAD_SIGNATURE;
	c = (struct cursor){body.at, body_len};
	while (c.len > 0) {
		if (cursor_until(&c, '\n', &line) == -1)
			return MSG_BROKEN;
		if (cursor_expect(&line, "(1)") == 0) {
			if (take_base64_line(m, line, &seen) == -1)
				return MSG_BROKEN;
		} else if (take_name_value(m, line, &seen) == -1) {
			return MSG_BROKEN;
		}
	}
	return complete(m, seen);
}

enum msg_error
msg_decode(const void *wire, size_t len, const struct auth_keys *keys,
    struct msg *m)
{
	struct cursor all = {wire, len};
	enum msg_error e;

	memset(m, 0, sizeof(*m));
	if (len > MSG_WIRE_MAX)
		return MSG_BROKEN;
	e = decode_netstring(all, keys, m);
	if (e == MSG_NOT_OURS)
		e = decode_classic(all, keys, m);
	return e;
}

long
msg_stream_length(const void *bytes, size_t len)
{
	struct cursor all = {bytes, len}, c = all, v;

	if (len < 4)
		return memcmp(bytes, NET_BEGIN, len) == 0 ||
			       memcmp(bytes, CLASSIC_BEGIN, len) == 0
			   ? 0
			   : -1;
	if (cursor_expect(&c, CLASSIC_BEGIN) == 0) {
		while (cursor_expect(&c, CLASSIC_END) == -1)
			if (cursor_until(&c, '\n', &v) == -1)
				return len < MSG_WIRE_MAX ? 0 : -1;
		return (long)(len - c.len);
	}
	if (cursor_expect(&c, NET_BEGIN) == -1)
		return -1;
	for (bool last = false;; last = cursor_expect(&c, NET_END) == 0) {
		struct cursor before = c;

		if (take_netstring(&c, &v) == 0) {
			if (last)
				return (long)(len - c.len);
			continue;
		}
		/* Cut off, or broken? Digits and a colon may still come. */
		if (before.len == 0 ||
		    (!last && before.len < 4 &&
			memcmp(before.at, NET_END, before.len) == 0))
			return len < MSG_WIRE_MAX ? 0 : -1;
		return cursor_netstring_cut(before, MSG_WIRE_MAX) &&
			       len < MSG_WIRE_MAX
			   ? 0
			   : -1;
	}
}
