/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time: from one event to the next, the network's before the timers'. */
#include <stdlib.h>
#include <string.h>

#include "sim.h"

#define STEPS_MAX 5000 /* in one millisecond */

#define START_MS 200 /* what scripts take unless a fault says otherwise */
#define STOP_MS 100
#define FENCE_MS 500

unsigned
world_random(struct world *w, unsigned n)
{
	uint64_t x = w->random += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9); /* splitmix64 */
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return (unsigned)((x ^ x >> 31) % n);
}

static void
node_init(struct node *node, const struct conf *conf)
{
	node->conf = conf;
	node->keys = conf->keys;
	node->bite_ms = INT64_MAX;
	node->fence_ms = FENCE_MS;
	for (unsigned g = 0; g < conf->groups; g++)
		for (unsigned r = 0; r < conf->group[g].resources; r++) {
			node->script[g][r] = (struct script){
			    .start_ms = START_MS, .stop_ms = STOP_MS};
			script_slowest(node, g, r);
		}
}

void
world_init(struct world *w, const struct conf *conf[SIM_NODES], uint64_t seed)
{
	memset(w, 0, sizeof(*w));
	w->random = seed;
	for (unsigned n = 0; n < SIM_NODES; n++) {
		node_init(&w->node[n], conf[n]);
		for (unsigned i = 0; i < CONF_MEDIA; i++)
			w->wire[n][i].delay_ms = 1;
	}
	check_init(w);
}

void
world_free(struct world *w)
{
	struct item item;
	struct packet *p;

	while (w->queue.n > 0) {
		item = queue_take(&w->queue);
		net_drop(w, item.packet);
	}
	for (unsigned n = 0; n < SIM_NODES; n++) {
		for (unsigned i = 0; i < w->node[n].helds; i++)
			net_drop(w, w->node[n].held[i].packet);
		free(w->node[n].sent);
	}
	while ((p = w->free) != NULL) {
		w->free = p->next;
		free(p);
	}
	queue_free(&w->queue);
	free(w->record.text);
}

void
world_run(struct world *w, int64_t until_ms)
{
	struct item item;
	int64_t at, timer[SIM_NODES];

	while (w->check.broken[0] == '\0') {
		timer[0] = node_deadline_ms(w, 0);
		timer[1] = node_deadline_ms(w, 1);
		at = timer[0] < timer[1] ? timer[0] : timer[1];
		if (w->queue.n > 0 && w->queue.heap[0].at_ms <= at)
			at = w->queue.heap[0].at_ms;
		if (at > until_ms)
			break;
		w->steps = at > w->now_ms ? 0 : w->steps + 1;
		if (at > w->now_ms)
			w->now_ms = at;
		if (w->steps == STEPS_MAX)
			check_broken(w, "messages without end");
		if (w->queue.n > 0 && w->queue.heap[0].at_ms <= w->now_ms) {
			item = queue_take(&w->queue);
			node_item(w, &item);
		} else {
			node_tick(w, timer[0] <= w->now_ms ? 0 : 1);
		}
		check_step(w);
	}
	if (w->now_ms < until_ms)
		w->now_ms = until_ms;
}
