/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Echo requests from the LAN client to one address at a fixed interval. */
#ifndef PROBE_H
#define PROBE_H

#include <stdint.h>

#include "loop.h"
#include "lwip/ip4_addr.h"

enum { PROBE_WINDOW = 1024 };

struct probe_sent {
	struct mono sent;
	int64_t rtt_us; /* < 0: not answered */
	uint8_t mac[6]; /* who answered */
};

struct probe {
	ip4_addr_t addr;
	int64_t interval_us, timeout_us;
	/* how many to send, 0 for no end */
	unsigned count;
	/*
	 * Told of each request in the order of sending, as soon as it is
	 * answered or lost; may stop the probe. ended comes after the last.
	 */
	void (*result)(struct probe *p, const struct probe_sent *s);
	void (*ended)(struct probe *p);
	void *arg;
	/* private */
	struct probe_sent window[PROBE_WINDOW];
	unsigned sent, told;
	uint16_t id;
	struct mono next;
	struct loop_timer timer;
	struct probe *link;
};

/* Begin; addr to arg are set. timeout_us / interval_us < PROBE_WINDOW. */
void probe_start(struct probe *p);
void probe_stop(struct probe *p);

#endif
