/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The activity log's blocks. Whole logs of real crashes: t/meta.t. */
#include <stdlib.h>
#include <string.h>

#include "../lib/tap.h"
#include "al.h"
#include "be.h"

static unsigned char block[MD_BLOCK];

static void
seal(void)
{
	be_put32(block + 8, 0);
	be_put32(block + 8, al_crc32c(block, MD_BLOCK));
}

int
main(void)
{
	uint32_t *slots = malloc(AL_MAX_SLOTS * sizeof(*slots)), number = 7;
	unsigned char bits[4] = {0, 0xff, 0x0f, 0};
	int i;

	/* RFC 3720 B.4 has it for 32 zero bytes with other ends: 8a9136aa */
	memset(block, 0, sizeof(block));
	is_num(al_crc32c(block, 32), 0, "zeroes have no sum without ends");
	al_blank(block);
	is_num(be_get32(block + 8), 0x709cc651,
	    "an empty block has the sum that the driver writes");
	is_num(al_look(block, &number), AL_BLANK, "and is known as empty");
	block[4095] ^= 1;
	is_num(al_look(block, &number), AL_CORRUPT,
	    "one wrong bit makes it corrupt");

	al_blank(block);
	be_put16(block + 12, 0);   /* an update */
	be_put32(block + 4, 41);   /* its number */
	be_put16(block + 14, 2);   /* two slots change */
	be_put16(block + 16, 100); /* of a hundred */
	be_put16(block + 18, 10);  /* the context begins at slot 10 */
	for (i = 0; i < 64; i++)
		be_put16(block + 36 + 2 * i, 0xffff);
	for (i = 0; i < 64 + 919; i++)
		be_put32(block + 36 + 128 + 4 * i, AL_FREE);
	be_put16(block + 36, 3);
	be_put32(block + 164, 1000);
	be_put16(block + 38, 10);
	be_put32(block + 168, 5);
	be_put32(block + 420, 77); /* context: slot 10 */
	be_put32(block + 424, 5);  /* slot 11 */
	seal();
	is_num(al_look(block, &number), AL_UPDATE, "a transaction is known");
	is_num(number, 41, "by its number");
	memset(slots, 0xff, AL_MAX_SLOTS * sizeof(*slots));
	slots[12] = 9;
	al_play(block, slots);
	is_num(slots[3], 1000, "an update sets its slot");
	is_num(slots[10], 5, "also over what the context says");
	is_num(slots[11], 5, "the context sets the others");
	is_num(slots[12], AL_FREE, "and empties them");
	is_num((long long)al_extents(slots), 2, "each extent counts once");
	ok(slots[0] == 5 && slots[1] == 1000, "in order");

	be_put16(block + 36, 0xffff);
	be_put16(block + 14, 64);
	be_put16(block + 18, 0xfff0);
	for (i = 0; i < 919; i++)
		be_put32(block + 420 + 4 * i, (uint32_t)i);
	memset(slots, 0xff, AL_MAX_SLOTS * sizeof(*slots));
	al_play(block, slots);
	is_num(slots[0xfff5], 5, "slots behind the last are not written");

	is_num(al_mark(bits, sizeof(bits)), 20, "marking counts what it adds");
	ok(bits[0] == 0xff && bits[2] == 0xff && bits[3] == 0xff,
	    "and sets every bit");
	is_num(al_block_at(0, 4, 8), 0, "with stripes, block 0 is at 0");
	is_num(al_block_at(1, 4, 8), 8, "block 1 in the next stripe");
	is_num(al_block_at(5, 4, 8), 9, "block 5 behind it");
	free(slots);
	return tap_done();
}
