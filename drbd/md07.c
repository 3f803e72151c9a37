/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Meta-data of 0.7: generation counters instead of UUIDs, sizes in KiB. */
#include <string.h>

#include "be.h"
#include "md.h"

enum {
	COUNTERS_AT = 8, /* five u32 behind the size */
	COUNTER_FLAGS = 0,
	COUNTER_HUMAN,
	COUNTER_TIMEOUT,
	COUNTER_CONNECTED,
	COUNTER_ARBITRARY,
	RESERVED_BYTES = 128 << 20 /* internal: at the end of the disk */
};

uint64_t
md07_super_at(int index, uint64_t device_bytes)
{
	if (index != MD_INTERNAL)
		return md_super_at(index, device_bytes);
	if (device_bytes < RESERVED_BYTES)
		return UINT64_MAX;
	return (device_bytes & ~(uint64_t)(MD_BLOCK - 1)) - RESERVED_BYTES;
}

static uint64_t
counter(const unsigned char *block, int which)
{
	return be_get32(block + COUNTERS_AT + 4 * which) & 0xffff;
}

void
md07_convert(struct md_super *s, const unsigned char block[MD_BLOCK],
    const struct md_layout *l, int dirty)
{
	const uint64_t step = 1 << 16;
	uint64_t older;

	md_fresh(s, l);
	s->la_sectors = be_get64(block) * 2;
	s->flags = be_get32(block + COUNTERS_AT) &
		   (MD_CONSISTENT | MD_PRIMARY | MD_CONNECTED | MD_FULL_SYNC);
	if (s->flags & MD_CONSISTENT)
		s->flags |= MD_UP_TO_DATE;
	/* nobody reads 0.7's activity log any more: after a crash everything
	 * may differ */
	if (s->flags & MD_PRIMARY) {
		s->flags |= MD_FULL_SYNC;
		s->flags &= ~(uint32_t)MD_PRIMARY;
	}
	s->uuid[0] = counter(block, COUNTER_HUMAN) << 48 |
		     counter(block, COUNTER_TIMEOUT) << 32 |
		     ((counter(block, COUNTER_CONNECTED) +
			  counter(block, COUNTER_ARBITRARY)) &
			 0xffff)
			 << 16 |
		     0xbabe;
	older = s->uuid[0] - step;
	s->uuid[1] = 0;
	if (dirty) {
		s->uuid[1] = older;
		older -= step;
	}
	s->uuid[2] = older;
	s->uuid[3] = older - step;
}
