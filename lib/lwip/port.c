/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lwIP's clock and random numbers on the real system. A test links its own
 * instead and so lives in virtual time.
 */
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

#include "lwip/opt.h"
#include "lwip/sys.h"

u32_t
sys_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (u32_t)((long long)t.tv_sec * 1000 + t.tv_nsec / 1000000);
}

unsigned int
lwip_port_rand(void)
{
	unsigned int r;

	/* 4 bytes are always given whole once the pool is seeded */
	if (getrandom(&r, sizeof(r), GRND_NONBLOCK) != (ssize_t)sizeof(r))
		r = (unsigned int)random();
	return r;
}
