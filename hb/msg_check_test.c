/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the daemon takes from the network process, byte by byte wrong. */
#include "../lib/tap.h"
#include "msg.h"

static const struct auth_keys keys = {
    .send = 1, .key = {[1] = {.method = AUTH_CRC}}};

static const struct msg good = {
    .type = MSG_STATUS, .seq = 1, .gen = 1, .src = "nodo1", .st = "active"};

static void
refused(const struct msg *m, const char *what)
{
	ok(!msg_check(m), "%s is refused", what);
}

#define TEXT(FIELD) \
	do { \
		m = good; \
		memset(m.FIELD, 'a', sizeof(m.FIELD)); \
		refused(&m, #FIELD " without an end"); \
		memset(m.FIELD, 0, sizeof(m.FIELD)); \
		memcpy(m.FIELD, "a\nb", 3); \
		refused(&m, #FIELD " with a new line"); \
	} while (0)

/* The only way to such a value: as a byte. */
#define BOOL(FIELD) \
	do { \
		m = good; \
		*(unsigned char *)&m.FIELD = 2; \
		refused(&m, #FIELD " that is neither true nor false"); \
	} while (0)

static void
each_field(void)
{
	struct msg m = good;

	ok(msg_check(&m), "a good one is taken");
	m.type = MSG_TYPES;
	refused(&m, "a type that there is not");
	m = good;
	*(int *)&m.type = -1;
	refused(&m, "a negative type");
	m = good;
	*(int *)&m.hold = 4;
	refused(&m, "a hold that there is not");
	m = good;
	m.src[0] = '\0';
	refused(&m, "nobody as its sender");
	m = good;
	m.seq = 0;
	refused(&m, "a status without number");
	m.type = MSG_ACK;
	ok(msg_check(&m), "an ack has none");
	TEXT(src);
	TEXT(dest);
	TEXT(node);
	TEXT(st);
	TEXT(info);
	TEXT(result);
	TEXT(client);
	TEXT(ipaddr);
	TEXT(nodelist);
	TEXT(dop_res);
	TEXT(ld);
	BOOL(protocol);
	BOOL(has_hold);
	BOOL(has_stable);
	BOOL(stable);
	BOOL(has_uuid);
	BOOL(has_destuuid);
	BOOL(has_num_ping);
	BOOL(from_client);
}

/* What passes can be worked with: the sanitizers watch. */
static void
each_byte(void)
{
	char wire[MSG_WIRE_MAX];
	unsigned taken = 0, tried = 0;
	struct msg m;

	for (size_t i = 0; i < sizeof(m); i++)
		for (unsigned v = 0; v < 256; v++) {
			m = good;
			((unsigned char *)&m)[i] = (unsigned char)v;
			tried++;
			if (!msg_check(&m))
				continue;
			taken++;
			(void)msg_encode(&m, MSG_NETSTRING, &keys, wire);
		}
	ok(taken > 0 && taken < tried,
	    "of %u with one byte altered %u are taken, and do no harm", tried,
	    taken);
}

int
main(void)
{
	each_field();
	each_byte();
	return tap_done();
}
