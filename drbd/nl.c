/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages of the generic netlink family "drbd". */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>

#include "nl.h"

enum { ATTR_HEADER_BYTES = 4 };

static void *
reserve(struct nl_msg *m, size_t len)
{
	size_t padded = NLMSG_ALIGN(len);
	void *p = m->buf + m->len;

	if (padded > sizeof(m->buf) - m->len) {
		m->overflow = 1;
		return NULL;
	}
	memset(p, 0, padded);
	m->len += padded;
	return p;
}

void
nl_begin(struct nl_msg *m, uint8_t cmd, uint32_t minor, uint32_t flags)
{
	struct genlmsghdr g = {.cmd = cmd, .version = 1};
	uint32_t header[2] = {minor, flags};

	m->len = m->nest = 0;
	m->overflow = 0;
	reserve(m, NL_HEADER_BYTES);
	memcpy(m->buf + sizeof(struct nlmsghdr), &g, sizeof(g));
	memcpy(m->buf + NL_HEADER_BYTES - sizeof(header), header,
	    sizeof(header));
}

void
nl_put(struct nl_msg *m, unsigned type, const void *data, size_t len)
{
	struct nlattr a = {.nla_len = (uint16_t)(ATTR_HEADER_BYTES + len),
	    .nla_type = (uint16_t)type};
	unsigned char *p;

	if (len > NL_BYTES) {
		m->overflow = 1;
		return;
	}
	p = reserve(m, ATTR_HEADER_BYTES + len);
	if (p == NULL)
		return;
	memcpy(p, &a, sizeof(a));
	if (len > 0)
		memcpy(p + ATTR_HEADER_BYTES, data, len);
}

void
nl_open(struct nl_msg *m, unsigned nest)
{
	m->nest = m->len;
	nl_put(m, nest | NL_NESTED, NULL, 0);
}

void
nl_close(struct nl_msg *m)
{
	uint16_t len = (uint16_t)(m->len - m->nest);

	if (!m->overflow)
		memcpy(m->buf + m->nest, &len, sizeof(len));
	m->nest = 0;
}

void
nl_put_u8(struct nl_msg *m, unsigned type, uint8_t v)
{
	nl_put(m, type, &v, sizeof(v));
}

void
nl_put_u32(struct nl_msg *m, unsigned type, uint32_t v)
{
	nl_put(m, type, &v, sizeof(v));
}

void
nl_put_u64(struct nl_msg *m, unsigned type, uint64_t v)
{
	nl_put(m, type, &v, sizeof(v));
}

void
nl_put_str(struct nl_msg *m, unsigned type, const char *s)
{
	nl_put(m, type, s, strlen(s) + 1);
}

int
nl_finish(struct nl_msg *m, uint16_t family, uint16_t flags, uint32_t seq)
{
	struct nlmsghdr h = {.nlmsg_len = (uint32_t)m->len,
	    .nlmsg_type = family,
	    .nlmsg_flags = flags,
	    .nlmsg_seq = seq};

	if (m->overflow) {
		errno = EMSGSIZE;
		return -1;
	}
	memcpy(m->buf, &h, sizeof(h));
	return 0;
}

int
nl_next_message(struct nl_cursor *c, struct nl_reply *r)
{
	size_t left = (size_t)(c->end - c->p), len;
	struct nlmsghdr h;

	if (left == 0)
		return 0;
	if (left < sizeof(h))
		return -1;
	memcpy(&h, c->p, sizeof(h));
	len = h.nlmsg_len;
	if (len < sizeof(h) || len > left)
		return -1;
	memset(r, 0, sizeof(*r));
	r->type = h.nlmsg_type;
	r->seq = h.nlmsg_seq;
	r->raw.p = c->p + sizeof(h);
	r->raw.end = c->p + len;
	r->body.p = r->body.end = r->raw.end;
	if (len >= NL_HEADER_BYTES && r->type >= NLMSG_MIN_TYPE) {
		r->cmd = c->p[sizeof(h)];
		memcpy(&r->minor, c->p + 20, sizeof(r->minor));
		memcpy(&r->ret, c->p + 24, sizeof(r->ret));
		r->body.p = c->p + NL_HEADER_BYTES;
	}
	len = NLMSG_ALIGN(len);
	c->p += len < left ? len : left;
	return 1;
}

int
nl_next(struct nl_cursor *c, struct nl_attr *a)
{
	size_t left = (size_t)(c->end - c->p), len;
	struct nlattr h;

	if (left == 0)
		return 0;
	if (left < sizeof(h))
		return -1;
	memcpy(&h, c->p, sizeof(h));
	if (h.nla_len < sizeof(h) || h.nla_len > left)
		return -1;
	a->type = h.nla_type & NL_TYPE;
	a->data = c->p + ATTR_HEADER_BYTES;
	a->len = h.nla_len - (size_t)ATTR_HEADER_BYTES;
	len = NLMSG_ALIGN((size_t)h.nla_len);
	c->p += len < left ? len : left;
	return 1;
}

int
nl_find(struct nl_cursor c, unsigned type, struct nl_attr *a)
{
	while (nl_next(&c, a) == 1)
		if (a->type == type)
			return 0;
	return -1;
}

int
nl_find_nested(struct nl_cursor c, unsigned nest, unsigned type,
    struct nl_attr *a)
{
	struct nl_attr outer;

	if (nl_find(c, nest, &outer) != 0)
		return -1;
	c.p = outer.data;
	c.end = outer.data + outer.len;
	return nl_find(c, type, a);
}

uint32_t
nl_u32(const struct nl_attr *a)
{
	uint32_t v = 0;

	if (a->len == 1)
		return a->data[0];
	if (a->len >= sizeof(v))
		memcpy(&v, a->data, sizeof(v));
	return v;
}

uint64_t
nl_u64(const struct nl_attr *a)
{
	uint64_t v = 0;

	if (a->len >= sizeof(v))
		memcpy(&v, a->data, sizeof(v));
	return v;
}

const char *
nl_str(const struct nl_attr *a)
{
	if (a->len == 0 || a->data[a->len - 1] != '\0')
		return "";
	return (const char *)a->data;
}

uint32_t
nl_get_u32(struct nl_cursor c, unsigned nest, unsigned type, uint32_t otherwise)
{
	struct nl_attr a;

	return nl_find_nested(c, nest, type, &a) == 0 ? nl_u32(&a) : otherwise;
}

uint64_t
nl_get_u64(struct nl_cursor c, unsigned nest, unsigned type)
{
	struct nl_attr a;

	return nl_find_nested(c, nest, type, &a) == 0 ? nl_u64(&a) : 0;
}

const char *
nl_get_str(struct nl_cursor c, unsigned nest, unsigned type)
{
	struct nl_attr a;

	return nl_find_nested(c, nest, type, &a) == 0 ? nl_str(&a) : "";
}
