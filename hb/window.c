/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sequence numbers that arrived: a ring of bits behind the highest one. */
#include <string.h>

#include "window.h"

static void
mark(struct window *w, uint32_t seq, bool seen)
{
	uint8_t bit = (uint8_t)(1U << seq % 8);
	uint8_t *byte = &w->seen[seq / 8 % sizeof(w->seen)];

	if (seen)
		*byte |= bit;
	else
		*byte &= (uint8_t)~bit;
}

static bool
was_seen(const struct window *w, uint32_t seq)
{
	return w->seen[seq / 8 % sizeof(w->seen)] >> seq % 8 & 1;
}

static void
advance(struct window *w)
{
	while (w->whole < w->top && was_seen(w, w->whole + 1))
		w->whole++;
	if (w->whole == w->top) {
		w->ask = MONO_NEVER;
		w->asked = 0;
	}
}

void
window_init(struct window *w)
{
	*w = (struct window){.ask = MONO_NEVER};
}

enum window_verdict
window_take(struct window *w, uint32_t seq, uint32_t *lost)
{
	*lost = 0;
	if (w->top != 0 && seq <= w->top) {
		if (seq <= w->whole || was_seen(w, seq))
			return WINDOW_DUPLICATE;
		mark(w, seq, true);
		advance(w);
		return WINDOW_FILLED;
	}
	if (w->top == 0 || seq - w->top >= WINDOW_SIZE) {
		/* The first, or too far to fill: begin here. */
		*lost = w->top == 0 ? 0 : seq - w->top - 1;
		w->whole = w->top = w->acked = seq;
		w->ask = MONO_NEVER;
		return WINDOW_NEW;
	}
	*lost = seq - w->top - 1;
	for (uint32_t s = w->top + 1; s < seq; s++)
		mark(w, s, false);
	mark(w, seq, true);
	w->top = seq;
	/* What falls out of the ring cannot be told apart any more. */
	if (w->top - w->whole >= WINDOW_SIZE)
		w->whole = w->top - WINDOW_SIZE + 1;
	advance(w);
	return WINDOW_NEW;
}

uint32_t
window_missing(const struct window *w, uint32_t from)
{
	uint32_t s = from > w->whole ? from : w->whole + 1;

	for (; s < w->top; s++)
		if (!was_seen(w, s))
			return s;
	return 0;
}

void
window_give_up(struct window *w)
{
	w->whole = w->top;
	advance(w);
}
