/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Internet addresses as drbd.conf and the command line write them. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../lib/num.h"
#include "addr.h"

static int
parse_port(const char *s, in_port_t *port)
{
	long long v = ADDR_DEFAULT_PORT;

	if (*s == ':' && num_parse(s + 1, 1, 65535, &v) != 0)
		return -1;
	if (*s != ':' && *s != '\0')
		return -1;
	*port = htons((uint16_t)v);
	return 0;
}

static int
parse_ipv6(struct addr *a, const char *s)
{
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&a->sa;
	const char *end = strchr(s, ']');
	char host[INET6_ADDRSTRLEN];

	if (*s != '[' || end == NULL || (size_t)(end - s) > sizeof(host))
		return -1;
	s++;
	memcpy(host, s, (size_t)(end - s));
	host[end - s] = '\0';
	in6->sin6_family = AF_INET6;
	a->len = sizeof(*in6);
	if (inet_pton(AF_INET6, host, &in6->sin6_addr) != 1)
		return -1;
	return parse_port(end + 1, &in6->sin6_port);
}

static int
parse_ipv4(struct addr *a, const char *s)
{
	struct sockaddr_in *in = (struct sockaddr_in *)&a->sa;
	size_t len = strcspn(s, ":");
	char host[INET_ADDRSTRLEN];

	if (len >= sizeof(host))
		return -1;
	memcpy(host, s, len);
	host[len] = '\0';
	in->sin_family = AF_INET;
	a->len = sizeof(*in);
	if (inet_pton(AF_INET, host, &in->sin_addr) != 1)
		return -1;
	return parse_port(s + len, &in->sin_port);
}

int
addr_parse(struct addr *a, const char *text)
{
	memset(a, 0, sizeof(*a));
	if (strncmp(text, "ipv6:", 5) == 0)
		return parse_ipv6(a, text + 5);
	if (strncmp(text, "ipv4:", 5) == 0)
		return parse_ipv4(a, text + 5);
	return *text == '[' ? parse_ipv6(a, text) : parse_ipv4(a, text);
}

void
addr_format(char text[ADDR_TEXT_BYTES], const void *sa, size_t len, char sep)
{
	struct sockaddr_in6 in6 = {0};
	struct sockaddr_in in = {0};
	char host[INET6_ADDRSTRLEN] = "?";
	sa_family_t family = AF_UNSPEC;

	if (len >= sizeof(family))
		memcpy(&family, sa, sizeof(family));
	if (family == AF_INET && len >= sizeof(in)) {
		memcpy(&in, sa, sizeof(in));
		inet_ntop(AF_INET, &in.sin_addr, host, sizeof(host));
		snprintf(text, ADDR_TEXT_BYTES, "ipv4%c%s:%d", sep, host,
		    ntohs(in.sin_port));
	} else if (family == AF_INET6 && len >= sizeof(in6)) {
		memcpy(&in6, sa, sizeof(in6));
		inet_ntop(AF_INET6, &in6.sin6_addr, host, sizeof(host));
		snprintf(text, ADDR_TEXT_BYTES, "ipv6%c[%s]:%d", sep, host,
		    ntohs(in6.sin6_port));
	} else {
		snprintf(text, ADDR_TEXT_BYTES, "(family %d)", family);
	}
}

int
addr_is_local(const struct addr *a)
{
	struct sockaddr_storage any_port = a->sa;
	int fd = socket(a->sa.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int rc;

	if (fd == -1)
		return -1;
	/* DRBD itself may listen on the port: any other one will do */
	if (any_port.ss_family == AF_INET)
		((struct sockaddr_in *)&any_port)->sin_port = 0;
	else
		((struct sockaddr_in6 *)&any_port)->sin6_port = 0;
	rc = bind(fd, (struct sockaddr *)&any_port, (socklen_t)a->len);
	if (rc != 0)
		rc = errno == EADDRNOTAVAIL ? 0 : -1;
	else
		rc = 1;
	close(fd);
	return rc;
}
