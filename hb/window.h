/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sequence numbers that arrived from one node: which are new, which were
 * lost and are to be asked for again (reference 2.5, 2.6: NS_rexmit).
 */
#ifndef HB_WINDOW_H
#define HB_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "clock.h"

#define WINDOW_SIZE 256 /* how far back a lost message is still asked for */

struct window {
	uint32_t top;   /* highest number seen; 0: none yet */
	uint32_t whole; /* all up to here are here, or given up */
	uint32_t acked; /* last one that we acknowledged */
	uint8_t seen[WINDOW_SIZE / 8];
	struct mono ask; /* when to ask for the holes; MONO_NEVER: none */
	unsigned asked;  /* times in a row */
};

enum window_verdict { WINDOW_NEW, WINDOW_FILLED, WINDOW_DUPLICATE };

void window_init(struct window *w);

/*
 * seq has arrived. Sets *lost to how many numbers before it are missing now
 * (0 unless it is WINDOW_NEW). The first message sets the beginning.
 */
enum window_verdict window_take(struct window *w, uint32_t seq, uint32_t *lost);

/* Next missing number from `from` on, or 0. */
uint32_t window_missing(const struct window *w, uint32_t from);

/* Stop waiting for all that is missing. */
void window_give_up(struct window *w);

#endif
