/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cables: packets are lost, late, doubled, overtaken, spoiled. */
#include <stdlib.h>
#include <string.h>

#include "sim.h"

#define BAD_PACKETS_MS 10000 /* as heartbeat.c: one line in that time */

static struct packet *
new_packet(struct world *w)
{
	struct packet *p = w->free;

	if (p == NULL) {
		p = malloc(sizeof(*p));
		if (p == NULL)
			abort();
	} else {
		w->free = p->next;
	}
	p->refs = 0;
	p->altered = false;
	return p;
}

void
net_drop(struct world *w, struct packet *p)
{
	if (p == NULL || --p->refs > 0)
		return;
	p->next = w->free;
	w->free = p;
}

static void
schedule(struct world *w, struct packet *p, unsigned to, unsigned link,
    int64_t delay_ms)
{
	p->refs++;
	queue_add(&w->queue, (struct item){.at_ms = w->now_ms + delay_ms,
				 .kind = ITEM_PACKET,
				 .node = to,
				 .link = link,
				 .packet = p});
}

/* One to three bytes become other ones. */
static struct packet *
spoil(struct world *w, const struct packet *good)
{
	struct packet *p = new_packet(w);
	unsigned times = 1 + world_random(w, 3);

	memcpy(p->bytes, good->bytes, good->len);
	p->len = good->len;
	p->truth = good->truth;
	p->replayed = good->replayed;
	p->altered = true;
	while (times-- > 0)
		p->bytes[world_random(w, p->len)] ^=
		    (char)(1 + world_random(w, 255));
	return p;
}

static int64_t
delay(struct world *w, const struct wire *wire)
{
	return wire->delay_ms +
	       (wire->jitter_ms > 0
		       ? (int64_t)world_random(w, (unsigned)wire->jitter_ms + 1)
		       : 0);
}

static bool
percent(struct world *w, unsigned n)
{
	return n > 0 && world_random(w, 100) < n;
}

static void
carry(struct world *w, struct packet *p, unsigned from, unsigned link)
{
	const struct wire *wire = &w->wire[from][link];

	if (wire->cut || percent(w, wire->loss))
		return;
	if (percent(w, wire->corrupt))
		p = spoil(w, p);
	schedule(w, p, !from, link, delay(w, wire));
	if (percent(w, wire->dup))
		schedule(w, p, !from, link, delay(w, wire));
}

static void
keep_sent(struct world *w, struct node *node, const char *bytes, size_t len)
{
	struct sent *s;

	if (node->sent == NULL)
		return;
	s = &node->sent[node->sents++ % SIM_SENT];
	s->at_ms = w->now_ms;
	s->len = (unsigned)len;
	memcpy(s->bytes, bytes, len);
}

static void
send_all(struct world *w, unsigned from, const char *bytes, size_t len,
    const struct msg *truth, bool replayed)
{
	const struct conf *conf = w->node[from].conf;
	struct packet *p = new_packet(w);

	p->refs = 1; /* ours, until all of it is said */
	p->len = (unsigned)len;
	memcpy(p->bytes, bytes, len);
	p->truth = *truth;
	p->replayed = replayed;
	for (unsigned i = 0; i < conf->medias; i++) {
		carry(w, p, from, i);
		/* A broadcast is heard by its sender too. */
		if (conf->media[i].kind == MEDIA_BCAST)
			schedule(w, p, from, i, 0);
	}
	net_drop(w, p);
}

void
net_send(struct world *w, unsigned from, const char *bytes, size_t len,
    const struct msg *truth)
{
	keep_sent(w, &w->node[from], bytes, len);
	send_all(w, from, bytes, len, truth, false);
}

void
net_replay(struct world *w, unsigned from, int64_t since_ms, int64_t until_ms)
{
	struct node *node = &w->node[from];
	unsigned i = node->sents > SIM_SENT ? node->sents - SIM_SENT : 0;
	unsigned end = node->sents;
	struct sent *s;
	struct msg truth;

	if (node->sent == NULL)
		return;
	for (; i < end; i++) {
		s = &node->sent[i % SIM_SENT];
		if (s->at_ms < since_ms || s->at_ms > until_ms)
			continue;
		(void)!msg_decode(s->bytes, s->len, &node->keys, &truth);
		send_all(w, from, s->bytes, s->len, &truth, true);
	}
}

void
net_arrive(struct world *w, const struct item *item)
{
	struct node *node = &w->node[item->node];
	struct packet *p = item->packet;
	struct msg m;
	enum msg_error e;
	struct event ev = {.type = EV_MESSAGE, .link = item->link, .msg = &m};

	/*
	 * Who has heard nothing yet cannot know which message of the newest
	 * generation is old: a limit of all methods but hmac-sha256, told in
	 * docs/simulator.md.
	 */
	if (p->replayed && !check_has_heard(w, item->node) &&
	    p->truth.method != AUTH_HMAC_SHA256 &&
	    p->truth.gen >= node->known.gen) {
		net_drop(w, p);
		return;
	}
	e = msg_decode(p->bytes, p->len, &node->keys, &m);
	if (e == MSG_OK) {
		/* What follows the signature may change, and changes nothing.
		 */
		if (p->altered && memcmp(&m, &p->truth, sizeof(m)) != 0)
			check_broken(w, "an altered message was believed");
		if (strcmp(m.src, name_of(w, item->node)) != 0 && !p->replayed)
			check_heard(w, item->node, &m);
		node_event(w, item->node, &ev);
	} else if (w->now_ms >= node->bad_told_ms) {
		node->bad_told_ms = w->now_ms + BAD_PACKETS_MS;
		record(w, name_of(w, item->node), "WARN: link %s: %s",
		    node->conf->media[item->link].name, msg_error_text(e));
	}
	net_drop(w, p);
}
