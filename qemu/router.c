/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the router does: pings for the world, DNS for the ping nodes. */
#include <string.h>
#include <strings.h>

#include "lan.h"
#include "router.h"
#include "lwip/icmp.h"
#include "lwip/inet_chksum.h"
#include "lwip/ip4.h"
#include "lwip/prot/ip4.h"
#include "lwip/udp.h"

static const struct {
	const char *name;
	uint8_t addr[4];
} names[] = {
    {"linux-ha.org", {192, 0, 2, 10}}, {"lugmen.org.ar", {198, 51, 100, 10}}};

int
router_world(struct pbuf *p)
{
	struct ip_hdr *ip = p->payload;
	struct icmp_echo_hdr *echo;
	ip4_addr_t src, dest;
	struct pbuf *reply;
	u16_t head, len;

	if (p->len < sizeof(*ip) || IPH_V(ip) != 4)
		return 0;
	ip4_addr_copy(src, ip->src);
	ip4_addr_copy(dest, ip->dest);
	if (ip4_addr_netcmp(&dest, netif_ip4_addr(&lan_router),
		netif_ip4_netmask(&lan_router)) ||
	    ip4_addr_ismulticast(&dest) ||
	    ip4_addr_cmp(&dest, IP4_ADDR_BROADCAST))
		return 0;
	head = IPH_HL_BYTES(ip);
	len = lwip_ntohs(IPH_LEN(ip));
	if (IPH_PROTO(ip) == IP_PROTO_ICMP && p->len >= len &&
	    len >= head + sizeof(*echo) &&
	    (reply = pbuf_alloc(PBUF_IP, (u16_t)(len - head), PBUF_RAM))) {
		memcpy(reply->payload, (uint8_t *)p->payload + head,
		    (size_t)(len - head));
		echo = reply->payload;
		if (echo->type == ICMP_ECHO && inet_chksum_pbuf(reply) == 0) {
			echo->type = ICMP_ER;
			echo->chksum = 0;
			echo->chksum = inet_chksum_pbuf(reply);
			ip4_output_if_src(reply, &dest, &src, 64, 0,
			    IP_PROTO_ICMP, &lan_router);
		}
		pbuf_free(reply);
	}
	pbuf_free(p);
	return 1;
}

/* read the labels at *at as a name; 0 or -1 */
static int
read_name(const uint8_t *q, size_t len, size_t *at, char *name, size_t size)
{
	size_t n = 0, label;

	while (*at < len && (label = q[(*at)++]) != 0) {
		if (label > 63 || label > len - *at || n + label + 2 > size)
			return -1;
		if (n > 0)
			name[n++] = '.';
		memcpy(name + n, q + *at, label);
		n += label;
		*at += label;
	}
	name[n] = '\0';
	return *at < len || n > 0 ? 0 : -1;
}

size_t
router_dns(const uint8_t *query, size_t len, uint8_t *to, size_t size)
{
	/* answer: name is at 12, A, IN, an hour, 4 bytes */
	uint8_t answer[] = {
	    0xc0, 12, 0, 1, 0, 1, 0, 0, 0x0e, 0x10, 0, 4, 0, 0, 0, 0};
	enum { HEAD = 12, TYPE_A = 1, NO_SUCH_NAME = 3 };
	const uint8_t *addr = NULL;
	char name[256];
	size_t at = HEAD, i, total;
	int type;

	/* a query, not a response; one question */
	if (len < HEAD || query[2] & 0xf8 || query[4] != 0 || query[5] != 1 ||
	    read_name(query, len, &at, name, sizeof(name)) < 0 || len - at < 4)
		return 0;
	type = query[at] << 8 | query[at + 1];
	at += 4;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(name, names[i].name) == 0)
			addr = names[i].addr;
	total = at + (addr && type == TYPE_A ? sizeof(answer) : 0);
	if (total > size)
		return 0;
	memcpy(to, query, at);
	memset(to + 6, 0, 6);
	to[2] = (uint8_t)(0x84 | (query[2] & 1)); /* response, authority */
	to[3] = (uint8_t)(0x80 | (addr ? 0 : NO_SUCH_NAME));
	if (total > at) {
		to[7] = 1;
		memcpy(answer + 12, addr, 4);
		memcpy(to + at, answer, sizeof(answer));
	}
	return total;
}

static void
dns_query(void *arg, struct udp_pcb *pcb, struct pbuf *p, const ip_addr_t *from,
    u16_t port)
{
	uint8_t query[512], answer[600];
	size_t len;
	struct pbuf *reply;

	(void)arg;
	len = pbuf_copy_partial(p, query, sizeof(query), 0);
	len = router_dns(query, len, answer, sizeof(answer));
	if (len > 0 &&
	    (reply = pbuf_alloc(PBUF_TRANSPORT, (u16_t)len, PBUF_RAM))) {
		pbuf_take(reply, answer, (u16_t)len);
		udp_sendto_if_src(pcb, reply, from, port, &lan_router,
		    netif_ip4_addr(&lan_router));
		pbuf_free(reply);
	}
	pbuf_free(p);
}

void
router_start(void)
{
	struct udp_pcb *pcb = udp_new();

	if (pcb && udp_bind(pcb, netif_ip4_addr(&lan_router), 53) == ERR_OK)
		udp_recv(pcb, dns_query, NULL);
}
