/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The activity log: which extents of 4 MiB a primary may have been writing to
 * when it crashed. Blocks of 4 KiB hold transactions; all integers are
 * big-endian. Facts: drbd_actlog.c of 6.12, ../shared reference/drbd 2.
 */
#ifndef AL_H
#define AL_H

#include <stddef.h>
#include <stdint.h>

#include "md.h"

enum {
	AL_BITMAP_BYTES = 128, /* of one extent of 4 MiB */
	AL_MAX_SLOTS = 65536
};

#define AL_FREE UINT32_MAX /* a slot without an extent */

enum al_kind { AL_CORRUPT, AL_BLANK, AL_UPDATE };

/* CRC-32C with initial value 0 and no final inversion, as the log has it. */
uint32_t al_crc32c(const unsigned char *p, size_t len);

/* Which block of the log the nth one in the order of writing is. */
uint32_t al_block_at(uint32_t n, uint32_t stripes, uint32_t stripe_4k);

/* Look at a block; of an update, its transaction number. */
enum al_kind al_look(const unsigned char block[MD_BLOCK], uint32_t *number);

/* Play a transaction into the map from slot to extent (AL_MAX_SLOTS long).
 * Must be done in the order of their numbers. */
void al_play(const unsigned char block[MD_BLOCK], uint32_t *slots);

/* Leave each live extent once, in order, at the start of slots; how many. */
size_t al_extents(uint32_t *slots);

/* Set the bits of one extent in its part of the bitmap; how many were not. */
unsigned al_mark(unsigned char *bitmap, size_t len);

/* The block of an empty log. */
void al_blank(unsigned char block[MD_BLOCK]);

#endif
