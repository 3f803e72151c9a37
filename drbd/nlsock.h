/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The socket to the driver: requests with their reply, dumps, events. */
#ifndef NLSOCK_H
#define NLSOCK_H

#include "nl.h"

struct nlsock {
	int fd;
	uint16_t family; /* resolved by name: it is another one on each boot */
	uint32_t events; /* number of the multicast group */
	uint32_t seq;
	_Alignas(8) unsigned char buf[4 * NL_BYTES];
};

/* Open the socket and ask for the family "drbd". 0, or -1 with errno: ENOENT
 * means that this kernel has no DRBD. */
int nlsock_open(struct nlsock *s);
void nlsock_close(struct nlsock *s);

/* Send a request and wait for its one reply, which stays in the socket's
 * buffer until the next call. 0, or -1 with errno. */
int nlsock_call(struct nlsock *s, struct nl_msg *m, struct nl_reply *r);

/* Send a dump request; each part is given to fn until it returns non-zero,
 * which is the result; 0 at the end; -1 with errno. */
int nlsock_dump(struct nlsock *s, struct nl_msg *m,
    int (*fn)(void *ctx, const struct nl_reply *r), void *ctx);

/* Join the multicast group, so that nlsock_events has something to read. It
 * wants a socket of its own: replies and events would mix. */
int nlsock_listen(struct nlsock *s);

/* Read what has arrived without waiting; each message is given to fn (which
 * may be NULL). 0; -1 with errno, ENOBUFS when events were lost. */
int nlsock_events(struct nlsock *s,
    void (*fn)(void *ctx, const struct nl_reply *r), void *ctx);

#endif
