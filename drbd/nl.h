/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages of the generic netlink family "drbd", built and taken apart; no
 * sockets here. Layout: nlmsghdr, genlmsghdr, drbd_genlmsghdr (minor, flags
 * or return code), then nested attributes (linux/drbd_genl.h of 6.12).
 */
#ifndef NL_H
#define NL_H

#include <stddef.h>
#include <stdint.h>

enum {
	NL_BYTES = 8192,       /* a message of ours, and a reply's buffer */
	NL_MANDATORY = 0x4000, /* refuse what the kernel does not know */
	NL_NESTED = 0x8000,
	NL_TYPE = 0x3fff,
	NL_HEADER_BYTES = 28,
	NL_SET_DEFAULTS = 1 /* request flag: the rest to its default */
};

#define NL_NO_MINOR UINT32_MAX

struct nl_msg {
	_Alignas(8) unsigned char buf[NL_BYTES];
	size_t len;
	size_t nest;  /* where the open nest begins, 0: none */
	int overflow; /* something did not fit */
};

/* Begin a request; family and sequence number are filled in on sending. */
void nl_begin(struct nl_msg *m, uint8_t cmd, uint32_t minor, uint32_t flags);

/* Attributes between nl_open and nl_close are a nest's. */
void nl_open(struct nl_msg *m, unsigned nest);
void nl_close(struct nl_msg *m);
void nl_put(struct nl_msg *m, unsigned type, const void *data, size_t len);
void nl_put_u8(struct nl_msg *m, unsigned type, uint8_t v);
void nl_put_u32(struct nl_msg *m, unsigned type, uint32_t v);
void nl_put_u64(struct nl_msg *m, unsigned type, uint64_t v);
void nl_put_str(struct nl_msg *m, unsigned type, const char *s);

/* Write the header: 0, or -1 with EMSGSIZE when it did not all fit. */
int nl_finish(struct nl_msg *m, uint16_t family, uint16_t flags, uint32_t seq);

/* Bytes that are read from the front. */
struct nl_cursor {
	const unsigned char *p, *end;
};

struct nl_attr {
	unsigned type;
	const unsigned char *data;
	size_t len;
};

/* One netlink message of a datagram. */
struct nl_reply {
	uint16_t type;
	uint32_t seq;
	uint8_t cmd;
	uint32_t minor;
	int32_t ret;           /* of a drbd message */
	struct nl_cursor body; /* behind the drbd header */
	struct nl_cursor raw;  /* behind the netlink header */
};

/* The next message; 1, 0 at the end, -1 when it is malformed. */
int nl_next_message(struct nl_cursor *c, struct nl_reply *r);

/* The next attribute; the same results. */
int nl_next(struct nl_cursor *c, struct nl_attr *a);

/* The attribute of that type, in the nest or at the top. 0 or -1. */
int nl_find(struct nl_cursor c, unsigned type, struct nl_attr *a);
int nl_find_nested(struct nl_cursor c, unsigned nest, unsigned type,
    struct nl_attr *a);

/* An attribute's value; 0 or "" when it is too short for that. */
uint32_t nl_u32(const struct nl_attr *a);
uint64_t nl_u64(const struct nl_attr *a);
const char *nl_str(const struct nl_attr *a);

/* The same, looked up in a nest; otherwise the default. */
uint32_t nl_get_u32(struct nl_cursor c, unsigned nest, unsigned type,
    uint32_t otherwise);
uint64_t nl_get_u64(struct nl_cursor c, unsigned nest, unsigned type);
const char *nl_get_str(struct nl_cursor c, unsigned nest, unsigned type);

#endif
