/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Membership: who is there, over which links, who is dead. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cluster_int.h"

#define ASK_MS 1000       /* between two reqnodes */
#define COMPLAIN_MS 10000 /* between two lines about what is not believed */
#define PROBE_MS 100      /* before deadtime: IPaddr's 40, on a slow machine */

const char *
cluster_state_name(enum node_state state)
{
	static const char *const names[] = {"init", "up", "active", "dead"};

	return names[state];
}

struct action *
turn_act(struct turn *t, enum action_type type)
{
	struct actions *out = t->out;
	/* More than a turn can ask for: keep the last place for the newest. */
	struct action *a =
	    &out->list[out->n < ACTIONS_MAX ? out->n++ : ACTIONS_MAX - 1];

	memset(a, 0, sizeof(*a));
	a->type = type;
	return a;
}

void
turn_log(struct turn *t, enum level level, const char *fmt, ...)
{
	struct action *a = turn_act(t, ACT_LOG);
	va_list ap;

	a->log.level = level;
	va_start(ap, fmt);
	vsnprintf(a->log.text, sizeof(a->log.text), fmt, ap);
	va_end(ap);
}

const char *
turn_self(const struct turn *t)
{
	return t->c->conf->node[t->c->conf->self];
}

const char *
turn_peer(const struct turn *t)
{
	return t->c->conf->node[t->c->peer_index];
}

bool
cluster_peer_alive(const struct cluster *c)
{
	const struct peer *p = &c->peer;

	return c->has_peer && p->heard && p->proven && p->state != NODE_DEAD &&
	       !p->gone;
}

enum hold
hold_swap(enum hold hold)
{
	return (enum hold)((hold & HOLD_LOCAL ? HOLD_FOREIGN : 0) |
			   (hold & HOLD_FOREIGN ? HOLD_LOCAL : 0));
}

bool
turn_complains(struct turn *t)
{
	if (!mono_due(t->c->complain_by, t->now))
		return false;
	t->c->complain_by = mono_add(t->now, COMPLAIN_MS);
	return true;
}

void
turn_send(struct turn *t, const struct msg *m)
{
	struct cluster *c = t->c;
	struct msg *out = &turn_act(t, ACT_SEND)->msg;

	*out = *m;
	snprintf(out->src, sizeof(out->src), "%s", turn_self(t));
	memcpy(out->uuid, c->uuid, sizeof(out->uuid));
	out->has_uuid = true;
	out->gen = c->gen;
	/* Heartbeat 3.0.6 does not know this method, and is not bothered. */
	if (c->conf->keys.key[c->conf->keys.send].method == AUTH_HMAC_SHA256 &&
	    c->peer.gen != 0)
		out->echo = net_echo(c->peer.gen, c->peer.uuid);
	out->ttl =
	    (uint16_t)(c->conf->nodes + c->conf->pings + c->conf->hopfudge);
	if (m->type != MSG_ACK && m->type != MSG_REXMIT)
		out->seq = ++c->seq;
}

void
turn_send_peer(struct turn *t, struct msg *m)
{
	const struct peer *p = &t->c->peer;

	snprintf(m->dest, sizeof(m->dest), "%s", turn_peer(t));
	m->has_destuuid = p->has_uuid;
	memcpy(m->destuuid, p->uuid, sizeof(m->destuuid));
	turn_send(t, m);
}

void
turn_send_stonith(struct turn *t)
{
	struct msg m = {.type = MSG_STONITH};

	snprintf(m.node, sizeof(m.node), "%s", turn_peer(t));
	snprintf(m.result, sizeof(m.result), "%s",
	    t->c->peer.gone     ? "unneeded"
	    : t->c->peer.fenced ? "OK"
				: "n_stnth");
	turn_send(t, &m);
}

static void
tell_status(struct turn *t, const char *node, const char *status)
{
	struct action *a = turn_act(t, ACT_STATUS);

	snprintf(a->status.node, sizeof(a->status.node), "%s", node);
	snprintf(a->status.status, sizeof(a->status.status), "%s", status);
}

static void
send_status(struct turn *t)
{
	const struct cluster *c = t->c;
	struct msg m = {.type = MSG_STATUS,
	    .dt_ms = (uint32_t)c->conf->deadtime_ms,
	    .protocol = true};

	snprintf(m.st, sizeof(m.st), "%s", cluster_state_name(c->state));
	snprintf(m.conf, sizeof(m.conf), "%s", c->conf->sum);
	turn_send(t, &m);
}

static void
set_state(struct turn *t, enum node_state state)
{
	t->c->state = state;
	turn_log(t, LEVEL_INFO, "Local status now set to: '%s'",
	    cluster_state_name(state));
	tell_status(t, turn_self(t), cluster_state_name(state));
	send_status(t);
}

void
cluster_init(struct cluster *c, const struct conf *conf, uint64_t gen,
    const uint8_t uuid[MSG_UUID_SIZE], uint32_t random, struct mono now)
{
	memset(c, 0, sizeof(*c));
	c->conf = conf;
	c->has_peer = conf->nodes > 1;
	c->peer_index = conf->self == 0 ? 1 : 0;
	c->gen = gen;
	memcpy(c->uuid, uuid, MSG_UUID_SIZE);
	c->random = random | 1;
	c->turned = now;
	c->beat = mono_add(now, conf->keepalive_ms);
	c->active_by = mono_add(now, conf->initdead_ms);
	c->hold_by = c->standby_by = c->exit_by = c->orphan_by = MONO_NEVER;
	c->legacy_by = c->fence_by = MONO_NEVER;
	c->conflict_by = c->complain_by = now;
	c->claim[0] = c->claim[1] = CLAIM_GIVEN;
	c->repeat_by = MONO_NEVER;
	c->peer.ask = c->peer.returned = MONO_NEVER;
	window_init(&c->peer.window);
	snprintf(c->peer.status, sizeof(c->peer.status), "init");
}

void
cluster_remember(struct cluster *c, const struct identity *id)
{
	c->peer.known = *id;
}

static void
start(struct turn *t)
{
	send_status(t);
	set_state(t, NODE_UP);
	send_status(t);
	if (!t->c->has_peer) {
		set_state(t, NODE_ACTIVE);
		rsc_go_active(t);
	}
}

static void
go_active(struct turn *t)
{
	if (t->c->state != NODE_UP || t->c->stopping)
		return;
	turn_log(t, LEVEL_INFO, "Comm_now_up(): updating status to active");
	set_state(t, NODE_ACTIVE);
	turn_act(t, ACT_LIVE);
	rsc_go_active(t);
}

static void
run_rc(struct turn *t, const struct msg *m)
{
	turn_act(t, ACT_RC)->msg = *m;
}

static void
links_tick(struct turn *t)
{
	const struct conf *conf = t->c->conf;

	for (unsigned i = 0; i < conf->medias; i++) {
		struct link_state *l = &t->c->peer.link[i];

		if (!l->up ||
		    mono_between(l->heard, t->now) < conf->deadtime_ms)
			continue;
		l->up = false;
		turn_log(t, LEVEL_INFO, "Link %s:%s dead.", turn_peer(t),
		    conf->media[i].name);
	}
}

static void
peer_is_dead(struct turn *t)
{
	struct peer *p = &t->c->peer;
	struct msg rc = {.type = MSG_STATUS, .st = "dead"};
	bool fence;

	p->state = NODE_DEAD;
	snprintf(p->status, sizeof(p->status), "dead");
	tell_status(t, turn_peer(t), "dead");
	turn_log(t, LEVEL_WARN, "node %s: is dead", turn_peer(t));
	p->fenced = false;
	fence = fence_peer(t);
	if (p->gone) {
		turn_log(t, LEVEL_INFO, "Dead node %s gave up resources.",
		    turn_peer(t));
	} else if (!fence) {
		turn_log(t, LEVEL_WARN, "No STONITH device configured.");
		turn_log(t, LEVEL_WARN, "Shared disks are not protected.");
		turn_log(t, LEVEL_INFO, "Resources being acquired from %s.",
		    turn_peer(t));
	}
	links_tick(t);
	snprintf(rc.src, sizeof(rc.src), "%s", turn_peer(t));
	run_rc(t, &rc);
	if (!fence && !t->c->stopping)
		turn_send_stonith(t);
	p->heard = p->answered = p->protocol = false;
	p->ask = MONO_NEVER;
	go_active(t);
	if (fence)
		rsc_peer_lost(t);
	else
		rsc_peer_dead(t);
}

/* What may be old messages sent again must not shorten initdead. */
static struct mono
dead_at(const struct cluster *c)
{
	const struct peer *p = &c->peer;
	struct mono d = mono_add(p->beat, c->conf->deadtime_ms);

	if (!p->heard)
		return c->active_by;
	return p->proven || d.ms > c->active_by.ms ? d : c->active_by;
}

/*
 * The silence that is likely to end in a take-over: two beats and a quarter,
 * so that 50 ms beats and 180 ms leave time for the probe.
 */
static int64_t
probe_after_ms(const struct conf *conf)
{
	int64_t beats_ms = conf->keepalive_ms * 9 / 4;
	int64_t late_ms = conf->deadtime_ms - PROBE_MS;

	return late_ms > beats_ms ? late_ms : beats_ms;
}

/* What can be known before deadtime is not to be waited for after it. */
static void
probe_tick(struct turn *t)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;

	if (!p->heard || p->probed ||
	    mono_between(p->beat, t->now) < probe_after_ms(c->conf))
		return;
	p->probed = true;
	if (c->state == NODE_ACTIVE && !c->stopping && c->have != HOLD_ALL)
		turn_act(t, ACT_PROBE)->job.hold = HOLD_ALL & ~c->have;
}

static void
peer_tick(struct turn *t)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;
	struct msg m = {.type = MSG_REQNODES};

	if (!c->has_peer || p->state == NODE_DEAD)
		return;
	if (mono_due(dead_at(c), t->now)) {
		peer_is_dead(t);
		return;
	}
	probe_tick(t);
	if (mono_due(p->ask, t->now)) {
		p->ask = mono_add(t->now, ASK_MS);
		if (p->gen != 0 && !p->proven && turn_complains(t))
			turn_log(t, LEVEL_WARN,
			    "%s does not name our start: it does not hear us, "
			    "or these are old messages",
			    turn_peer(t));
		turn_send_peer(t, &m);
	}
}

static void
pings_tick(struct turn *t)
{
	const struct conf *conf = t->c->conf;

	for (unsigned i = 0; i < conf->pings; i++) {
		struct ping_state *p = &t->c->ping[i];
		const char *name = conf->ping[i].name;

		if (!p->up ||
		    mono_between(p->heard, t->now) < conf->deadping_ms)
			continue;
		p->up = false;
		turn_log(t, LEVEL_WARN, "node %s: is dead", name);
		turn_log(t, LEVEL_INFO, "Link %s:%s dead.", name, name);
		tell_status(t, name, "dead");
	}
}

static void
ping_answered(struct turn *t, unsigned i)
{
	struct ping_state *p = &t->c->ping[i];
	const char *name = t->c->conf->ping[i].name;

	p->heard = t->now;
	if (p->up)
		return;
	p->up = p->ever = true;
	turn_log(t, LEVEL_INFO, "Link %s:%s up.", name, name);
	turn_log(t, LEVEL_INFO, "Status update for node %s: status ping", name);
	tell_status(t, name, "ping");
}

/* Told when it changes: two nodes that disagree fail when they are needed. */
static void
compare_conf(struct turn *t, const char *sum)
{
	struct peer *p = &t->c->peer;
	unsigned bits = conf_differ(t->c->conf, sum);
	char text[CONF_DIFFER_MAX];

	if (bits == p->differs)
		return;
	p->differs = bits;
	if (bits == 0)
		turn_log(t, LEVEL_INFO, "ha.cf and haresources are as on %s",
		    turn_peer(t));
	else
		turn_log(t, LEVEL_WARN, "not the same as on %s: %s",
		    turn_peer(t), conf_differ_text(bits, text));
}

static void
peer_status(struct turn *t, const struct msg *m)
{
	struct peer *p = &t->c->peer;

	/* One that was lost and came later is old news. */
	if (m->seq < p->status_seq)
		return;
	p->status_seq = m->seq;
	if (m->conf[0] != '\0')
		compare_conf(t, m->conf);
	if (m->protocol && !p->protocol && !p->answered) {
		/* It is to know us before our answers make it active. */
		send_status(t);
		p->ask = t->now;
	}
	p->protocol = m->protocol;
	p->state = strcmp(m->st, "active") == 0 ? NODE_ACTIVE : NODE_UP;
	if (strcmp(p->status, m->st) != 0) {
		snprintf(p->status, sizeof(p->status), "%s", m->st);
		turn_log(t, LEVEL_INFO, "Status update for node %s: status %s",
		    turn_peer(t), m->st);
		tell_status(t, turn_peer(t), m->st);
		run_rc(t, m);
		if (p->state == NODE_ACTIVE)
			rsc_peer_active(t);
	}
	/* An old peer does not know reqnodes: that it is here is enough. */
	if (!m->protocol)
		go_active(t);
}

static void
answer_nodes(struct turn *t)
{
	const struct conf *conf = t->c->conf;
	struct msg m = {.type = MSG_REPNODES};

	snprintf(m.nodelist, sizeof(m.nodelist), "%s %s ", conf->node[0],
	    conf->node[1]);
	turn_send_peer(t, &m);
}

static bool
addressed_to_us(const struct turn *t, const struct msg *m)
{
	return m->dest[0] == '\0' || strcmp(m->dest, turn_self(t)) == 0;
}

/* What scripts may watch; a status is told when it changes. */
static bool
is_rare(enum msg_type type)
{
	return type >= MSG_STARTING && type <= MSG_STONITH;
}

/* From Heartbeat's admin tools; nothing in a pair depends on them. */
static void
refuse(struct turn *t, const struct msg *m)
{
	bool nodes = m->type == MSG_ADDNODE || m->type == MSG_DELNODE;

	turn_log(t, LEVEL_WARN, "%s of %s refused: %s", msg_type_name(m->type),
	    turn_peer(t),
	    nodes ? "the nodes are the two that ha.cf names"
		  : "groups have their home in haresources, no weight or site");
}

static void
dispatch(struct turn *t, const struct msg *m)
{
	struct peer *p = &t->c->peer;

	if (!addressed_to_us(t, m))
		return;
	if (is_rare(m->type))
		run_rc(t, m);
	switch (m->type) {
	case MSG_STATUS:
		peer_status(t, m);
		break;
	case MSG_REQNODES:
		answer_nodes(t);
		break;
	case MSG_REPNODES:
		p->answered = true;
		p->ask = MONO_NEVER;
		go_active(t);
		break;
	case MSG_STARTING:
		rsc_peer_starting(t, m->seq);
		break;
	case MSG_RESOURCE:
		rsc_peer_resource(t, m);
		break;
	case MSG_ASK_RESOURCES:
	case MSG_TAKEOVER:
		standby_message(t, m);
		break;
	case MSG_IP_REQUEST:
		legacy_request(t, m);
		break;
	case MSG_IP_RESPONSE:
		legacy_response(t, m);
		break;
	case MSG_STONITH:
		if (!p->late)
			rsc_buried(t, m);
		break;
	case MSG_SHUTDONE:
		rsc_peer_gone(t);
		break;
	case MSG_NUM_PING:
	case MSG_ABORT_GIVEUP:
	case MSG_YOU_ARE_DEAD:
	case MSG_START_OUTDATE:
	case MSG_OUTDATE_RC:
	case MSG_CLIENT:
		turn_act(t, ACT_DELIVER)->msg = *m;
		break;
	case MSG_SETWEIGHT:
	case MSG_SETSITE:
	case MSG_ADDNODE:
	case MSG_DELNODE:
		refuse(t, m);
		break;
	default:
		break;
	}
}

static void
message(struct turn *t, const struct msg *m, unsigned link)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;

	if (strcmp(m->src, turn_self(t)) == 0)
		return; /* our own broadcast */
	if (!c->has_peer || strcmp(m->src, turn_peer(t)) != 0) {
		if (turn_complains(t))
			turn_log(t, LEVEL_WARN,
			    "message from %s, which is not a node "
			    "of this cluster",
			    m->src);
		return;
	}
	if (m->type == MSG_ACK || m->type == MSG_REXMIT)
		net_control(t, m);
	else if (net_accept(t, m, link))
		dispatch(t, m);
	else if (p->gen != 0 && !p->proven && p->ask.ms == MONO_NEVER.ms) {
		/* It is to name our start; reqnodes repeat the question. */
		send_status(t);
		p->ask = mono_add(t->now, ASK_MS);
	}
}

static void
tick(struct turn *t)
{
	struct cluster *c = t->c;

	if (mono_due(c->beat, t->now)) {
		send_status(t);
		c->beat = mono_add(c->beat, c->conf->keepalive_ms);
		/* After standing still, no flood of beats that are too late. */
		if (mono_due(c->beat, t->now))
			c->beat = mono_add(t->now, c->conf->keepalive_ms);
	}
	peer_tick(t);
	links_tick(t);
	pings_tick(t);
	if (c->has_peer)
		net_tick(t);
	rsc_tick(t);
	legacy_tick(t);
	standby_tick(t);
	fence_tick(t);
}

void
cluster_event(struct cluster *c, const struct event *ev, struct mono now,
    struct actions *out)
{
	struct turn turn = {c, out, now}, *t = &turn;
	int64_t still = mono_between(c->turned, now);

	out->n = 0;
	c->turned = now;
	if (ev->type != EV_START && still > c->conf->deadtime_ms)
		rsc_stood_still(t, still);
	switch (ev->type) {
	case EV_START:
		start(t);
		break;
	case EV_MESSAGE:
		message(t, ev->msg, ev->link);
		break;
	case EV_JOB_DONE:
		rsc_job_done(t, &ev->result);
		break;
	case EV_FENCED:
		fence_done(t, ev->failed);
		break;
	case EV_MONITOR:
		rsc_monitor_failed(t, ev->link);
		break;
	case EV_PING:
		ping_answered(t, ev->link);
		break;
	case EV_STANDBY:
		standby_request(t, ev->hold);
		break;
	case EV_TAKEOVER:
		standby_ask_peer(t, ev->hold);
		break;
	case EV_CLIENT:
		turn_send(t, ev->msg);
		break;
	case EV_RELOAD:
		rsc_reload(t, ev->conf);
		break;
	case EV_STOP:
		rsc_stop(t);
		break;
	case EV_TICK:
		break;
	}
	tick(t);
	rsc_reconcile(t);
}

struct mono
cluster_deadline(const struct cluster *c)
{
	const struct conf *conf = c->conf;
	const struct peer *p = &c->peer;
	struct mono d = c->beat;

	d = mono_min(d, c->hold_by);
	d = mono_min(d, c->standby_by);
	d = mono_min(d, c->exit_by);
	d = mono_min(d, c->legacy_by);
	d = mono_min(d, c->fence_by);
	if (c->has_peer && p->state != NODE_DEAD) {
		d = mono_min(d, p->ask);
		d = mono_min(d, dead_at(c));
		if (p->heard && !p->probed)
			d = mono_min(d,
			    mono_add(p->beat, probe_after_ms(conf)));
	}
	for (unsigned i = 0; i < conf->medias; i++)
		if (p->link[i].up)
			d = mono_min(d,
			    mono_add(p->link[i].heard, conf->deadtime_ms));
	for (unsigned i = 0; i < conf->pings; i++)
		if (c->ping[i].up)
			d = mono_min(d,
			    mono_add(c->ping[i].heard, conf->deadping_ms));
	return mono_min(d, net_deadline(c));
}
