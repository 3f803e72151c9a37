/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Internet addresses as drbd.conf and the command line write them. */
#ifndef ADDR_H
#define ADDR_H

#include <stddef.h>
#include <sys/socket.h>

enum { ADDR_DEFAULT_PORT = 7788, ADDR_TEXT_BYTES = 80 };

struct addr {
	struct sockaddr_storage sa;
	size_t len; /* of sa that is used; it goes to the kernel as it is */
};

/* Read "[ipv4:|ipv6:]address[:port]", an IPv6 address in brackets. Without a
 * port it is 7788. 0, or -1 when it is no such thing. */
int addr_parse(struct addr *a, const char *text);

/* "ipv4:192.168.0.21:7788", with sep between the family and the rest. */
void addr_format(char text[ADDR_TEXT_BYTES], const void *sa, size_t len,
    char sep);

/* Whether an interface of this machine has it: 1, 0, or -1 with errno. */
int addr_is_local(const struct addr *a);

#endif
