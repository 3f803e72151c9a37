/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A faults file from its first line to its end. */
#ifndef SIM_RUN_H
#define SIM_RUN_H

#include "sim.h"

/*
 * Do all lines of text on a pair that is fresh from world_init(). Returns 0,
 * or -1 and why, with the line's number; a broken invariant is in w->check.
 */
int run_faults(struct world *w, const char *text, char *why, size_t room);

/* The number of `seed N` among the lines, or 1. */
uint64_t run_seed(const char *text);

#endif
