/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What must survive a power cut: how often this node started (generation) and
 * who it is (uuid). On the card, never from the clock: its battery is dead.
 */
#ifndef HB_STATE_H
#define HB_STATE_H

#include <stdint.h>

#include "cluster.h"

/*
 * Read dir/hb_generation, add one, and write it back before it is used.
 * Returns the number for this life, or 0 with errno.
 */
uint64_t state_generation(const char *dir);

/* Read dir/hb_uuid, or make a new one. Returns 1: new, 0: old, -1: errno. */
int state_uuid(const char *dir, uint8_t uuid[MSG_UUID_SIZE]);

/* What state_keep_peer() kept; all zero when there is nothing. */
struct identity state_peer(const char *dir);

/* Keep the peer's identity in dir/hb_peer. Returns 0, or -1 with errno. */
int state_keep_peer(const char *dir, const struct identity *id);

#endif
