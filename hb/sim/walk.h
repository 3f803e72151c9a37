/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random walks over faults, and the shortest story of a failure. */
#ifndef SIM_WALK_H
#define SIM_WALK_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Walk runs times, beginning with seed. A failure is shortened and written as
 * a scenario to out/sim-fail-SEED. Returns whether all went well.
 */
bool walk_runs(uint64_t seed, uint64_t runs, const char *out);

#endif
