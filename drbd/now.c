/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clock that waiting is measured by. */
#include <time.h>

#include "now.h"

int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
