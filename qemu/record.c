/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The records of the stories' writer: where, what, and what is missing. */
#include <stdlib.h>
#include <string.h>

#include "record.h"

struct head {
	uint32_t magic, seq, block, sector, sum;
};

enum { MAGIC = 0x4c544452 };

static uint32_t
mix(uint32_t x)
{
	x = (x ^ x >> 16) * 0x7feb352d;
	x = (x ^ x >> 15) * 0x846ca68b;
	return x ^ x >> 16;
}

/* FNV-1a over a sector, whose own sum counts as 0 */
static uint32_t
sum_of(const uint8_t *bytes)
{
	uint8_t copy[RECORD_SECTOR];
	uint32_t sum = 0x811c9dc5;
	size_t i;

	memcpy(copy, bytes, sizeof(copy));
	memset(copy + offsetof(struct head, sum), 0, sizeof(sum));
	for (i = 0; i < sizeof(copy); i++)
		sum = (sum ^ copy[i]) * 0x01000193;
	return sum;
}

uint32_t
record_block(uint32_t seq, uint32_t blocks)
{
	return mix(seq) % blocks;
}

void
record_fill(uint8_t *to, uint32_t seq, uint32_t blocks)
{
	struct head h = {MAGIC, seq, record_block(seq, blocks), 0, 0};
	uint32_t word = seq;
	size_t i;

	for (i = 0; i < RECORD_BYTES; i += sizeof(word)) {
		word = mix(word + 1);
		memcpy(to + i, &word, sizeof(word));
	}
	for (; h.sector < RECORD_SECTORS; h.sector++, to += RECORD_SECTOR) {
		h.sum = 0;
		memcpy(to, &h, sizeof(h));
		h.sum = sum_of(to);
		memcpy(to, &h, sizeof(h));
	}
}

uint32_t
record_read(const uint8_t *bytes, uint32_t block, unsigned sector,
    uint32_t blocks)
{
	struct head h;

	memcpy(&h, bytes, sizeof(h));
	if (h.magic != MAGIC || h.seq == 0 || h.block != block ||
	    h.sector != sector || record_block(h.seq, blocks) != block ||
	    h.sum != sum_of(bytes))
		return 0;
	return h.seq;
}

/* what each sector holds: the record's number, or -1 for rubbish */
static int
read_all(uint32_t blocks,
    int (*read_block)(void *arg, uint32_t block, uint8_t *to), void *arg,
    int64_t *holds)
{
	static const uint8_t zero[RECORD_SECTOR];
	uint8_t bytes[RECORD_BYTES];
	const uint8_t *at;
	uint32_t b;
	unsigned s;

	for (b = 0; b < blocks; b++) {
		if (read_block(arg, b, bytes) < 0)
			return -1;
		for (s = 0; s < RECORD_SECTORS; s++, holds++) {
			at = bytes + s * RECORD_SECTOR;
			*holds = record_read(at, b, s, blocks);
			if (*holds == 0 && memcmp(at, zero, sizeof(zero)) != 0)
				*holds = -1;
		}
	}
	return 0;
}

int
record_judge(uint32_t blocks, uint32_t acknowledged,
    int (*read_block)(void *arg, uint32_t block, uint8_t *to), void *arg,
    struct record_verdict *v)
{
	size_t sectors = (size_t)blocks * RECORD_SECTORS, i;
	int64_t *holds = calloc(sectors, sizeof(*holds));
	uint32_t *due = calloc(blocks, sizeof(*due)), seq, last = 0, b;
	int64_t newest = 0;

	v->damaged = v->found = 0;
	if (holds == NULL || due == NULL ||
	    read_all(blocks, read_block, arg, holds) < 0) {
		free(holds);
		free(due);
		return -1;
	}
	for (i = 0; i < sectors; i++)
		if (holds[i] > newest)
			newest = holds[i];
	if (newest > (int64_t)acknowledged + 1)
		newest = (int64_t)acknowledged + 1;
	/* the newest one may be there in part; all before it must be whole */
	for (seq = 1; seq < newest; seq++)
		due[record_block(seq, blocks)] = seq;
	b = newest > 0 ? record_block((uint32_t)newest, blocks) : blocks;
	last = (uint32_t)newest;
	for (i = 0; i < sectors; i++) {
		if (i / RECORD_SECTORS == b) {
			if (holds[i] == newest)
				continue;
			last = (uint32_t)newest - 1;
		}
		if (holds[i] != due[i / RECORD_SECTORS])
			v->damaged++;
	}
	v->found = last;
	free(holds);
	free(due);
	return 0;
}
