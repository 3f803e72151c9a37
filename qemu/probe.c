/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Echo requests from the LAN client to one address at a fixed interval. */
#include <string.h>

#include "lan.h"
#include "probe.h"
#include "lwip/icmp.h"
#include "lwip/inet_chksum.h"
#include "lwip/prot/ip4.h"
#include "lwip/raw.h"

static struct raw_pcb *pcb;
static struct probe *probes;
static uint16_t next_id;

static void
tell(struct probe *p)
{
	struct probe_sent *s;
	struct probe *q;
	int64_t now_us = mono_now().us;

	while (p->told != p->sent) {
		s = &p->window[p->told % PROBE_WINDOW];
		if (s->rtt_us < 0 && now_us - s->sent.us < p->timeout_us)
			return;
		p->told++;
		p->result(p, s);
		for (q = probes; q && q != p; q = q->link)
			;
		if (q == NULL) /* stopped by result */
			return;
	}
	if (p->count > 0 && p->sent == p->count) {
		probe_stop(p);
		p->ended(p);
	}
}

static u8_t
reply(void *arg, struct raw_pcb *raw, struct pbuf *b, const ip_addr_t *from)
{
	struct icmp_echo_hdr echo;
	struct ip_hdr *ip = b->payload;
	struct probe_sent *s;
	struct probe *p;
	unsigned nr;

	(void)arg;
	(void)raw;
	if (pbuf_copy_partial(b, &echo, sizeof(echo), IPH_HL_BYTES(ip)) !=
		sizeof(echo) ||
	    echo.type != ICMP_ER)
		return 0;
	for (p = probes; p; p = p->link)
		if (p->id == echo.id && ip4_addr_cmp(&p->addr, from))
			break;
	if (p == NULL)
		return 0;
	/* the full number of the request: the last with these 16 bits */
	nr = p->sent - 1 -
	     (uint16_t)((uint16_t)(p->sent - 1) - lwip_ntohs(echo.seqno));
	s = &p->window[nr % PROBE_WINDOW];
	if (p->sent - nr <= PROBE_WINDOW && nr - p->told < p->sent - p->told &&
	    s->rtt_us < 0) {
		s->rtt_us = mono_now().us - s->sent.us;
		memcpy(s->mac, lan_source(), sizeof(s->mac));
	}
	pbuf_free(b);
	tell(p);
	return 1;
}

static void
send_one(struct probe *p)
{
	struct probe_sent *s = &p->window[p->sent % PROBE_WINDOW];
	struct pbuf *b = pbuf_alloc(PBUF_IP, 40, PBUF_RAM);
	struct icmp_echo_hdr *echo;

	if (b == NULL)
		return;
	echo = b->payload;
	memset(echo, 0, 40);
	echo->type = ICMP_ECHO;
	echo->id = p->id;
	echo->seqno = lwip_htons((u16_t)p->sent);
	echo->chksum = inet_chksum(echo, 40);
	*s = (struct probe_sent){.sent = mono_now(), .rtt_us = -1};
	p->sent++;
	raw_sendto_if_src(pcb, b, &p->addr, &lan_client,
	    netif_ip4_addr(&lan_client));
	pbuf_free(b);
}

static void
tick(void *arg)
{
	struct probe *p = arg, *q;

	if (p->count == 0 || p->sent < p->count)
		send_one(p);
	tell(p);
	for (q = probes; q; q = q->link)
		if (q == p) {
			/* by the schedule, so that no lateness adds up */
			p->next.us += p->interval_us;
			loop_timer_set(&p->timer, p->next);
		}
	lan_kick();
}

void
probe_start(struct probe *p)
{
	if (pcb == NULL) {
		pcb = raw_new(IP_PROTO_ICMP);
		raw_bind_netif(pcb, &lan_client);
		raw_recv(pcb, reply, NULL);
	}
	p->sent = p->told = 0;
	p->id = lwip_htons(++next_id);
	p->link = probes;
	probes = p;
	p->timer.fire = tick;
	p->timer.arg = p;
	p->next = mono_now();
	loop_timer_set(&p->timer, p->next);
}

void
probe_stop(struct probe *p)
{
	struct probe **at;

	loop_timer_clear(&p->timer);
	for (at = &probes; *at; at = &(*at)->link)
		if (*at == p) {
			*at = p->link;
			return;
		}
}
