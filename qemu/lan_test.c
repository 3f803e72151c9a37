/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The router and the client, with hand-made frames. */
#include <arpa/inet.h>

#include "lan.h"
#include "probe.h"
#include "router.h"
#include "lwip/etharp.h"
#include "lwip/inet_chksum.h"
#include "../lib/tap.h"

static const uint8_t me[6] = {0x52, 0x54, 0, 0, 1, 0};
static const uint8_t router_mac[6] = {0x02, 0x4c, 0x41, 0x42, 0, 1};
static const uint8_t client_mac[6] = {0x02, 0x4c, 0x41, 0x42, 0, 2};
static struct seg lan = {.name = "eth0"};
static uint8_t last[2048];
static size_t last_len;
static int frames;

static void
keep(void *arg, const uint8_t *frame, size_t len)
{
	(void)arg;
	memcpy(last, frame, len);
	last_len = len;
	frames++;
}

static struct seg_port hand = {.name = "hand", .tx = keep};

static void
moved(struct seg *s)
{
	(void)s;
}

static void
give(const uint8_t *frame, size_t len)
{
	frames = 0;
	seg_input(&hand, frame, len, mono_now());
	lan_run();
}

static void
arp(int op, uint8_t target)
{
	uint8_t f[42] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0,
	    8, 6, 0, 1, 8, 0, 6, 4, 0, 0, 0, 0, 0, 0, 0, 0, 192, 168, 0, 21, 0,
	    0, 0, 0, 0, 0, 192, 168, 0, 0};

	memcpy(f + 6, me, 6);
	memcpy(f + 22, me, 6);
	f[21] = (uint8_t)op;
	f[41] = target;
	give(f, sizeof(f));
}

/* an IP packet from 192.168.0.21; the checksums are ours to make */
static void
packet(const uint8_t *mac, const char *to, int proto, const uint8_t *data,
    size_t len)
{
	uint8_t f[600] = {0};
	uint16_t sum;

	memcpy(f, mac, 6);
	memcpy(f + 6, me, 6);
	f[12] = 8;
	f[14] = 0x45;
	f[16] = (uint8_t)((20 + len) >> 8);
	f[17] = (uint8_t)(20 + len);
	f[22] = 64;
	f[23] = (uint8_t)proto;
	memcpy(f + 26, "\300\250\0\25", 4);
	inet_pton(AF_INET, to, f + 30);
	sum = inet_chksum(f + 14, 20);
	memcpy(f + 24, &sum, 2);
	memcpy(f + 34, data, len);
	give(f, 34 + len);
}

static void
ping(const char *to, int spoil)
{
	uint8_t icmp[16] = {8, 0, 0, 0, 1, 2, 3, 4, 'p', 'i', 'n', 'g'};
	uint16_t sum = inet_chksum(icmp, sizeof(icmp));

	memcpy(icmp + 2, &sum, 2);
	icmp[15] = (uint8_t)spoil;
	packet(router_mac, to, 1, icmp, sizeof(icmp));
}

static void
router(void)
{
	uint8_t query[64] = "\0\0\0\65\0\0\0\0"; /* UDP, port 53 */
	uint8_t answer[128];
	static const uint8_t ask[] = "\1\2\1\0\0\1\0\0\0\0\0\0\10linux-ha\3org"
				     "\0\0\1\0\1";
	static const uint8_t other[] = "\1\2\1\0\0\1\0\0\0\0\0\0\7example\3org"
				       "\0\0\1\0\1";
	size_t n;

	arp(1, 1);
	ok(frames == 1 && memcmp(last, me, 6) == 0 &&
		memcmp(last + 22, router_mac, 6) == 0 && last[21] == 2,
	    "the router answers for 192.168.0.1 in ARP");
	ping("192.168.0.1", 0);
	ok(frames == 1 && last[34] == 0 && last[29] == 1,
	    "it answers pings to itself");
	ping("203.0.113.9", 0);
	ok(frames == 1 && last[34] == 0 &&
		memcmp(last + 26, "\313\0\161\11", 4) == 0 &&
		memcmp(last + 42, "ping", 4) == 0,
	    "it answers pings for any address outside of the LAN");
	ok(inet_chksum(last + 14, 20) == 0 && inet_chksum(last + 34, 16) == 0,
	    "with right checksums");
	ping("203.0.113.9", 1);
	ok(frames == 0, "a spoiled ping is not answered");
	ping("192.168.0.77", 0);
	ok(frames == 0, "nor is one for a station of the LAN");

	query[0] = 4; /* source port */
	query[5] = (uint8_t)(8 + sizeof(ask) - 1);
	memcpy(query + 8, ask, sizeof(ask) - 1);
	packet(router_mac, "192.168.0.1", 17, query, 8 + sizeof(ask) - 1);
	ok(frames == 1 && memcmp(last + last_len - 4, "\300\0\2\12", 4) == 0,
	    "DNS knows linux-ha.org");
	n = router_dns(other, sizeof(other) - 1, answer, sizeof(answer));
	ok(n == sizeof(other) - 1 && (answer[3] & 15) == 3,
	    "and says of any other name that it is not there");
	for (n = 0; n < sizeof(ask) - 1; n++)
		if (router_dns(ask, n, answer, sizeof(answer)) != 0)
			break;
	ok(n == sizeof(ask) - 1, "a query that is cut short gets no answer");
}

static int results, answered, ended;

static void
result(struct probe *p, const struct probe_sent *s)
{
	(void)p;
	results++;
	answered += s->rtt_us >= 0 && memcmp(s->mac, me, 6) == 0;
}

static void
end(struct probe *p)
{
	(void)p;
	ended++;
	loop_stop(0);
}

/* answers echo requests as 192.168.0.21 would, but for every third */
static void
reflect(void *arg, const uint8_t *frame, size_t len)
{
	static int nr;
	uint8_t f[SEG_FRAME_MAX];
	uint16_t sum;

	(void)arg;
	if (frame[13] != 0 || len < 42 || ++nr % 3 == 0)
		return;
	memcpy(f, frame, len);
	memcpy(f, frame + 6, 6);
	memcpy(f + 6, me, 6);
	memcpy(f + 26, frame + 30, 4);
	memcpy(f + 30, frame + 26, 4);
	f[34] = 0;
	f[36] = f[37] = 0;
	sum = inet_chksum(f + 34, (u16_t)(len - 34));
	memcpy(f + 36, &sum, 2);
	seg_input(&hand, f, len, mono_now());
}

static void
client(void)
{
	static struct probe p = {.interval_us = 1000,
	    .timeout_us = 20000,
	    .count = 30,
	    .result = result,
	    .ended = end};
	const ip4_addr_t *found_ip;
	struct eth_addr *found = NULL;

	inet_pton(AF_INET, "192.168.0.21", &p.addr);
	arp(1, 100);
	ok(frames == 1 && memcmp(last + 22, client_mac, 6) == 0,
	    "the client answers for 192.168.0.100 in ARP");
	ok(etharp_find_addr(&lan_client, &p.addr, &found, &found_ip) >= 0 &&
		memcmp(found, me, 6) == 0,
	    "and its ARP cache has learned who asked");
	hand.tx = reflect;
	probe_start(&p);
	loop_run();
	is_num(results, 30, "each of 30 probes has its result");
	is_num(answered, 20, "20 of them answered, by the station that did");
	is_num(ended, 1, "and then it ends");
}

int
main(void)
{
	seg_join(&lan, &hand);
	lan_start(&lan, moved);
	lan_run();
	router();
	client();
	return tap_done();
}
