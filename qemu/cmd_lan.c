/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands of the LAN's client: ping, watch, get, arp, forward. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "forward.h"
#include "http.h"
#include "lab.h"
#include "lan.h"
#include "probe.h"
#include "../lib/num.h"
#include "lwip/etharp.h"

enum {
	PING_INTERVAL_US = 200000,
	PING_TIMEOUT_S = 2,
	WATCH_INTERVAL_US = 10000,
	WATCH_TIMEOUT_US = 500000,
	GET_S = 15,
};

/* a ping or a watch for a client */
struct watch {
	struct probe probe;
	struct client *client;
	struct mono begin;
	struct mono good; /* when the last answered request was sent */
	struct mono bad;  /* the first unanswered one since; us 0: none */
	uint8_t mac[6];   /* who answered last */
	unsigned answered, lost, outages;
	int64_t longest_us, all_us;
};

static int
address(struct client *c, const char *s, ip4_addr_t *addr)
{
	if (inet_pton(AF_INET, s, addr) == 1)
		return 0;
	ctl_complain(c, "pair: %s: expected an address as 192.168.0.88", s);
	ctl_exit(c, 2);
	return -1;
}

static void
gone(struct client *c)
{
	struct watch *w = c->job;

	probe_stop(&w->probe);
	free(w);
}

static struct watch *
start(struct client *c, const char *addr)
{
	struct watch *w = calloc(1, sizeof(*w));

	if (w == NULL) {
		ctl_fail(c, "pair: no memory");
		return NULL;
	}
	if (address(c, addr, &w->probe.addr) < 0) {
		free(w);
		return NULL;
	}
	w->client = c;
	w->begin = mono_now();
	w->probe.arg = w;
	c->job = w;
	c->gone = gone;
	return w;
}

static void
ping_result(struct probe *p, const struct probe_sent *s)
{
	struct watch *w = p->arg;
	char from[64], addr[16];

	inet_ntop(AF_INET, &p->addr, addr, sizeof(addr));
	if (s->rtt_us < 0) {
		ctl_say(w->client, "%s: no answer\n", addr);
		return;
	}
	w->answered++;
	lan_show(s->mac, from, sizeof(from));
	ctl_say(w->client, "%s: %lld.%03lld ms from %s\n", addr,
	    (long long)(s->rtt_us / 1000), (long long)(s->rtt_us % 1000), from);
}

static void
ping_ended(struct probe *p)
{
	struct watch *w = p->arg;

	ctl_exit(w->client, w->answered == 0);
	free(w);
}

static void
ping(struct client *c, int argc, char **argv)
{
	struct watch *w;
	long long count = 1;

	if (argc > 2 && num_parse(argv[2], 1, 10000, &count) != 0) {
		ctl_complain(c, "pair: %s: expected how many", argv[2]);
		ctl_exit(c, 2);
		return;
	}
	if ((w = start(c, argv[1])) == NULL)
		return;
	w->probe.count = (unsigned)count;
	w->probe.interval_us = PING_INTERVAL_US;
	w->probe.timeout_us = lab_scaled_us(PING_TIMEOUT_S);
	w->probe.result = ping_result;
	w->probe.ended = ping_ended;
	probe_start(&w->probe);
}

static void
outage(struct watch *w, struct mono end, const uint8_t *after)
{
	int64_t us = end.us - w->good.us, at = w->good.us - w->begin.us;
	char before[64] = "nobody", then[64] = "nobody";

	if (w->answered)
		lan_show(w->mac, before, sizeof(before));
	else
		us = end.us - w->begin.us, at = 0;
	if (after)
		lan_show(after, then, sizeof(then));
	ctl_say(w->client,
	    "outage at %lld.%03lld s, %lld.%03lld s long; before: %s, "
	    "after: %s\n",
	    (long long)at / 1000000, (long long)at / 1000 % 1000,
	    (long long)us / 1000000, (long long)us / 1000 % 1000, before, then);
	w->outages++;
	w->all_us += us;
	if (us > w->longest_us)
		w->longest_us = us;
	w->bad.us = 0;
}

static void
watch_result(struct probe *p, const struct probe_sent *s)
{
	struct watch *w = p->arg;

	if (s->rtt_us < 0) {
		if (w->bad.us == 0)
			w->bad = s->sent;
		w->lost++;
		return;
	}
	if (w->bad.us != 0)
		outage(w, s->sent, s->mac);
	if (w->answered == 0) {
		char from[64];

		lan_show(s->mac, from, sizeof(from));
		ctl_say(w->client, "answered by %s\n", from);
	}
	w->answered++;
	w->good = s->sent;
	memcpy(w->mac, s->mac, sizeof(w->mac));
}

static void
watch_ended(struct probe *p)
{
	struct watch *w = p->arg;

	if (w->bad.us != 0)
		outage(w, mono_now(), NULL);
	ctl_say(w->client,
	    "%u answered, %u lost, %u outages, longest %lld ms, all %lld ms\n",
	    w->answered, w->lost, w->outages, (long long)w->longest_us / 1000,
	    (long long)w->all_us / 1000);
	ctl_exit(w->client, w->answered == 0);
	free(w);
}

static void
watch(struct client *c, int argc, char **argv)
{
	struct watch *w;
	long long seconds = 0;

	if (argc > 2 && num_parse(argv[2], 1, 86400, &seconds) != 0) {
		ctl_complain(c, "pair: %s: expected seconds", argv[2]);
		ctl_exit(c, 2);
		return;
	}
	if ((w = start(c, argv[1])) == NULL)
		return;
	w->probe.count = (unsigned)(seconds * 1000000 / WATCH_INTERVAL_US);
	w->probe.interval_us = WATCH_INTERVAL_US;
	w->probe.timeout_us = WATCH_TIMEOUT_US;
	w->probe.result = watch_result;
	w->probe.ended = watch_ended;
	probe_start(&w->probe);
}

static void
get(struct client *c, int argc, char **argv)
{
	(void)argc;
	http_get(c, argv[1], lab_scaled_us(GET_S));
}

static void
arp(struct client *c, int argc, char **argv)
{
	const ip4_addr_t *ip;
	struct eth_addr *mac;
	ip4_addr_t addr;
	char who[64];

	(void)argc;
	if (address(c, argv[1], &addr) < 0)
		return;
	if (etharp_find_addr(&lan_client, &addr, &mac, &ip) < 0) {
		ctl_fail(c, "pair: %s is not in the client's ARP cache",
		    argv[1]);
		return;
	}
	lan_show(mac->addr, who, sizeof(who));
	ctl_say(c, "%s %s\n", argv[1], who);
	ctl_exit(c, 0);
}

static void
forward(struct client *c, int argc, char **argv)
{
	char *colon = strchr(argv[2], ':');
	long long from, to;
	ip4_addr_t addr;

	(void)argc;
	if (num_parse(argv[1], 1, 65535, &from) != 0 || colon == NULL ||
	    num_parse(colon + 1, 1, 65535, &to) != 0) {
		ctl_complain(c, "pair: forward: expected a port of this "
				"machine and ADDRESS:PORT");
		ctl_exit(c, 2);
		return;
	}
	*colon = '\0';
	if (address(c, argv[2], &addr) < 0)
		return;
	if (forward_start((uint16_t)from, &addr, (uint16_t)to) < 0) {
		ctl_fail(c, "pair: 127.0.0.1:%lld: %s", from, strerror(errno));
		return;
	}
	lab_say("http://127.0.0.1:%lld/ leads to %s:%lld", from, argv[2], to);
	ctl_exit(c, 0);
}

const struct cmd cmd_lan[] = {
    {"ping", 1, 2, "ADDRESS [COUNT]", ping},
    {"watch", 1, 2, "ADDRESS [SECONDS]", watch},
    {"get", 1, 1, "http://ADDRESS[:PORT][/PATH]", get},
    {"arp", 1, 1, "ADDRESS", arp},
    {"forward", 2, 2, "HOSTPORT ADDRESS:PORT", forward},
    {NULL, 0, 0, NULL, NULL},
};
