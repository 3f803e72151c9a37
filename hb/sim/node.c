/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine and the daemon on it: what heartbeat.c does, in virtual time. */
#include <stdio.h>
#include <string.h>

#include "sim.h"

const char *
name_of(const struct world *w, unsigned n)
{
	return w->node[n].conf->node[n];
}

bool
node_runs(const struct node *node)
{
	return node->daemon && !node->paused && !node->frozen;
}

struct mono
node_now(const struct world *w, unsigned n)
{
	const struct node *node = &w->node[n];

	/* Each machine counts from its own boot. */
	return (struct mono){
	    w->now_ms - node->boot_ms - node->frozen_ms + 1000};
}

static int64_t
world_ms(const struct world *w, unsigned n, struct mono when)
{
	if (when.ms == MONO_NEVER.ms)
		return INT64_MAX;
	return w->now_ms + mono_between(node_now(w, n), when);
}

int64_t
node_deadline_ms(const struct world *w, unsigned n)
{
	const struct node *node = &w->node[n];
	int64_t ms = INT64_MAX;

	if (node_runs(node))
		ms = world_ms(w, n,
		    mono_min(cluster_deadline(&node->core),
			client_deadline(node)));
	return node->bite_ms < ms ? node->bite_ms : ms;
}

/* As start.c: it bites before the other node takes over. */
static void
feed_watchdog(struct world *w, unsigned n)
{
	const struct conf *conf = w->node[n].conf;
	int64_t limit_s = (conf->deadtime_ms - conf->keepalive_ms) / 1000;

	if (conf->watchdog != NULL)
		w->node[n].bite_ms =
		    w->now_ms + (limit_s < 1 ? 1 : limit_s) * 1000;
}

void
node_tick(struct world *w, unsigned n)
{
	struct node *node = &w->node[n];

	if (w->now_ms >= node->bite_ms) {
		record(w, name_of(w, n), "* reset by its watchdog");
		node_crash(w, n);
		return;
	}
	node->spins = node->ticked_ms == w->now_ms ? node->spins + 1 : 0;
	node->ticked_ms = w->now_ms;
	if (node->spins > 50)
		check_broken(w, "%s: the loop turns without end",
		    name_of(w, n));
	feed_watchdog(w, n);
	if (mono_due(client_deadline(node), node_now(w, n)))
		client_turn(w, n, true);
	if (node_runs(node))
		node_event(w, n, &(struct event){.type = EV_TICK});
}

/* A peer that beats, in the right order, and keeps the rest to itself. */
static void
say_nothing(struct msg *m)
{
	struct msg status = {.type = MSG_STATUS,
	    .gen = m->gen,
	    .seq = m->seq,
	    .ttl = m->ttl,
	    .protocol = true,
	    .has_uuid = true,
	    .st = "active"};

	memcpy(status.src, m->src, sizeof(m->src));
	memcpy(status.uuid, m->uuid, sizeof(m->uuid));
	*m = status;
}

static void
send_message(struct world *w, unsigned n, struct msg *m)
{
	struct node *node = &w->node[n];
	char wire[MSG_WIRE_MAX];
	struct msg truth;
	size_t len;

	if (node->mute && m->type == MSG_RESOURCE)
		say_nothing(m);
	m->ts = (uint64_t)((w->now_ms + node->wall_ms) / 1000);
	snprintf(m->ld, sizeof(m->ld), "0.00 0.01 0.05 1/33 400");
	len = msg_encode(m, node->conf->framing, &node->keys, wire);
	if (len == 0) {
		check_broken(w, "%s: a message does not fit a packet",
		    name_of(w, n));
		return;
	}
	if (msg_decode(wire, len, &node->keys, &truth) != MSG_OK)
		check_broken(w, "%s: cannot read what it wrote", name_of(w, n));
	if (m->seq != 0)
		history_add(&node->history, m->seq, wire, len);
	net_send(w, n, wire, len, &truth);
}

static void
resend(struct world *w, unsigned n, uint32_t first, uint32_t last)
{
	const struct node *node = &w->node[n];
	const char *wire;
	struct msg truth;
	size_t len;

	for (uint32_t s = first; s <= last; s++) {
		if ((wire = history_get(&node->history, s, &len)) == NULL)
			continue;
		(void)!msg_decode(wire, len, &node->keys, &truth);
		net_send(w, n, wire, len, &truth);
	}
}

static void
leave(struct world *w, unsigned n)
{
	struct node *node = &w->node[n];

	node->daemon = node->ipfail_runs = false;
	node->bite_ms = INT64_MAX;
	node->life++;
	record(w, name_of(w, n), "* has left");
	for (unsigned g = 0; g < node->conf->groups; g++)
		if (script_group(node, g) != RUN_NO)
			check_broken(w, "%s left while %s runs there",
			    name_of(w, n), node->conf->group[g].resource[0]);
}

static void
fence_later(struct world *w, unsigned n, enum item_kind kind, int64_t ms)
{
	queue_add(&w->queue, (struct item){.kind = kind,
				 .node = n,
				 .at_ms = w->now_ms + ms,
				 .life = w->node[n].life});
}

/* The device acts, whatever becomes of who asked it. */
static void
fence(struct world *w, unsigned n)
{
	struct node *node = &w->node[n];

	node->fence_failed = node->fence_ms == 0;
	if (!node->fence_failed) {
		record(w, name_of(w, !n), "* is reset by %s", name_of(w, n));
		node_crash(w, !n);
	}
	fence_later(w, n, ITEM_FENCED, 1);
}

static void
act(struct world *w, unsigned n, struct action *a)
{
	static const char *const levels[] = {
	    "debug", "info", "WARN", "ERROR", "CRIT"};

	switch (a->type) {
	case ACT_SEND:
		send_message(w, n, &a->msg);
		break;
	case ACT_RESEND:
		resend(w, n, a->resend.first, a->resend.last);
		break;
	case ACT_JOB:
		script_job(w, n, a->job.take, a->job.groups, a->job.why);
		break;
	case ACT_FENCE:
		fence_later(w, n, ITEM_FENCE, w->node[n].fence_ms);
		break;
	case ACT_RESET:
		node_kill(w, n);
		break;
	case ACT_STATUS:
		client_status(w, n, a->status.node, a->status.status);
		break;
	case ACT_DELIVER:
		client_message(w, n, &a->msg);
		break;
	case ACT_LOG:
		record(w, name_of(w, n), "%s: %s", levels[a->log.level],
		    a->log.text);
		break;
	case ACT_LIVE:
		client_live(w, n);
		break;
	case ACT_EXIT:
		leave(w, n);
		break;
	case ACT_REMEMBER:
		w->node[n].known = a->id;
		break;
	case ACT_UNFENCE: /* its devices are no humans, who could stop */
		record(w, name_of(w, n), "* waits for no human");
		break;
	case ACT_TELL: /* there is no network of addresses */
		record(w, name_of(w, n), "@ announces %s addresses anew",
		    msg_hold_name(a->job.hold));
		break;
	case ACT_PROBE: /* as long as the one before each start */
		record(w, name_of(w, n), "@ looks who has %s addresses",
		    msg_hold_name(a->job.hold));
		break;
	case ACT_RC: /* rc.d scripts only watch */
		break;
	}
}

void
node_event(struct world *w, unsigned n, const struct event *ev)
{
	struct node *node = &w->node[n];

	w->events++;
	cluster_event(&node->core, ev, node_now(w, n), &w->actions);
	if (w->actions.n == ACTIONS_MAX)
		check_broken(w, "%s: too many actions at once", name_of(w, n));
	for (unsigned i = 0; i < w->actions.n && node->daemon; i++)
		act(w, n, &w->actions.list[i]);
	client_turn(w, n, false);
}

static void
next_ping(struct world *w, unsigned n)
{
	const struct node *node = &w->node[n];

	queue_add(&w->queue, (struct item){.kind = ITEM_PING,
				 .node = n,
				 .at_ms = w->now_ms + node->conf->keepalive_ms,
				 .life = node->life});
}

void
node_start(struct world *w, unsigned n)
{
	struct node *node = &w->node[n];
	uint8_t uuid[MSG_UUID_SIZE] = {0};

	if (node->daemon)
		return;
	record(w, name_of(w, n), "* starts");
	node->daemon = true;
	node->paused = node->frozen = false;
	node->life++;
	node->gen++;
	node->spins = 0;
	node->ipfail_runs = false;
	node->job.busy = false;
	memset(&node->history, 0, sizeof(node->history));
	memset(uuid, (int)(1 + n + 16 * node->card), sizeof(uuid));
	cluster_init(&node->core, node->conf, node->gen, uuid,
	    world_random(w, UINT32_MAX), node_now(w, n));
	cluster_remember(&node->core, &node->known);
	feed_watchdog(w, n);
	check_started(w, n);
	node->core.can_reset = node->conf->watchdog != NULL;
	if (node->conf->pings > 0)
		next_ping(w, n);
	script_watch(w, n);
	node_event(w, n, &(struct event){.type = EV_START});
}

static void
drop_held(struct world *w, struct node *node)
{
	for (unsigned i = 0; i < node->helds; i++)
		net_drop(w, node->held[i].packet);
	node->helds = 0;
}

void
node_kill(struct world *w, unsigned n)
{
	struct node *node = &w->node[n];

	node->daemon = node->paused = node->ipfail_runs = false;
	node->life++;
	drop_held(w, node);
	for (unsigned g = 0; g < node->conf->groups; g++)
		node->orphan[g] = script_group(node, g) != RUN_NO;
}

void
node_crash(struct world *w, unsigned n)
{
	struct node *node = &w->node[n];

	node_kill(w, n);
	node->frozen = false;
	node->bite_ms = INT64_MAX;
	node->boot_ms = w->now_ms;
	node->frozen_ms = 0;
	script_gone(w, n);
}

void
node_pause(struct world *w, unsigned n, bool machine)
{
	struct node *node = &w->node[n];

	if (node->paused || node->frozen || (!machine && !node->daemon))
		return;
	node->paused = !machine;
	node->frozen = machine;
	node->paused_at_ms = w->now_ms;
}

/* A frozen machine goes on where it stood: what was to come is late. */
static void
shift_scripts(struct world *w, unsigned n, int64_t ms)
{
	struct queue old = w->queue;
	struct item item;

	w->queue = (struct queue){.order = old.order};
	while (old.n > 0) {
		item = queue_take(&old);
		if (item.kind != ITEM_PACKET && item.kind != ITEM_PING &&
		    item.node == n)
			item.at_ms += ms;
		queue_add(&w->queue, item);
	}
	queue_free(&old);
}

void
node_resume(struct world *w, unsigned n)
{
	struct node *node = &w->node[n];
	struct item held[SIM_HELD];
	unsigned helds = node->helds;
	int64_t ms = w->now_ms - node->paused_at_ms;

	if (!node->paused && !node->frozen)
		return;
	memcpy(held, node->held, helds * sizeof(held[0]));
	node->helds = 0;
	if (node->frozen) {
		node->frozen_ms += ms;
		if (node->bite_ms != INT64_MAX)
			node->bite_ms += ms;
		shift_scripts(w, n, ms);
	}
	node->paused = node->frozen = false;
	for (unsigned i = 0; i < helds; i++)
		if (held[i].kind != ITEM_PACKET && held[i].kind != ITEM_PING) {
			held[i].at_ms += ms;
			queue_add(&w->queue, held[i]);
		} else {
			node_item(w, &held[i]);
		}
	script_seen(w, n);
}

static void
hold(struct world *w, struct node *node, const struct item *item)
{
	/* A full socket buffer; places are kept for the machine's own. */
	if (item->kind == ITEM_PACKET && node->helds > SIM_HELD - 16)
		net_drop(w, item->packet);
	else
		node->held[node->helds++] = *item;
}

static void
pings(struct world *w, const struct item *item)
{
	struct node *node = &w->node[item->node];

	next_ping(w, item->node);
	for (unsigned i = 0; i < node->conf->pings && node_runs(node); i++)
		if (!node->ping_down[i])
			node_event(w, item->node,
			    &(struct event){.type = EV_PING, .link = i});
}

void
node_item(struct world *w, const struct item *item)
{
	struct node *node = &w->node[item->node];

	if (item->kind != ITEM_PACKET && item->life != node->life)
		return;
	if (node->frozen || (node->paused && item->kind != ITEM_SCRIPT &&
				item->kind != ITEM_FENCE)) {
		hold(w, node, item);
		return;
	}
	switch (item->kind) {
	case ITEM_PACKET:
		if (node->daemon)
			net_arrive(w, item);
		else
			net_drop(w, item->packet);
		break;
	case ITEM_SCRIPT:
		script_ended(w, item);
		break;
	case ITEM_PING:
		pings(w, item);
		break;
	case ITEM_FENCE:
		fence(w, item->node);
		break;
	case ITEM_FENCED:
		node_event(w, item->node,
		    &(struct event){
			.type = EV_FENCED, .failed = node->fence_failed});
		break;
	case ITEM_MONITOR:
		script_monitor(w, item->node);
		break;
	}
}
