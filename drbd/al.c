/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The activity log, apart from where it is read from. */
#include <stdlib.h>
#include <string.h>

#include "al.h"
#include "be.h"

#define AL_MAGIC 0x69cb65a2U

enum {
	AT_NUMBER = 4,
	AT_CRC = 8,
	AT_TYPE = 12,
	AT_UPDATES = 14,
	AT_CONTEXT_SIZE = 16,
	AT_CONTEXT_START = 18,
	AT_SLOTS = 36,
	UPDATES = 64,
	AT_EXTENTS = AT_SLOTS + 2 * UPDATES,
	AT_CONTEXT = AT_EXTENTS + 4 * UPDATES,
	CONTEXT = 919,
	TYPE_BLANK = 0xffff,
	NO_SLOT = 0xffff
};

static uint32_t
crc_more(uint32_t crc, const unsigned char *p, size_t len)
{
	const uint32_t poly = 0x82f63b78;
	int bit;

	while (len-- > 0) {
		crc ^= *p++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (poly & (0 - (crc & 1)));
	}
	return crc;
}

uint32_t
al_crc32c(const unsigned char *p, size_t len)
{
	return crc_more(0, p, len);
}

uint32_t
al_block_at(uint32_t n, uint32_t stripes, uint32_t stripe_4k)
{
	return n % stripes * stripe_4k + n / stripes;
}

enum al_kind
al_look(const unsigned char block[MD_BLOCK], uint32_t *number)
{
	static const unsigned char zero[4];
	uint32_t crc;

	if (be_get32(block) != AL_MAGIC)
		return AL_CORRUPT;
	/* the sum is made with its own field at zero */
	crc = crc_more(0, block, AT_CRC);
	crc = crc_more(crc, zero, sizeof(zero));
	crc = crc_more(crc, block + AT_TYPE, MD_BLOCK - AT_TYPE);
	if (crc != be_get32(block + AT_CRC))
		return AL_CORRUPT;
	*number = be_get32(block + AT_NUMBER);
	return be_get16(block + AT_TYPE) == TYPE_BLANK ? AL_BLANK : AL_UPDATE;
}

void
al_play(const unsigned char block[MD_BLOCK], uint32_t *slots)
{
	unsigned updates = be_get16(block + AT_UPDATES);
	unsigned size = be_get16(block + AT_CONTEXT_SIZE);
	unsigned start = be_get16(block + AT_CONTEXT_START);
	unsigned i, slot;
	uint32_t extent;

	for (i = 0; i < CONTEXT; i++) {
		extent = be_get32(block + AT_CONTEXT + 4 * i);
		if (extent == AL_FREE && start + i >= size)
			continue;
		if (start + i < AL_MAX_SLOTS)
			slots[start + i] = extent;
	}
	for (i = 0; i < UPDATES; i++) {
		slot = be_get16(block + AT_SLOTS + 2 * i);
		if (i >= updates && slot == NO_SLOT)
			continue;
		slots[slot] = be_get32(block + AT_EXTENTS + 4 * i);
	}
}

static int
compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

size_t
al_extents(uint32_t *slots)
{
	size_t i, live = 0, n = 0;

	for (i = 0; i < AL_MAX_SLOTS; i++)
		if (slots[i] != AL_FREE)
			slots[live++] = slots[i];
	qsort(slots, live, sizeof(*slots), compare);
	for (i = 0; i < live; i++)
		if (n == 0 || slots[n - 1] != slots[i])
			slots[n++] = slots[i];
	return n;
}

unsigned
al_mark(unsigned char *bitmap, size_t len)
{
	unsigned added = 0;

	for (; len > 0; len--, bitmap++) {
		added += 8 - (unsigned)__builtin_popcount(*bitmap);
		*bitmap = 0xff;
	}
	return added;
}

void
al_blank(unsigned char block[MD_BLOCK])
{
	memset(block, 0, MD_BLOCK);
	be_put32(block, AL_MAGIC);
	be_put16(block + AT_TYPE, TYPE_BLANK);
	be_put32(block + AT_CRC, al_crc32c(block, MD_BLOCK));
}
