/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For tests of the core alone, as nodo1: what the peer says and when is made by
 * hand, and all that the core asks for is noted.
 */
#ifndef HB_CORE_TEST_H
#define HB_CORE_TEST_H

#include "../lib/tap.h"
#include "cluster.h"

#define UUID ((const uint8_t *)"the uuid of node")

static struct conf conf;
static struct cluster c;
static struct mono now;
static uint32_t seq; /* of the peer's newest message */
static uint64_t gen; /* its start */

/* What the core has asked for, since forget(). */
static struct {
	unsigned sent[MSG_TYPES], jobs, fences, asks;
	struct msg last[MSG_TYPES];
	struct action job;
	char log[8192];
} seen;

static inline void
forget(void)
{
	memset(&seen, 0, sizeof(seen));
}

static inline void
note(const struct action *a)
{
	size_t n = strlen(seen.log);

	if (a->type == ACT_SEND) {
		seen.sent[a->msg.type]++;
		seen.last[a->msg.type] = a->msg;
	} else if (a->type == ACT_JOB) {
		seen.jobs++;
		seen.job = *a;
	} else if (a->type == ACT_FENCE) {
		seen.fences++;
	} else if (a->type == ACT_LOG) {
		snprintf(seen.log + n, sizeof(seen.log) - n, "%s\n",
		    a->log.text);
	}
}

static inline void
event(struct event ev)
{
	static struct actions out;

	cluster_event(&c, &ev, now, &out);
	for (unsigned i = 0; i < out.n; i++)
		note(&out.list[i]);
}

static inline void
until(int64_t ms)
{
	struct mono due = cluster_deadline(&c);

	for (; due.ms <= ms; due = cluster_deadline(&c)) {
		now.ms = due.ms > now.ms ? due.ms : now.ms + 1;
		event((struct event){.type = EV_TICK});
	}
	now.ms = ms;
}

/* The message has that number, and came over that link. */
static inline void
hear(struct msg m, uint32_t number, unsigned link)
{
	snprintf(m.src, sizeof(m.src), "nodo2");
	memcpy(m.uuid, UUID, sizeof(m.uuid));
	m.has_uuid = true;
	m.gen = gen;
	m.seq = number;
	event((struct event){.type = EV_MESSAGE, .msg = &m, .link = link});
}

static inline void
say(struct msg m)
{
	hear(m, ++seq, 0);
}

static const struct msg beat = {
    .type = MSG_STATUS, .st = "active", .protocol = true};

static inline struct msg
resource(enum hold hold, bool stable, const char *info)
{
	struct msg m = {.type = MSG_RESOURCE,
	    .hold = hold,
	    .has_hold = true,
	    .has_stable = true,
	    .stable = stable};

	snprintf(m.info, sizeof(m.info), "%s", info);
	return m;
}

static inline struct msg
claimed(struct msg m, const char *claim)
{
	snprintf(m.claim, sizeof(m.claim), "%s", claim);
	return m;
}

static inline struct msg
hand_over(enum hold hold, const char *info)
{
	struct msg m = {
	    .type = MSG_ASK_RESOURCES, .hold = hold, .has_hold = true};

	snprintf(m.info, sizeof(m.info), "%s", info);
	return m;
}

static inline struct msg
dead(const char *node, const char *result)
{
	struct msg m = {.type = MSG_STONITH};

	snprintf(m.node, sizeof(m.node), "%s", node);
	snprintf(m.result, sizeof(m.result), "%s", result);
	return m;
}

/* The job that runs ends well, if one does. */
static inline void
job_ends(void)
{
	event((struct event){.type = EV_JOB_DONE});
}

static inline void
asks(enum hold hold)
{
	event((struct event){.type = EV_STANDBY, .hold = hold});
}

static inline void
lives(unsigned seconds)
{
	while (seconds-- > 0) {
		until(now.ms + 1000);
		say(beat);
	}
}

static inline void
boots(void)
{
	static const uint8_t uuid[MSG_UUID_SIZE] = "nodo1";

	conf = (struct conf){.nodes = 2,
	    .node = {"nodo1", "nodo2"},
	    .keepalive_ms = 1000,
	    .deadtime_ms = 5000,
	    .warntime_ms = 3000,
	    .initdead_ms = 15000,
	    .rexmit_delay_ms = 250,
	    .script_ms = 10000,
	    .handovers = 1,
	    .failback = FAILBACK_ON,
	    .medias = 2,
	    .media = {{.name = "eth1"}, {.name = "eth2"}},
	    .groups = 2,
	    .group = {{.resources = 1, .resource = {"a"}},
		{.home = 1, .resources = 1, .resource = {"b"}}}};
	now.ms = 1000;
	seq = 0;
	gen = 7;
	cluster_init(&c, &conf, 3, uuid, 1, now);
	event((struct event){.type = EV_START});
	say(beat);
}

/* We are active, and the peer has said nothing about groups yet. */
static inline void
joins(void)
{
	boots();
	say((struct msg){.type = MSG_REPNODES});
	forget();
}

/* Each holds its own. */
static inline void
serves(void)
{
	joins();
	say((struct msg){.type = MSG_STARTING});
	job_ends();
	say(resource(HOLD_LOCAL, true, ""));
	forget();
}

/* Nobody was to be fed for longer than deadtime: we stood still. */
static inline void
stands_still(void)
{
	now.ms += 6000;
	say(beat);
}

#endif
