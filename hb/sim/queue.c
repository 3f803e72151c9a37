/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What will happen, the next thing first: a binary heap. */
#include <stdlib.h>

#include "sim.h"

static bool
before(const struct item *a, const struct item *b)
{
	return a->at_ms != b->at_ms ? a->at_ms < b->at_ms : a->order < b->order;
}

void
queue_add(struct queue *q, struct item item)
{
	unsigned i = q->n++, up;

	if (q->n > q->room) {
		q->room = q->room ? 2 * q->room : 64;
		q->heap = realloc(q->heap, q->room * sizeof(*q->heap));
		if (q->heap == NULL)
			abort();
	}
	item.order = q->order++;
	for (; i > 0; i = up) {
		up = (i - 1) / 2;
		if (!before(&item, &q->heap[up]))
			break;
		q->heap[i] = q->heap[up];
	}
	q->heap[i] = item;
}

struct item
queue_take(struct queue *q)
{
	struct item first = q->heap[0], last = q->heap[--q->n];
	unsigned i = 0, down;

	for (; (down = 2 * i + 1) < q->n; i = down) {
		if (down + 1 < q->n &&
		    before(&q->heap[down + 1], &q->heap[down]))
			down++;
		if (!before(&q->heap[down], &last))
			break;
		q->heap[i] = q->heap[down];
	}
	q->heap[i] = last;
	return first;
}

void
queue_free(struct queue *q)
{
	free(q->heap);
	*q = (struct queue){0};
}
