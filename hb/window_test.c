/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sequence numbers: new, filled, doubled, and what is asked for. */
#include "../lib/tap.h"
#include "history.h"
#include "window.h"

static struct history history;

static void
numbers(void)
{
	struct window w;
	uint32_t lost;

	window_init(&w);
	ok(window_take(&w, 40, &lost) == WINDOW_NEW && lost == 0,
	    "the first number is where it begins");
	ok(window_take(&w, 41, &lost) == WINDOW_NEW && lost == 0,
	    "the next one follows");
	ok(window_take(&w, 41, &lost) == WINDOW_DUPLICATE,
	    "the same one again is a duplicate");
	ok(window_take(&w, 39, &lost) == WINDOW_DUPLICATE,
	    "one from before the beginning is none that is wanted");
	ok(window_take(&w, 45, &lost) == WINDOW_NEW && lost == 3,
	    "a jump tells how many are lost");
	ok(window_missing(&w, 0) == 42 && window_missing(&w, 43) == 43 &&
		window_missing(&w, 45) == 0,
	    "and which");
	ok(window_take(&w, 43, &lost) == WINDOW_FILLED &&
		window_missing(&w, 43) == 44,
	    "a late one fills its hole");
	is_num(w.whole, 41, "all up to the first hole are here");
	window_take(&w, 42, &lost);
	window_take(&w, 44, &lost);
	ok(w.whole == 45 && window_missing(&w, 0) == 0,
	    "with the last hole filled all are here");
	ok(window_take(&w, 45 + 10000, &lost) == WINDOW_NEW && lost == 9999 &&
		window_missing(&w, 0) == 0,
	    "a jump that is too far begins anew");
	window_take(&w, 10047, &lost);
	window_give_up(&w);
	ok(window_missing(&w, 0) == 0 &&
		window_take(&w, 10046, &lost) == WINDOW_DUPLICATE,
	    "what was given up is not taken any more");
}

static void
never_twice(void)
{
	static unsigned taken[3000];
	struct window w;
	uint32_t lost, seq, top = 0, random = 1;
	unsigned twice = 0;

	window_init(&w);
	for (unsigned i = 0; i < 200000; i++) {
		random = random * 1664525 + 1013904223;
		seq = 1 + (top > 300 ? top - 300 : 0) + random / 65536 % 305;
		if (seq >= 3000)
			break;
		if (window_take(&w, seq, &lost) != WINDOW_DUPLICATE)
			twice += taken[seq]++ != 0;
		top = w.top;
	}
	is_num(twice, 0, "no number is taken twice, in whatever order");
}

/* A number and the one that is WINDOW_SIZE higher have the same bit. */
static void
out_of_reach(void)
{
	uint32_t lost;
	struct window w;

	window_init(&w);
	window_take(&w, 1, &lost);
	for (uint32_t s = 3; s <= WINDOW_SIZE; s++)
		window_take(&w, s, &lost);
	is_num(window_missing(&w, 0), 2, "the oldest is still asked for");
	window_take(&w, WINDOW_SIZE + 3, &lost);
	is_num(window_missing(&w, 0), WINDOW_SIZE + 1,
	    "and not any more when it is too far back");
	ok(window_take(&w, 2, &lost) == WINDOW_DUPLICATE,
	    "nor is it taken then");
}

static void
ring(void)
{
	char text[300];
	const char *got;
	size_t len = 0;
	unsigned wrong = 0, kept = 0;

	for (uint32_t s = 1; s <= 5000; s++) {
		size_t n = 100 + s % 200;

		memset(text, (int)(s % 251), n);
		history_add(&history, s, text, n);
	}
	for (uint32_t s = 1; s <= 5000; s++) {
		got = history_get(&history, s, &len);
		if (got == NULL)
			continue;
		kept++;
		for (size_t i = 0; i < len; i++)
			wrong += (unsigned char)got[i] != s % 251;
		wrong += len != 100 + s % 200;
	}
	ok(kept >= 200, "the last 200 messages are kept (%u)", kept);
	is_num(wrong, 0, "each as it was sent");
	ok(history_get(&history, 5000, &len) != NULL &&
		history_get(&history, 5001, &len) == NULL &&
		history_get(&history, 0, &len) == NULL,
	    "the newest is there, and none that was not sent");
}

int
main(void)
{
	numbers();
	never_twice();
	out_of_reach();
	ring();
	return tap_done();
}
