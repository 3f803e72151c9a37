/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the check of the writer's records finds, and what it lets pass. */
#include <stdlib.h>

#include "record.h"
#include "../lib/tap.h"

enum { BLOCKS = 16, SIZE = BLOCKS * RECORD_BYTES };

static uint8_t file[SIZE];

static int
get(void *arg, uint32_t block, uint8_t *to)
{
	(void)arg;
	memcpy(to, file + block * RECORD_BYTES, RECORD_BYTES);
	return 0;
}

/* record seq, or only so many sectors of it, in the file */
static void
put(uint32_t seq, size_t sectors)
{
	uint8_t bytes[RECORD_BYTES];

	record_fill(bytes, seq, BLOCKS);
	memcpy(file + record_block(seq, BLOCKS) * RECORD_BYTES, bytes,
	    sectors * RECORD_SECTOR);
}

static void
judge(uint32_t acknowledged, uint32_t found, int damaged, const char *sentence)
{
	struct record_verdict v = {0};

	record_judge(BLOCKS, acknowledged, get, NULL, &v);
	ok(v.found == found && (v.damaged > 0) == damaged,
	    "%s (found %u, damaged %u)", sentence, v.found, v.damaged);
}

int
main(void)
{
	uint32_t seq;
	uint8_t *last;

	judge(0, 0, 0, "an empty file");
	for (seq = 1; seq <= 100; seq++)
		put(seq, RECORD_SECTORS);
	judge(100, 100, 0, "all that were acknowledged are there");
	judge(99, 100, 0, "the one that was under way may be there");
	judge(120, 100, 0, "the end is lost");
	put(101, 3);
	judge(100, 100, 0, "the one that was under way, in part");
	judge(101, 100, 0, "an acknowledged one in part is lost");
	put(101, RECORD_SECTORS);
	last = file + record_block(100, BLOCKS) * RECORD_BYTES;
	last[1000] ^= 1;
	judge(101, 101, 1, "a changed bit is damage");
	last[1000] ^= 1;
	judge(101, 101, 0, "and back");
	judge(50, 50, 1, "records that nobody can have written yet are damage");
	memset(last, 0, RECORD_BYTES);
	judge(101, 101, 1, "an earlier record that is gone is damage");
	return tap_done();
}
