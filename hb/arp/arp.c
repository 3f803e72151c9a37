/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Claiming an IPv4 address on an Ethernet, with lwIP's etharp and ACD. */
#include <errno.h>
#include <string.h>

#include "arp.h"
#include "frame.h"
#include "lwip/etharp.h"
#include "lwip/init.h"
#include "lwip/prot/etharp.h"
#include "lwip/prot/ethernet.h"
#include "lwip/prot/iana.h"
#include "netif/ethernet.h"

/*
 * ACD spreads its probes by random times, for a building whose hosts are all
 * switched on at once. A takeover wants a known length instead.
 */
unsigned int
lwip_port_rand(void)
{
	return 0;
}

static err_t
link_output(struct netif *n, struct pbuf *p)
{
	struct arp *a = n->state;
	uint8_t frame[FRAME_MAX];
	size_t len = frame_copy(p, frame, sizeof(frame));

	if (a->send(a->arg, frame, len) == -1) {
		a->send_errno = errno;
		return ERR_IF;
	}
	return ERR_OK;
}

static err_t
netif_up(struct netif *n)
{
	n->name[0] = 'e';
	n->name[1] = 'n';
	n->mtu = 1500;
	n->hwaddr_len = ARP_HW_LEN;
	n->flags =
	    NETIF_FLAG_BROADCAST | NETIF_FLAG_ETHARP | NETIF_FLAG_ETHERNET;
	n->output = etharp_output;
	n->linkoutput = link_output;
	return ERR_OK;
}

/* ACD says something; DECLINE is its word for "somebody else has it". */
static void
on_acd(struct netif *n, acd_callback_enum_t what)
{
	struct arp *a = n->state;
	const struct etharp_hdr *h;
	ip4_addr_t sender;

	if (what != ACD_DECLINE || a->state != ARP_PROBING || a->rx == NULL)
		return;
	h = (const struct etharp_hdr *)(const void *)(a->rx + SIZEOF_ETH_HDR);
	memcpy(a->other, h->shwaddr.addr, ARP_HW_LEN);
	memcpy(&sender, &h->sipaddr, sizeof(sender));
	if (!ip4_addr_isany_val(sender))
		a->state = ARP_IN_USE;
	else if (memcmp(a->other, n->hwaddr, ARP_HW_LEN) < 0)
		a->state = ARP_RIVAL;
	/* else the other one gives way: arp_input goes on probing */
}

int
arp_open(struct arp *a, struct in_addr ip, const uint8_t hw[ARP_HW_LEN],
    int (*send)(void *arg, const void *frame, size_t len), void *arg)
{
	static int initialised;

	if (!initialised)
		lwip_init();
	initialised = 1;
	memset(a, 0, sizeof(*a));
	a->ip.addr = ip.s_addr;
	a->send = send;
	a->arg = arg;
	memcpy(a->netif.hwaddr, hw, ARP_HW_LEN);
	/* without an address of its own: ACD and announcements name theirs */
	if (netif_add_noaddr(&a->netif, a, netif_up, ethernet_input) == NULL) {
		errno = ENOMEM;
		return -1;
	}
	netif_set_up(&a->netif);
	netif_set_link_up(&a->netif);
	acd_add(&a->netif, &a->acd, on_acd);
	return 0;
}

void
arp_close(struct arp *a)
{
	acd_remove(&a->netif, &a->acd);
	netif_remove(&a->netif);
}

/* lwIP's etharp does not hand the result of linkoutput on. */
static int
sent(struct arp *a, err_t e)
{
	if (e == ERR_MEM)
		a->send_errno = ENOMEM;
	if (a->send_errno == 0)
		return 0;
	errno = a->send_errno;
	return -1;
}

int
arp_announce_request(struct arp *a)
{
	a->send_errno = 0;
	return sent(a, etharp_acd_announce(&a->netif, &a->ip));
}

int
arp_announce_reply(struct arp *a)
{
	const struct eth_addr *hw = (const void *)a->netif.hwaddr;
	struct etharp_hdr *h;
	struct pbuf *p;

	/* etharp replies to a request, to one host; this goes to all */
	a->send_errno = 0;
	p = pbuf_alloc(PBUF_LINK, SIZEOF_ETHARP_HDR, PBUF_RAM);
	if (p == NULL)
		return sent(a, ERR_MEM);
	h = p->payload;
	h->hwtype = PP_HTONS(LWIP_IANA_HWTYPE_ETHERNET);
	h->proto = PP_HTONS(ETHTYPE_IP);
	h->hwlen = ARP_HW_LEN;
	h->protolen = sizeof(ip4_addr_t);
	h->opcode = PP_HTONS(ARP_REPLY);
	memcpy(&h->shwaddr, hw, ARP_HW_LEN);
	memcpy(&h->dhwaddr, hw, ARP_HW_LEN);
	memcpy(&h->sipaddr, &a->ip, sizeof(a->ip));
	memcpy(&h->dipaddr, &a->ip, sizeof(a->ip));
	ethernet_output(&a->netif, p, hw, &ethbroadcast, ETHTYPE_ARP);
	pbuf_free(p);
	return sent(a, ERR_OK);
}

void
arp_probe(struct arp *a)
{
	a->state = ARP_PROBING;
	a->steps = 0;
	acd_start(&a->netif, &a->acd, a->ip);
}

int
arp_step(struct arp *a)
{
	if (a->state != ARP_PROBING)
		return 0;
	while (a->acd.ttw > 1) /* the time that has passed */
		acd_tmr();
	/* ACD would announce now; the caller sets the address first */
	if (a->acd.state == ACD_STATE_ANNOUNCE_WAIT)
		a->state = ARP_FREE;
	else if (++a->steps > ARP_STEPS_MAX)
		a->state = ARP_RIVAL;
	if (a->state != ARP_PROBING) {
		acd_stop(&a->acd);
		return 0;
	}
	a->send_errno = 0;
	acd_tmr();
	return sent(a, ERR_OK) == -1 ? -1 : a->acd.ttw;
}

void
arp_hold(struct arp *a)
{
	a->state = ARP_HELD;
}

void
arp_input(struct arp *a, const uint8_t *frame, size_t len)
{
	struct etharp_hdr h;

	if (len < SIZEOF_ETH_HDR + SIZEOF_ETHARP_HDR)
		return;
	memcpy(&h, frame + SIZEOF_ETH_HDR, sizeof(h));
	/* our own, come back through a loop of the network */
	if (memcmp(&h.shwaddr, a->netif.hwaddr, ARP_HW_LEN) == 0)
		return;
	if (a->state == ARP_HELD) {
		if (memcmp(&h.sipaddr, &a->ip, sizeof(a->ip)) != 0)
			return;
		memcpy(a->other, &h.shwaddr, ARP_HW_LEN);
		a->state = ARP_IN_USE;
		return;
	}
	a->rx = frame;
	(void)frame_input(&a->netif, frame, len);
	a->rx = NULL;
	/* a rival that gives way has stopped ACD: begin again */
	if (a->state == ARP_PROBING && a->acd.state == ACD_STATE_OFF)
		acd_start(&a->netif, &a->acd, a->ip);
}
