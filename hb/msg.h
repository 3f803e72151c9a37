/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Heartbeat's messages: bytes of the wire to and from one fixed-size struct,
 * so that whoever reads the network can hand on a checked value and no bytes.
 * Facts: reference/heartbeat/README.md, section 2.
 */
#ifndef HB_MSG_H
#define HB_MSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "auth.h"

#define MSG_WIRE_MAX 1472 /* bytes: one Ethernet frame, never fragmented */
#define MSG_NAME_MAX 65   /* a node's name and its NUL */
#define MSG_UUID_SIZE 16
#define MSG_DOP_RES_MAX 64 /* a DRBD resource's name and its NUL */

enum msg_type {
	MSG_OTHER, /* valid, but of a type that we do not know */
	MSG_STATUS,
	MSG_ACK,
	MSG_REXMIT,
	MSG_REQNODES,
	MSG_REPNODES,
	MSG_STARTING,
	MSG_RESOURCE,
	MSG_ASK_RESOURCES,
	MSG_TAKEOVER,
	MSG_IP_REQUEST,
	MSG_IP_RESPONSE,
	MSG_SHUTDONE,
	MSG_STONITH,
	MSG_CLIENT,
	MSG_NUM_PING,
	MSG_ABORT_GIVEUP,
	MSG_YOU_ARE_DEAD,
	MSG_START_OUTDATE, /* dopd's: mark dop_res outdated */
	MSG_OUTDATE_RC,    /* … and what came of it: dop_value */
	MSG_SETWEIGHT,     /* of Heartbeat's admin tools, from here on: */
	MSG_SETSITE,
	MSG_ADDNODE,
	MSG_DELNODE,
	MSG_TYPES
};

/* Which groups, seen from the sender: bits. */
enum hold { HOLD_NONE = 0, HOLD_LOCAL = 1, HOLD_FOREIGN = 2, HOLD_ALL = 3 };

enum msg_framing { MSG_NETSTRING, MSG_CLASSIC };

enum msg_error {
	MSG_OK,
	MSG_NOT_OURS,      /* neither framing begins here */
	MSG_BROKEN,        /* framing, a number or a length is wrong */
	MSG_BAD_SIGNATURE, /* signed with an unknown key, or altered */
	MSG_INCOMPLETE,    /* a field that must be there is missing */
	MSG_ERRORS
};

struct msg {
	enum msg_type type;
	enum auth_method method; /* that signed it */
	enum hold hold;
	uint64_t gen;  /* hg: the sender's start number */
	uint64_t ts;   /* the sender's wall clock; never used to decide */
	uint64_t echo; /* the receiver's start, as the sender knows it; 0: not
			  told */
	uint32_t seq;  /* 0: a message without sequence number */
	uint32_t dt_ms;
	uint32_t ackseq;
	uint32_t firstseq, lastseq;
	uint16_t ttl;
	uint16_t num_ping;
	uint16_t dop_value;
	bool protocol; /* the sender wants acks and reqnodes */
	bool has_hold, has_stable, stable;
	bool has_uuid, has_destuuid;
	bool has_num_ping, from_client;
	uint8_t uuid[MSG_UUID_SIZE], destuuid[MSG_UUID_SIZE];
	char src[MSG_NAME_MAX], dest[MSG_NAME_MAX], node[MSG_NAME_MAX];
	char st[16];
	char info[24];
	char result[16];
	char client[24];  /* from_id */
	char ipaddr[160]; /* first resource of a group */
	char nodelist[160];
	char dop_res[MSG_DOP_RES_MAX];
	char ld[40];
	char claim[4]; /* ours: how the sender came by its local groups, and
			  by the foreign ones: CLAIM_… */
	char conf[48]; /* ours: the sum of the sender's configuration */
};

/* The type's name on the wire ("status"), or NULL for MSG_OTHER. */
const char *msg_type_name(enum msg_type type);

/* "none", "local", "foreign", "all". */
const char *msg_hold_name(enum hold hold);

/* The other way; -1 when there is no such name. */
int msg_hold_by_name(const char *name, enum hold *hold);

/*
 * Check the signature of the len bytes at wire, then read them into m.
 * Nothing of m is to be used unless the result is MSG_OK.
 */
enum msg_error msg_decode(const void *wire, size_t len,
    const struct auth_keys *keys, struct msg *m);

/*
 * Is it one that msg_decode may have made? For one that comes from another
 * process: ranges, bools, the ends of texts. A new field is checked there.
 */
bool msg_check(const struct msg *m);

/* What the error means, in words for the log. */
const char *msg_error_text(enum msg_error e);

/*
 * Write m, signed with keys->send, into wire. Returns its length in bytes, or
 * 0 when it does not fit or the key is missing.
 */
size_t msg_encode(const struct msg *m, enum msg_framing framing,
    const struct auth_keys *keys, char wire[MSG_WIRE_MAX]);

/*
 * How long is the message that begins at bytes, on a stream? Returns its
 * length, 0 when more bytes are needed, or -1 when none begins here.
 */
long msg_stream_length(const void *bytes, size_t len);

#endif
