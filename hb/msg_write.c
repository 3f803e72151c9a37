/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages to bytes: fields in the order of Heartbeat 3.0.6, signed twice. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "msg.h"
#include "msg_fields.h"

/* What each type begins with; src … ttl follow in all of them. */
static const uint8_t layout[MSG_TYPES][10] = {
    [MSG_STATUS] = {F_T, F_ST, F_DT, F_PROTOCOL, F_CONF},
    [MSG_ACK] = {F_T, F_DEST, F_ACKSEQ, F_DESTUUID},
    [MSG_REXMIT] = {F_T, F_DEST, F_FIRSTSEQ, F_LASTSEQ, F_DESTUUID},
    [MSG_REQNODES] = {F_T, F_DEST, F_DESTUUID},
    [MSG_REPNODES] = {F_DEST, F_T, F_NODELIST, F_DELNODELIST, F_DESTUUID},
    [MSG_STARTING] = {F_T},
    [MSG_RESOURCE] = {F_T, F_RSC_HOLD, F_RTYPE, F_ISSTABLE, F_INFO, F_CLAIM},
    [MSG_ASK_RESOURCES] = {F_T, F_RSC_HOLD, F_INFO},
    [MSG_TAKEOVER] = {F_T, F_RSC_HOLD},
    [MSG_IP_REQUEST] = {F_T, F_IPADDR},
    [MSG_IP_RESPONSE] = {F_T, F_DEST, F_IPADDR, F_WEOWN, F_OK, F_DESTUUID},
    [MSG_SHUTDONE] = {F_T, F_ST},
    [MSG_STONITH] = {F_T, F_NODE, F_RESULT},
    [MSG_CLIENT] = {F_T, F_ST, F_FROM_ID, F_TO_ID, F_INFO, F_CLIENT_GEN},
    [MSG_NUM_PING] = {F_T, F_NUM_PING, F_DEST, F_FROM_ID, F_TO_ID, F_CLIENT_GEN,
	F_DESTUUID},
    [MSG_ABORT_GIVEUP] = {F_T, F_DEST, F_FROM_ID, F_TO_ID, F_CLIENT_GEN,
	F_DESTUUID},
    [MSG_YOU_ARE_DEAD] = {F_T, F_DEST, F_FROM_ID, F_TO_ID, F_CLIENT_GEN,
	F_DESTUUID},
    [MSG_START_OUTDATE] = {F_T, F_DOP_RES, F_DEST, F_FROM_ID, F_TO_ID,
	F_CLIENT_GEN, F_DESTUUID},
    [MSG_OUTDATE_RC] = {F_T, F_DOP_VALUE, F_DOP_RES, F_DEST, F_FROM_ID, F_TO_ID,
	F_CLIENT_GEN, F_DESTUUID},
};

static const uint8_t common[] = {
    F_SRC, F_SRCUUID, F_SEQ, F_HG, F_TS, F_LD, F_TTL, F_ECHO};

struct writer {
	char *at;
	size_t len, room;
	bool full;
};

__attribute__((format(printf, 2, 3))) static void
put(struct writer *w, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(w->at + w->len, w->room - w->len, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= w->room - w->len)
		w->full = true;
	else
		w->len += (size_t)n;
}

static void
put_bytes(struct writer *w, const void *data, size_t len)
{
	if (len >= w->room - w->len) {
		w->full = true;
		return;
	}
	memcpy(w->at + w->len, data, len);
	w->len += len;
}

/* A text field's value into out, or -1: this message has no such field. */
static int
text_value(const struct msg *m, enum msg_field f, char *out, size_t room)
{
	const char *s = NULL;
	bool control = m->type == MSG_ACK || m->type == MSG_REXMIT;

	switch (f) {
	case F_T:
		s = msg_type_name(m->type);
		break;
	case F_ST:
		s = m->st;
		break;
	case F_PROTOCOL:
		s = m->protocol ? "1" : "";
		break;
	case F_RSC_HOLD:
		s = msg_hold_name(m->hold);
		break;
	case F_RTYPE:
		s = m->has_stable ? "full" : "";
		break;
	case F_ISSTABLE:
		s = !m->has_stable ? "" : m->stable ? "1" : "0";
		break;
	case F_CLAIM:
		s = m->claim;
		break;
	case F_CONF:
		s = m->conf;
		break;
	case F_INFO:
		s = m->info;
		break;
	case F_NODE:
		s = m->node;
		break;
	case F_RESULT:
		s = m->result;
		break;
	case F_DEST:
		s = m->dest;
		break;
	case F_NODELIST:
		s = m->nodelist;
		break;
	case F_DELNODELIST:
		s = " ";
		break;
	case F_IPADDR:
		s = m->ipaddr;
		break;
	case F_WEOWN:
		s = "yes";
		break;
	case F_OK:
		s = "OK";
		break;
	case F_DOP_RES:
		s = m->dop_res;
		break;
	case F_FROM_ID:
	case F_TO_ID:
		s = m->client;
		break;
	case F_CLIENT_GEN:
		s = "0";
		break;
	case F_SRC:
		s = m->src;
		break;
	case F_LD:
		s = control ? "" : m->ld;
		break;
	case F_DT:
		return snprintf(out, room, "%" PRIx32, m->dt_ms);
	case F_ACKSEQ:
		return snprintf(out, room, "%" PRIx32, m->ackseq);
	case F_FIRSTSEQ:
		return snprintf(out, room, "%" PRIu32, m->firstseq);
	case F_LASTSEQ:
		return snprintf(out, room, "%" PRIu32, m->lastseq);
	case F_NUM_PING:
		return snprintf(out, room, "%u", m->num_ping);
	case F_DOP_VALUE:
		return snprintf(out, room, "%u", m->dop_value);
	case F_SEQ:
		return control ? -1 : snprintf(out, room, "%" PRIx32, m->seq);
	case F_HG:
		return snprintf(out, room, "%" PRIx64, m->gen);
	case F_TS:
		return snprintf(out, room, "%" PRIx64, m->ts);
	case F_ECHO:
		return m->echo == 0 ? -1
				    : snprintf(out, room, "%" PRIx64, m->echo);
	case F_TTL:
		return snprintf(out, room, "%u", m->ttl);
	default:
		return -1;
	}
	return *s == '\0' ? -1 : snprintf(out, room, "%s", s);
}

static void
put_text(struct writer *net, struct writer *classic, const char *name,
    const char *value)
{
	put(net, "%zu:(0)%s=%s,", strlen(name) + strlen(value) + 4, name,
	    value);
	put(classic, "%s=%s\n", name, value);
}

static void
put_uuid(struct writer *net, struct writer *classic, const char *name,
    const uint8_t uuid[MSG_UUID_SIZE])
{
	char text[4 * ((MSG_UUID_SIZE + 2) / 3) + 1];

	put(net, "%zu:(1)%s=", strlen(name) + MSG_UUID_SIZE + 4, name);
	put_bytes(net, uuid, MSG_UUID_SIZE);
	put(net, ",");
	text[base64_encode(uuid, MSG_UUID_SIZE, text)] = '\0';
	put(classic, "(1)%s=%s\n", name, text);
}

static void
put_field(struct writer *net, struct writer *classic, const struct msg *m,
    enum msg_field f)
{
	char value[192];
	const char *name = msg_field_name(f);
	int n;

	if (f == F_SRCUUID || f == F_DESTUUID) {
		if (f == F_SRCUUID && m->has_uuid)
			put_uuid(net, classic, name, m->uuid);
		if (f == F_DESTUUID && m->has_destuuid)
			put_uuid(net, classic, name, m->destuuid);
		return;
	}
	n = text_value(m, f, value, sizeof(value));
	if (n >= 0 && (size_t)n < sizeof(value))
		put_text(net, classic, name, value);
}

size_t
msg_encode(const struct msg *m, enum msg_framing framing,
    const struct auth_keys *keys, char wire[MSG_WIRE_MAX])
{
	char body[MSG_WIRE_MAX], sign[AUTH_TEXT_MAX];
	struct writer net = {wire, 0, MSG_WIRE_MAX, false};
	struct writer classic = {body, 0, MSG_WIRE_MAX, false};
	size_t n;

	put(&net, "###\n");
	for (unsigned i = 0; i < sizeof(layout[0]) && layout[m->type][i]; i++)
		put_field(&net, &classic, m,
		    (enum msg_field)layout[m->type][i]);
	for (unsigned i = 0; i < sizeof(common); i++)
		put_field(&net, &classic, m, (enum msg_field)common[i]);
	n = auth_sign(keys, keys->send, classic.at, classic.len, sign);
	if (n == 0 || classic.full)
		return 0;
	if (framing == MSG_CLASSIC) {
		net.len = 0;
		put(&net, ">>>\n");
		put_bytes(&net, classic.at, classic.len);
		put(&net, "auth=%s\n<<<\n", sign);
		return net.full ? 0 : net.len;
	}
	put_text(&net, &classic, "auth", sign);
	put(&net, "%%%%%%\n");
	n = auth_sign(keys, keys->send, net.at, net.len, sign);
	put(&net, "%zu:%s,", n, sign);
	return net.full ? 0 : net.len;
}
