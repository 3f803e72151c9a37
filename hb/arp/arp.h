/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Claiming an IPv4 address on an Ethernet: gratuitous ARP, and RFC 5227's
 * probe before it. Takes frames and ticks, knows nothing of sockets or clocks.
 */
#ifndef ARP_H
#define ARP_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>

#include "lwip/acd.h"
#include "lwip/netif.h"

#define ARP_HW_LEN 6
#define ARP_PROBE_TICKS 40 /* a whole probe, until ARP_FREE */
#define ARP_STEPS_MAX 12   /* of one probe: what rivals can make of it */

enum arp_state {
	ARP_IDLE,    /* no probe was started */
	ARP_HELD,    /* it is ours: who claims it is noticed */
	ARP_PROBING, /* not known yet */
	ARP_FREE,    /* nobody answered */
	ARP_IN_USE,  /* another host has the address */
	ARP_RIVAL,   /* another host is about to take it, and goes first */
};

struct arp {
	struct netif netif;
	struct acd acd;
	ip4_addr_t ip;
	int (*send)(void *arg, const void *frame, size_t len);
	void *arg;
	const uint8_t *rx; /* the frame that lwIP is reading */
	int send_errno;    /* of the last frame that could not be sent */
	enum arp_state state;
	int steps;                 /* since arp_probe */
	uint8_t other[ARP_HW_LEN]; /* who has it: ARP_IN_USE and ARP_RIVAL */
};

/*
 * Prepare to claim ip with the hardware address hw. send puts one frame on
 * the wire and returns 0, or -1 with errno. One struct arp per program: lwIP
 * has one list of interfaces. Returns 0, or -1 with errno ENOMEM.
 */
int arp_open(struct arp *a, struct in_addr ip, const uint8_t hw[ARP_HW_LEN],
    int (*send)(void *arg, const void *frame, size_t len), void *arg);

/* Forget everything. */
void arp_close(struct arp *a);

/*
 * Broadcast "ip is at hw" as a request (target hardware address 0), or as a
 * reply (target = hw): hosts differ in which of the two changes their cache.
 * Return 0, or -1 with the errno of send.
 */
int arp_announce_request(struct arp *a);
int arp_announce_reply(struct arp *a);

/*
 * Begin to probe: a->state is ARP_PROBING now. Then call arp_step, wait for
 * the time that it returns, call it again and so on, and arp_input for each
 * frame that comes; both change a->state when the outcome is known. Of two
 * hosts that probe at once, the one with the higher hardware address gives
 * way (RFC 5227 lets both fail), and the other begins again, until
 * ARP_STEPS_MAX.
 */
void arp_probe(struct arp *a);

/*
 * Take the next step of the probe. Returns the ticks to wait until the next
 * one, 0 when the outcome is known, or -1 with errno: a probe was not sent.
 * The three probes go out at ticks 0, 10 and 20, and the rest of
 * ARP_PROBE_TICKS is for late answers: RFC 5227 2.1.1 where a tick is 100 ms,
 * without its random parts.
 */
int arp_step(struct arp *a);

/*
 * From now on the address is ours: when another host names itself as its
 * owner, a->state becomes ARP_IN_USE (RFC 5227 2.4).
 */
void arp_hold(struct arp *a);

/* A frame of len bytes came in. Anything but ARP from others is ignored. */
void arp_input(struct arp *a, const uint8_t *frame, size_t len);

#endif
