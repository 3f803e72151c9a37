/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must be the same on both nodes, as short sums that are sent along: not
 * media, logs, priority and watchdog, which are each node's own.
 */
#include <stdio.h>
#include <string.h>

#include "conf_int.h"

#define DIGITS 4 /* of each sum */

enum {
	KEEPALIVE,
	DEADTIME,
	WARNTIME,
	INITDEAD,
	DEADPING,
	FAILBACK,
	PING,
	CLIENTS,
	MONITOR,
	STONITH,
	GROUPS,
	SUMS
};

_Static_assert(SUMS *DIGITS < CONF_SUM_MAX, "all sums have room");

static const char *const names[GROUPS] = {
    [KEEPALIVE] = "keepalive",
    [DEADTIME] = "deadtime",
    [WARNTIME] = "warntime",
    [INITDEAD] = "initdead",
    [DEADPING] = "deadping",
    [FAILBACK] = "auto_failback",
    [PING] = "ping",
    [CLIENTS] = "respawn",
    [MONITOR] = "monitor",
    [STONITH] = "stonith",
};

/* Of a word, behind others: their order counts. */
static uint32_t
chain(uint32_t before, const char *word)
{
	/* IPaddr may be left out (haresources(5)). */
	if (strncmp(word, "IPaddr::", 8) == 0)
		word += 8;
	return before * 31 + auth_crc(word, strlen(word));
}

/* Lines are added up: their order does not count. */
static void
add_up(const struct conf *c, uint32_t sum[SUMS])
{
	for (unsigned i = 0; i < c->pings; i++) {
		uint32_t v = chain(c->ping[i].group, c->ping[i].name);

		for (unsigned k = 0; k < c->ping[i].hosts; k++)
			v = chain(v, c->ping[i].host[k]);
		sum[PING] += v;
	}
	for (unsigned i = 0; i < c->clients; i++)
		sum[CLIENTS] +=
		    chain(c->client[i].failfast, c->client[i].command);
	for (unsigned i = 0; i < c->watches; i++) {
		const struct conf_watch *w = &c->watch[i];

		sum[MONITOR] += chain((uint32_t)w->ms,
		    w->resource != NULL ? w->resource : "");
	}
	for (unsigned i = 0; i < c->groups; i++) {
		uint32_t v = chain(0, c->node[c->group[i].home]);

		for (unsigned k = 0; k < c->group[i].resources; k++)
			v = chain(v, c->group[i].resource[k]);
		sum[GROUPS] += v;
	}
}

void
conf_sum(struct conf *c)
{
	uint32_t sum[SUMS] = {
	    [KEEPALIVE] = (uint32_t)c->keepalive_ms,
	    [DEADTIME] = (uint32_t)c->deadtime_ms,
	    [WARNTIME] = (uint32_t)c->warntime_ms,
	    [INITDEAD] = (uint32_t)c->initdead_ms,
	    [DEADPING] = (uint32_t)c->deadping_ms,
	    [FAILBACK] = c->failback,
	    [MONITOR] = c->restarts * 31 + c->handovers,
	    /* Each node has its own device, or none has. */
	    [STONITH] = c->fences > 0,
	};

	add_up(c, sum);
	for (unsigned i = 0; i < SUMS; i++)
		snprintf(c->sum + DIGITS * i, DIGITS + 1, "%04x",
		    (unsigned)((sum[i] ^ sum[i] >> 16) & 0xffff));
}

unsigned
conf_differ(const struct conf *c, const char *sum)
{
	unsigned bits = 0;

	/* Of another version: more of them, or fewer. */
	if (strlen(sum) != strlen(c->sum))
		return 0;
	for (unsigned i = 0; i < SUMS; i++)
		if (memcmp(c->sum + DIGITS * i, sum + DIGITS * i, DIGITS) != 0)
			bits |= 1U << i;
	return bits;
}

const char *
conf_differ_text(unsigned bits, char out[CONF_DIFFER_MAX])
{
	const char *between = "ha.cf: ";
	size_t n = 0;

	for (unsigned i = 0; i<GROUPS; i++, between = n> 0 ? ", " : between)
		if (bits >> i & 1)
			n += (size_t)snprintf(out + n, CONF_DIFFER_MAX - n,
			    "%s%s", between, names[i]);
	if (bits >> GROUPS & 1)
		snprintf(out + n, CONF_DIFFER_MAX - n, "%sharesources",
		    n > 0 ? "; " : "");
	return out;
}
