/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every message of the peer goes through: generation, number, links. */
#include <stdio.h>
#include <string.h>

#include "cluster_int.h"

#define ACK_EVERY 10  /* messages; reference 2.6 */
#define ASK_TIMES 20  /* that often a lost message is asked for */
#define ASK_AT_ONCE 8 /* requests in one go */

uint64_t
net_echo(uint64_t gen, const uint8_t uuid[MSG_UUID_SIZE])
{
	/* A new card begins at 1 again: its uuid tells the starts apart. */
	for (unsigned i = 0; i < 8; i++)
		gen ^= (uint64_t)uuid[i] << 8 * i;
	return gen;
}

static uint32_t
next_random(struct cluster *c)
{
	c->random ^= c->random << 13; /* xorshift: only to spread requests */
	c->random ^= c->random >> 17;
	c->random ^= c->random << 5;
	return c->random;
}

static struct mono
ask_time(struct turn *t)
{
	uint32_t spread = (uint32_t)t->c->conf->rexmit_delay_ms;

	return mono_add(t->now, 1 + next_random(t->c) % spread);
}

static void
new_life(struct turn *t, const struct msg *m)
{
	struct peer *p = &t->c->peer;
	bool restarted = p->gen != 0;

	p->gen = m->gen;
	p->answered = p->protocol = p->leaving = p->gone = false;
	p->proven = false;
	p->resource_seq = p->status_seq = 0;
	p->returned = MONO_NEVER;
	window_init(&p->window);
	if (!restarted)
		return;
	/* That it is active is news again. */
	snprintf(p->status, sizeof(p->status), "dead");
	turn_log(t, LEVEL_INFO, "Heartbeat restart on node %s", turn_peer(t));
	rsc_peer_restarted(t);
}

static bool
is_replay(struct turn *t, const struct msg *m, uint64_t newest)
{
	if (m->gen >= newest)
		return false;
	if (turn_complains(t))
		turn_log(t, LEVEL_WARN,
		    "attempted replay attack [%s]? "
		    "[gen = %llu, curgen = %llu]",
		    turn_peer(t), (unsigned long long)m->gen,
		    (unsigned long long)newest);
	return true;
}

/*
 * A replay has an old generation. So may a node whose card was replaced have:
 * it has another uuid, and is believed once the old one is silent. Until
 * then it may be a second machine that calls itself so.
 */
static bool
generation_ok(struct turn *t, const struct msg *m)
{
	struct peer *p = &t->c->peer;
	bool other = p->has_uuid && m->has_uuid &&
		     memcmp(p->uuid, m->uuid, MSG_UUID_SIZE) != 0;

	if (m->gen == p->gen && !other)
		return true;
	if (p->gen == 0 && memcmp(p->known.uuid, m->uuid, MSG_UUID_SIZE) == 0 &&
	    is_replay(t, m, p->known.gen))
		return false;
	if (other && p->state != NODE_DEAD && p->proven) {
		if (turn_complains(t))
			turn_log(t, LEVEL_ERROR,
			    "a second machine calls itself %s, "
			    "or its card was replaced: not believed "
			    "while the first one lives",
			    turn_peer(t));
		return false;
	}
	if (!other && is_replay(t, m, p->gen))
		return false;
	new_life(t, m);
	return true;
}

/* A recorded message cannot name a start of ours that was not yet. */
static void
prove(struct turn *t, const struct msg *m)
{
	struct cluster *c = t->c;
	struct peer *p = &c->peer;
	struct identity *id = &p->known;

	if (p->proven || (m->method == AUTH_HMAC_SHA256 &&
			     m->echo != net_echo(c->gen, c->uuid)))
		return;
	p->proven = true;
	if (id->gen == p->gen && memcmp(id->uuid, p->uuid, MSG_UUID_SIZE) == 0)
		return;
	id->gen = p->gen;
	memcpy(id->uuid, p->uuid, MSG_UUID_SIZE);
	turn_act(t, ACT_REMEMBER)->id = *id;
}

static void
link_heard(struct turn *t, unsigned media)
{
	unsigned link = conf_link(t->c->conf, media);
	struct link_state *l = &t->c->peer.link[link];

	l->heard = t->now;
	if (l->up)
		return;
	l->up = true;
	turn_log(t, LEVEL_INFO, "Link %s:%s up.", turn_peer(t),
	    t->c->conf->media[link].name);
}

static void
beat_heard(struct turn *t, bool first)
{
	struct peer *p = &t->c->peer;
	int64_t interval = mono_between(p->beat, t->now);
	bool returning = p->state == NODE_DEAD;

	if (p->heard && interval > t->c->conf->warntime_ms)
		turn_log(t, LEVEL_WARN,
		    "Late heartbeat: Node %s: interval %lld ms", turn_peer(t),
		    (long long)interval);
	p->beat = t->now;
	p->probed = false;
	if (p->heard)
		return;
	p->heard = true;
	if (returning) {
		p->state = NODE_UP;
		/* If both called each other dead, that is no order any more. */
		p->returned = p->missed ? MONO_NEVER : t->now;
		p->missed = false;
		fence_cancel(t);
	}
	if (returning && !p->gone && !first) {
		/* What it said to nobody is out of date by now. */
		window_give_up(&p->window);
		rsc_peer_returned(t);
	}
}

static void
lost_some(struct turn *t, uint32_t from, uint32_t lost, uint32_t seq)
{
	struct peer *p = &t->c->peer;

	if (p->window.whole == seq && lost >= WINDOW_SIZE - 1) {
		turn_log(t, LEVEL_ERROR,
		    "%s: %u messages in a row are lost, "
		    "too many to ask for",
		    turn_peer(t), (unsigned)lost);
		return;
	}
	turn_log(t, LEVEL_WARN, "%u lost packet(s) for [%s] [%u:%u]",
	    (unsigned)lost, turn_peer(t), (unsigned)from, (unsigned)seq);
	if (p->window.ask.ms == MONO_NEVER.ms)
		p->window.ask = ask_time(t);
}

static void
acknowledge(struct turn *t)
{
	struct window *w = &t->c->peer.window;
	struct msg m = {.type = MSG_ACK, .ackseq = w->whole};

	if (!t->c->peer.protocol ||
	    w->whole / ACK_EVERY == w->acked / ACK_EVERY)
		return;
	w->acked = w->whole;
	turn_send_peer(t, &m);
}

bool
net_accept(struct turn *t, const struct msg *m, unsigned link)
{
	struct peer *p = &t->c->peer;
	enum window_verdict verdict;
	uint32_t lost, before;

	if (!generation_ok(t, m))
		return false;
	if (m->has_uuid) {
		memcpy(p->uuid, m->uuid, MSG_UUID_SIZE);
		p->has_uuid = true;
	}
	prove(t, m);
	before = p->window.top;
	verdict = window_take(&p->window, m->seq, &lost);
	p->late = verdict == WINDOW_FILLED;
	/* The copy that came over the other link shows that the link works. */
	if (verdict == WINDOW_DUPLICATE) {
		if (p->heard && p->window.top - m->seq < 2)
			link_heard(t, link);
		return false;
	}
	if (verdict == WINDOW_NEW) {
		link_heard(t, link);
		beat_heard(t, before == 0);
		if (lost != 0 && (p->window.whole != p->window.top ||
				     lost >= WINDOW_SIZE - 1))
			lost_some(t, before, lost, m->seq);
	} else if (p->window.whole == p->window.top) {
		turn_log(t, LEVEL_INFO, "No pkts missing from %s!",
		    turn_peer(t));
	}
	acknowledge(t);
	return p->proven;
}

void
net_control(struct turn *t, const struct msg *m)
{
	struct action *a;

	if (m->gen != t->c->peer.gen || strcmp(m->dest, turn_self(t)) != 0)
		return;
	if (m->type != MSG_REXMIT || m->firstseq == 0 ||
	    m->firstseq > m->lastseq || m->lastseq > t->c->seq ||
	    m->lastseq - m->firstseq >= WINDOW_SIZE)
		return;
	a = turn_act(t, ACT_RESEND);
	a->resend.first = m->firstseq;
	a->resend.last = m->lastseq;
}

void
net_tick(struct turn *t)
{
	struct window *w = &t->c->peer.window;
	struct msg m = {.type = MSG_REXMIT};
	unsigned n = 0;

	if (!mono_due(w->ask, t->now))
		return;
	if (t->c->peer.state == NODE_DEAD) {
		window_give_up(w);
		return;
	}
	if (++w->asked > ASK_TIMES) {
		turn_log(t, LEVEL_ERROR,
		    "%s: lost messages are not sent "
		    "again, going on without them",
		    turn_peer(t));
		window_give_up(w);
		return;
	}
	for (uint32_t s = window_missing(w, 0); s != 0 && n < ASK_AT_ONCE;
	     s = window_missing(w, s + 1), n++) {
		m.firstseq = m.lastseq = s;
		turn_send_peer(t, &m);
	}
	w->ask = n == 0 ? MONO_NEVER : ask_time(t);
}

struct mono
net_deadline(const struct cluster *c)
{
	return c->has_peer ? c->peer.window.ask : MONO_NEVER;
}
