/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lab's own hosts on the LAN, on lwIP. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lan.h"
#include "router.h"
#include "../lib/lwip/frame.h"
#include "lwip/etharp.h"
#include "lwip/init.h"
#include "lwip/ip4.h"
#include "lwip/timeouts.h"
#include "netif/ethernet.h"

enum { STATIONS = 16 };

struct host {
	struct netif *netif;
	struct seg_port port;
};

/* a frame that came in: lwIP must not be entered while it sends */
struct arrived {
	struct arrived *next;
	struct netif *netif;
	size_t len;
	uint8_t bytes[FRAME_MAX];
};

struct netif lan_router, lan_client;
static struct host hosts[2] = {{.netif = &lan_router, .port.name = "router"},
    {.netif = &lan_client, .port.name = "client"}};
static struct arrived *first, **last = &first;
static uint8_t source[6];
static struct {
	uint8_t mac[6];
	char name[24];
} station[STATIONS];
static void (*frame_moved)(struct seg *s);

static void run(void *arg);
static struct loop_timer timer = {.fire = run};

void
lan_kick(void)
{
	loop_timer_set(&timer, mono_now());
}

static void
arrive(void *arg, const uint8_t *frame, size_t len)
{
	struct host *h = arg;
	struct arrived *a;

	if (len > sizeof(a->bytes) || (a = malloc(sizeof(*a))) == NULL)
		return;
	a->next = NULL;
	a->netif = h->netif;
	a->len = len;
	memcpy(a->bytes, frame, len);
	*last = a;
	last = &a->next;
	lan_kick();
}

void
lan_run(void)
{
	struct arrived *a;

	while ((a = first) != NULL) {
		first = a->next;
		if (first == NULL)
			last = &first;
		memcpy(source, a->bytes + 6, sizeof(source));
		/* out of memory: a lost frame */
		(void)frame_input(a->netif, a->bytes, a->len);
		free(a);
	}
	sys_check_timeouts();
}

static void
run(void *arg)
{
	(void)arg;
	lan_run();
	if (first)
		lan_kick();
	else
		loop_timer_set(&timer,
		    mono_after_us((int64_t)sys_timeouts_sleeptime() * 1000));
}

static err_t
send_frame(struct netif *n, struct pbuf *p)
{
	struct host *h = n->state;
	uint8_t frame[FRAME_MAX];
	size_t len = frame_copy(p, frame, sizeof(frame));

	if (len == 0)
		return ERR_BUF;
	seg_input(&h->port, frame, len, mono_now());
	if (h->port.seg)
		frame_moved(h->port.seg);
	return ERR_OK;
}

static err_t
init_netif(struct netif *n)
{
	struct host *h = n->state;
	uint8_t mac[6] = {0x02, 0x4c, 0x41, 0x42, 0, 0};

	mac[5] = (uint8_t)(h - hosts + 1);
	memcpy(n->hwaddr, mac, sizeof(mac));
	n->hwaddr_len = sizeof(mac);
	n->name[0] = 'l';
	n->name[1] = 'n';
	n->mtu = 1500;
	n->flags =
	    NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET;
	n->output = etharp_output;
	n->linkoutput = send_frame;
	lan_name(mac, h->port.name);
	return ERR_OK;
}

static int
plug(struct host *h, struct seg *s, uint8_t number)
{
	ip4_addr_t addr, mask, gateway;

	IP4_ADDR(&addr, 192, 168, 0, number);
	IP4_ADDR(&mask, 255, 255, 255, 0);
	IP4_ADDR(&gateway, 192, 168, 0, 1);
	if (h->netif == &lan_router)
		ip4_addr_set_zero(&gateway);
	h->port.tx = arrive;
	h->port.arg = h;
	if (seg_join(s, &h->port) < 0)
		return -1;
	netif_add(h->netif, &addr, &mask, &gateway, h, init_netif,
	    ethernet_input);
	netif_set_link_up(h->netif);
	netif_set_up(h->netif);
	return 0;
}

int
lan_start(struct seg *s, void (*moved)(struct seg *s))
{
	frame_moved = moved;
	lwip_init();
	if (plug(&hosts[0], s, 1) < 0 || plug(&hosts[1], s, 100) < 0)
		return -1;
	router_start();
	lan_kick();
	return 0;
}

const uint8_t *
lan_source(void)
{
	return source;
}

void
lan_name(const uint8_t mac[6], const char *name)
{
	int i;

	for (i = 0; i < STATIONS; i++)
		if (station[i].name[0] == '\0' ||
		    memcmp(station[i].mac, mac, 6) == 0) {
			memcpy(station[i].mac, mac, 6);
			snprintf(station[i].name, sizeof(station[i].name), "%s",
			    name);
			return;
		}
}

void
lan_show(const uint8_t mac[6], char *buf, size_t size)
{
	const char *name = "unknown";
	int i;

	for (i = 0; i < STATIONS; i++)
		if (station[i].name[0] && memcmp(station[i].mac, mac, 6) == 0)
			name = station[i].name;
	snprintf(buf, size, "%02x:%02x:%02x:%02x:%02x:%02x %s", mac[0], mac[1],
	    mac[2], mac[3], mac[4], mac[5], name);
}

int
lan_ip4_input(struct pbuf *p, struct netif *in)
{
	return in == &lan_router && router_world(p);
}

struct netif *
lan_route(const ip4_addr_t *src, const ip4_addr_t *dest)
{
	(void)dest;
	if (src && ip4_addr_cmp(src, netif_ip4_addr(&lan_router)))
		return &lan_router;
	return &lan_client;
}
