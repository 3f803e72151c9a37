/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Monotonic time as a type of its own: a time and a number do not mix. */
#ifndef HB_CLOCK_H
#define HB_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct mono {
	int64_t ms; /* since some fixed moment; never goes back */
};

#define MONO_NEVER ((struct mono){INT64_MAX})

static inline struct mono
mono_add(struct mono t, int64_t ms)
{
	return (struct mono){t.ms + ms};
}

/* Milliseconds from a to b. */
static inline int64_t
mono_between(struct mono a, struct mono b)
{
	return b.ms - a.ms;
}

static inline bool
mono_due(struct mono when, struct mono now)
{
	return now.ms >= when.ms;
}

static inline struct mono
mono_min(struct mono a, struct mono b)
{
	return a.ms < b.ms ? a : b;
}

#endif
