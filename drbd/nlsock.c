/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The socket to the driver. */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "nlsock.h"

enum { GENL_FAMILY_HEADER_BYTES = 20 }; /* netlink and genetlink header */

static int
send_message(struct nlsock *s, struct nl_msg *m, uint16_t flags)
{
	if (nl_finish(m, s->family, flags, ++s->seq) != 0)
		return -1;
	return send(s->fd, m->buf, m->len, 0) == (ssize_t)m->len ? 0 : -1;
}

static int
receive(struct nlsock *s, int flags, struct nl_cursor *c)
{
	ssize_t n;

	do
		n = recv(s->fd, s->buf, sizeof(s->buf), flags | MSG_TRUNC);
	while (n == -1 && errno == EINTR);
	if (n == -1)
		return -1;
	if ((size_t)n > sizeof(s->buf)) {
		errno = EMSGSIZE;
		return -1;
	}
	c->p = s->buf;
	c->end = s->buf + n;
	return 0;
}

/* The error of an NLMSG_ERROR, which is positive in errno; 0 is an ACK. */
static int
message_error(const struct nl_reply *r)
{
	int32_t error = -EBADMSG;

	if ((size_t)(r->raw.end - r->raw.p) >= sizeof(error))
		memcpy(&error, r->raw.p, sizeof(error));
	return -error;
}

static int
find_group(struct nl_cursor groups, uint32_t *id)
{
	struct nl_attr group, name, number;
	struct nl_cursor c;

	while (nl_next(&groups, &group) == 1) {
		c = (struct nl_cursor){group.data, group.data + group.len};
		if (nl_find(c, CTRL_ATTR_MCAST_GRP_NAME, &name) == 0 &&
		    nl_find(c, CTRL_ATTR_MCAST_GRP_ID, &number) == 0 &&
		    strcmp(nl_str(&name), "events") == 0) {
			*id = nl_u32(&number);
			return 0;
		}
	}
	return -1;
}

static int
resolve(struct nlsock *s)
{
	struct genlmsghdr g = {.cmd = CTRL_CMD_GETFAMILY, .version = 2};
	struct nl_msg m;
	struct nl_cursor c;
	struct nl_reply r;
	struct nl_attr a;
	uint16_t family;

	/* nlctrl's messages have no drbd header: it is cut off again */
	nl_begin(&m, 0, 0, 0);
	memcpy(m.buf + sizeof(struct nlmsghdr), &g, sizeof(g));
	m.len = GENL_FAMILY_HEADER_BYTES;
	nl_put_str(&m, CTRL_ATTR_FAMILY_NAME, "drbd");
	s->family = GENL_ID_CTRL;
	if (send_message(s, &m, NLM_F_REQUEST) != 0 || receive(s, 0, &c) != 0)
		return -1;
	if (nl_next_message(&c, &r) != 1) {
		errno = EBADMSG;
		return -1;
	}
	if (r.type == NLMSG_ERROR) {
		errno = message_error(&r);
		return -1;
	}
	c = r.raw;
	c.p += GENL_HDRLEN;
	if (c.p > c.end || nl_find(c, CTRL_ATTR_FAMILY_ID, &a) != 0 ||
	    a.len < sizeof(family)) {
		errno = EBADMSG;
		return -1;
	}
	memcpy(&family, a.data, sizeof(family));
	s->family = family;
	if (nl_find(c, CTRL_ATTR_MCAST_GROUPS, &a) != 0 ||
	    find_group((struct nl_cursor){a.data, a.data + a.len},
		&s->events) != 0)
		s->events = 0;
	return 0;
}

int
nlsock_open(struct nlsock *s)
{
	struct sockaddr_nl local = {.nl_family = AF_NETLINK};

	s->seq = (uint32_t)getpid() << 8;
	s->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (s->fd == -1)
		return -1;
	if (bind(s->fd, (struct sockaddr *)&local, sizeof(local)) != 0 ||
	    resolve(s) != 0) {
		nlsock_close(s);
		return -1;
	}
	return 0;
}

void
nlsock_close(struct nlsock *s)
{
	int saved = errno;

	if (s->fd != -1)
		close(s->fd);
	s->fd = -1;
	errno = saved;
}

int
nlsock_call(struct nlsock *s, struct nl_msg *m, struct nl_reply *r)
{
	struct nl_cursor c;

	if (send_message(s, m, NLM_F_REQUEST) != 0)
		return -1;
	do {
		if (receive(s, 0, &c) != 0)
			return -1;
		if (nl_next_message(&c, r) != 1) {
			errno = EBADMSG;
			return -1;
		}
	} while (r->seq != s->seq);
	if (r->type == NLMSG_ERROR) {
		errno = message_error(r);
		return -1;
	}
	return 0;
}

int
nlsock_dump(struct nlsock *s, struct nl_msg *m,
    int (*fn)(void *ctx, const struct nl_reply *r), void *ctx)
{
	struct nl_cursor c;
	struct nl_reply r;
	int rc;

	if (send_message(s, m, NLM_F_REQUEST | NLM_F_DUMP) != 0)
		return -1;
	for (;;) {
		if (receive(s, 0, &c) != 0)
			return -1;
		while ((rc = nl_next_message(&c, &r)) == 1) {
			if (r.seq != s->seq)
				continue;
			if (r.type == NLMSG_DONE)
				return 0;
			if (r.type == NLMSG_ERROR) {
				errno = message_error(&r);
				return -1;
			}
			rc = fn(ctx, &r);
			if (rc != 0)
				return rc;
		}
		if (rc < 0) {
			errno = EBADMSG;
			return -1;
		}
	}
}

int
nlsock_listen(struct nlsock *s)
{
	int group = (int)s->events;

	return setsockopt(s->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group,
	    sizeof(group));
}

int
nlsock_events(struct nlsock *s, void (*fn)(void *ctx, const struct nl_reply *r),
    void *ctx)
{
	struct nl_cursor c;
	struct nl_reply r;

	while (receive(s, MSG_DONTWAIT, &c) == 0)
		while (nl_next_message(&c, &r) == 1)
			if (fn != NULL && r.type == s->family)
				fn(ctx, &r);
	return errno == EAGAIN ? 0 : -1;
}
