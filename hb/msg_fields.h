/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of the fields, and base64: what reading and writing share. */
#ifndef HB_MSG_FIELDS_H
#define HB_MSG_FIELDS_H

#include <stddef.h>

#include "cursor.h"

enum msg_field {
	F_OTHER,
	F_T,
	F_ST,
	F_DT,
	F_PROTOCOL,
	F_RSC_HOLD,
	F_ISSTABLE,
	F_INFO,
	F_NODE,
	F_RESULT,
	F_DEST,
	F_ACKSEQ,
	F_FIRSTSEQ,
	F_LASTSEQ,
	F_NODELIST,
	F_IPADDR,
	F_NUM_PING,
	F_FROM_ID,
	F_DESTUUID,
	F_SRC,
	F_SRCUUID,
	F_SEQ,
	F_HG,
	F_TS,
	F_LD,
	F_TTL,
	F_CLAIM,
	F_CONF, /* ours, too */
	F_ECHO, /* ours: Heartbeat ignores it */
	F_DOP_RES,
	F_DOP_VALUE,
	/* Constant on the wire; not kept when read, and may come twice. */
	F_RTYPE,
	F_DELNODELIST,
	F_WEOWN,
	F_OK,
	F_TO_ID,
	F_CLIENT_GEN,
	F_FIELDS
};

/* F_OTHER: none of those that are kept. */
enum msg_field msg_field_by_name(const char *name, size_t len);

const char *msg_field_name(enum msg_field f);

/* It holds no control bytes (msg.c). */
bool msg_printable(struct cursor v);

/* Decode into out; *n is its length. Returns 0, or -1: broken or too long. */
int base64_decode(struct cursor text, char *out, size_t room, size_t *n);

/* Encode; out has room for 4 * ((len + 2) / 3). Returns its length. */
size_t base64_encode(const void *data, size_t len, char *out);

#endif
