/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a raw ICMP socket gives: is it an answer to us? */
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <stddef.h>
#include <string.h>

#include "link_ping.h"

bool
ping_parse(const uint8_t *packet, size_t len, uint16_t id,
    struct ping_answer *found)
{
	size_t ip = len < sizeof(struct iphdr) ? len : (packet[0] & 15U) * 4;
	struct icmphdr h;

	if (ip < sizeof(struct iphdr) || len < ip + sizeof(h) + 4)
		return false;
	memcpy(&h, packet + ip, sizeof(h));
	memcpy(&found->address, packet + offsetof(struct iphdr, saddr),
	    sizeof(found->address));
	found->ping = packet[ip + sizeof(h)];
	return h.type == ICMP_ECHOREPLY && h.un.echo.id == id;
}
