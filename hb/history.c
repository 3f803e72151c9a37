/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last messages that were sent: a ring of bytes with an index. */
#include <string.h>

#include "history.h"

void
history_add(struct history *h, uint32_t seq, const char *wire, size_t len)
{
	size_t end;

	if (len >= HISTORY_BYTES / 2)
		return;
	if (h->end + len > HISTORY_BYTES)
		h->end = 0;
	end = h->end + len;
	/* Whoever lies where this one goes is forgotten. */
	for (unsigned i = 0; i < HISTORY_SLOTS; i++)
		if (h->slot[i].at < end &&
		    h->slot[i].at + h->slot[i].len > h->end)
			h->slot[i].seq = 0;
	memcpy(h->bytes + h->end, wire, len);
	h->slot[seq % HISTORY_SLOTS].seq = seq;
	h->slot[seq % HISTORY_SLOTS].at = (uint16_t)h->end;
	h->slot[seq % HISTORY_SLOTS].len = (uint16_t)len;
	h->end = end;
}

const char *
history_get(const struct history *h, uint32_t seq, size_t *len)
{
	unsigned i = seq % HISTORY_SLOTS;

	if (seq == 0 || h->slot[i].seq != seq)
		return NULL;
	*len = h->slot[i].len;
	return h->bytes + h->slot[i].at;
}
