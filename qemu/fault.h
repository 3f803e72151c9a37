/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The faults of a cable: loss, delay, duplication, corruption, one way. */
#ifndef FAULT_H
#define FAULT_H

#include <stddef.h>
#include <stdint.h>

struct fault {
	/* chances in parts per 100,000 */
	int loss, dup, corrupt;
	int delay_ms, jitter_ms;
	/* the port that is heard but hears nothing; "" is none */
	char oneway[16];
	uint64_t seed;
};

/* What happens to one frame. */
struct fate {
	int copies; /* 0: lost */
	int corrupt;
	int64_t delay_us[2]; /* of each copy */
};

/*
 * Apply one word of `pair net`: loss=P dup=P corrupt=P (per cent, up to three
 * decimals), delay=MS or delay=MS±MS (also +-), oneway=PORT (empty: none),
 * clear.
 * Returns NULL, or what is wrong with the word.
 */
const char *fault_set(struct fault *f, const char *word);

/* Write the faults in the form of the words, "none" if there are none. */
void fault_show(const struct fault *f, char *buf, size_t size);

/* Throw the dice for one frame. */
struct fate fault_decide(struct fault *f);

/* Turn one bit of the frame over, behind its two addresses. */
void fault_corrupt(struct fault *f, uint8_t *frame, size_t len);

#endif
