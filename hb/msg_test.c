/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages against packets that Heartbeat 3.0.6 sent, in t/packets. */
#include <stdlib.h>

#include "../lib/tap.h"
#include "msg.h"

static const struct auth_keys keys = {
    .send = 1,
    .key = {[1] = {.method = AUTH_CRC},
	[2] = {AUTH_SHA1, 3, "HI!"},
	[3] = {AUTH_MD5, 6, "Hello!"}},
};

static char wire[MSG_WIRE_MAX];
static size_t wire_len;

static enum msg_error
load(const char *name, struct msg *m)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", PACKETS, name);
	f = fopen(path, "rb");
	if (f == NULL)
		return MSG_NOT_OURS;
	wire_len = fread(wire, 1, sizeof(wire), f);
	fclose(f);
	return msg_decode(wire, wire_len, &keys, m);
}

/* On the heap, as long as it is: the sanitizer sees one byte too far. */
static enum msg_error
decode_exact(size_t len, struct msg *m)
{
	char *copy = malloc(len ? len : 1);
	enum msg_error e;

	memcpy(copy, wire, len);
	e = msg_decode(copy, len, &keys, m);
	free(copy);
	return e;
}

static void
mangle(const char *name)
{
	struct msg m;
	unsigned altered = 0, cut = 0;

	load(name, &m);
	for (size_t i = 0; i < wire_len; i++) {
		wire[i] ^= 0x15;
		altered += decode_exact(wire_len, &m) == MSG_OK;
		wire[i] ^= 0x15;
		cut += decode_exact(i, &m) == MSG_OK;
	}
	is_num(altered, 0, "no byte of it can be altered");
	is_num(cut, 0, "none of its beginnings is taken for the whole");
}

static void
again(const char *name, unsigned key)
{
	struct auth_keys with = keys;
	char out[MSG_WIRE_MAX], *ld;
	struct msg m;
	size_t n;

	with.send = key;
	load(name, &m);
	ld = memmem(wire, wire_len, "(0)ld=", 6);
	if (ld != NULL)
		snprintf(m.ld, sizeof(m.ld), "%.*s",
		    (int)((char *)memchr(ld, ',', 64) - ld) - 6, ld + 6);
	snprintf(m.nodelist, sizeof(m.nodelist), "nodo1 nodo2 ");
	n = msg_encode(&m, MSG_NETSTRING, &with, out);
	ok(n == wire_len && memcmp(out, wire, n) == 0,
	    "%s: read and written it is the same, byte for byte", name);
}

static void
classic(void)
{
	struct auth_keys with = keys;
	char out[MSG_WIRE_MAX];
	struct msg m, back;
	size_t n;

	with.send = 3;
	is_num(load("classic-md5", &m), MSG_OK, "classic framing is read");
	ok(m.type == MSG_STATUS && m.has_uuid && m.dt_ms == 12000,
	    "its binary field too");
	mangle("classic-md5");
	n = msg_encode(&m, MSG_CLASSIC, &with, out);
	ok(n > 0 && msg_decode(out, n, &keys, &back) == MSG_OK &&
		back.seq == m.seq && memcmp(back.uuid, m.uuid, 16) == 0,
	    "and what is written in it is read again");
}

static enum msg_error
signed_text(const char *fields)
{
	char text[512], sign[AUTH_TEXT_MAX];
	struct msg m;
	int n;

	auth_sign(&keys, 1, fields, strlen(fields), sign);
	n = snprintf(text, sizeof(text), ">>>\n%sauth=%s\n<<<\n", fields, sign);
	return msg_decode(text, (size_t)n, &keys, &m);
}

static void
crafted(void)
{
#define COMMON "src=n\nts=1\nhg=1\n"
	is_num(signed_text("t=status\nseq=1\n" COMMON), MSG_OK,
	    "the fields that must be there suffice");
	is_num(signed_text("t=status\n" COMMON), MSG_INCOMPLETE,
	    "a status without seq is refused");
	is_num(signed_text("t=NS_ackmsg\nackseq=5\n" COMMON), MSG_OK,
	    "an acknowledgement has none");
	is_num(signed_text("t=new\nseq=1\nx=y\n" COMMON), MSG_OK,
	    "an unknown type with unknown fields is read");
	is_num(signed_text("t=status\nseq=1\nseq=2\n" COMMON), MSG_BROKEN,
	    "a field that comes twice is refused");
	is_num(signed_text("t=status\nseq=0\n" COMMON), MSG_BROKEN,
	    "the number 0 is refused");
	is_num(signed_text("t=status\nseq=100000000\n" COMMON), MSG_BROKEN,
	    "a number that is too large is refused");
	is_num(signed_text("t=resource\nrsc_hold=some\nseq=1\n" COMMON),
	    MSG_BROKEN, "an unknown hold is refused");
	is_num(signed_text("t=status\nst=a-status-that-is-too-long\nseq="
			   "1\n" COMMON),
	    MSG_BROKEN, "a text that is too long is refused");
	is_num(signed_text("t=status\nst=a\001b\nseq=1\n" COMMON), MSG_BROKEN,
	    "a control byte in a text is refused");
	is_num(signed_text("t=status\n(1)srcuuid=AAAA\nseq=1\n" COMMON),
	    MSG_BROKEN, "a uuid of 3 bytes is refused");
	is_num(signed_text("t=status\n(1)srcuuid=A*AA\nseq=1\n" COMMON),
	    MSG_BROKEN, "what is no base64 is refused");
}

/* dopd's, whose packets hb/peer/outdate.t exchanges with the real one. */
static void
outdated(void)
{
	struct msg m = {.type = MSG_OUTDATE_RC,
	    .dop_value = 17,
	    .dop_res = "drbd0",
	    .client = "dopd",
	    .src = "nodo1",
	    .seq = 1};
	char out[MSG_WIRE_MAX];
	struct msg back;

	for (unsigned i = 0; i < 2; i++) {
		size_t n = msg_encode(&m, i == 0 ? MSG_NETSTRING : MSG_CLASSIC,
		    &keys, out);

		ok(msg_decode(out, n, &keys, &back) == MSG_OK &&
			back.type == MSG_OUTDATE_RC && back.dop_value == 17 &&
			strcmp(back.dop_res, "drbd0") == 0,
		    "what came of outdating is read as it was written");
	}
	is_num(signed_text("t=start_outdate\ndop_res="
			   "1234567890123456789012345678901234567890"
			   "123456789012345678901234\nseq=1\n" COMMON),
	    MSG_BROKEN, "a resource's name of 64 characters is refused");
}

static void
stream(void)
{
	struct msg m;
	unsigned early = 0;

	load("status-sha1", &m);
	for (size_t i = 0; i < wire_len; i++)
		early += msg_stream_length(wire, i) != 0;
	is_num(early, 0, "on a stream, each beginning asks for more");
	is_num(msg_stream_length(wire, wire_len), (long long)wire_len,
	    "and the whole has its length");
	memcpy(wire + wire_len, "###\n", 4);
	is_num(msg_stream_length(wire, wire_len + 4), (long long)wire_len,
	    "also when the next one begins");
	is_num(msg_stream_length("###\nxy", 6), -1, "noise is no message");
	is_num(msg_stream_length("###\n99999:", 10), -1,
	    "a length that no message has is none");
}

int
main(void)
{
	struct msg m;

	is_num(load("status-crc", &m), MSG_OK, "a status, signed with crc");
	is_str(m.st, "init", "says init");
	ok(m.protocol && m.dt_ms == 0x2ee0 && m.seq == 1 && m.ttl == 4,
	    "and its deadtime, number and hops");
	is_str(m.src, "nodo1", "from nodo1");
	mangle("status-crc");
	is_num(load("status-md5", &m), MSG_OK, "one signed with md5");
	mangle("status-md5");
	is_num(load("status-sha1", &m), MSG_OK, "one signed with sha1");
	mangle("status-sha1");
	is_num(load("short-crc", &m), MSG_OK, "a crc of 7 digits");
	is_num(load("ack", &m), MSG_OK, "an acknowledgement");
	ok(m.type == MSG_ACK && m.seq == 0 && m.ackseq == 5, "of number 5");
	is_num(load("rexmit", &m), MSG_OK, "a request to send again");
	ok(m.type == MSG_REXMIT && m.firstseq != 0 && m.firstseq == m.lastseq &&
		m.has_destuuid,
	    "of one number, which is decimal");
	is_num(load("repnodes", &m), MSG_OK, "repnodes");
	ok(m.type == MSG_REPNODES && strcmp(m.dest, "nodo1") == 0,
	    "whose type is not its first field");
	is_num(load("resource-standby", &m), MSG_OK, "a resource message");
	ok(m.type == MSG_RESOURCE && m.has_stable && !m.stable &&
		m.hold == HOLD_NONE && strcmp(m.info, "standby") == 0,
	    "before a standby");
	is_num(load("ask-done", &m), MSG_OK, "ask_resources");
	ok(m.type == MSG_ASK_RESOURCES && m.hold == HOLD_ALL &&
		strcmp(m.info, "done") == 0,
	    "when all is done");
	is_num(load("num-ping", &m), MSG_OK, "ipfail's count");
	ok(m.has_num_ping && m.from_client && strcmp(m.client, "ipfail") == 0,
	    "from ipfail");
	is_num(load("ip-response", &m), MSG_OK, "ip-request-resp");
	is_str(m.ipaddr, "IPaddr::192.168.0.88/24/eth0", "names its group");
	again("status-crc", 1);
	again("status-md5", 3);
	again("status-sha1", 2);
	again("starting", 1);
	again("reqnodes", 1);
	again("repnodes", 1);
	again("ack", 1);
	again("rexmit", 1);
	again("resource-standby", 1);
	again("ask-done", 1);
	again("takeover", 1);
	again("shutdone", 1);
	again("stonith", 1);
	again("ip-request", 1);
	again("ip-response", 1);
	classic();
	crafted();
	outdated();
	stream();
	return tap_done();
}
