/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last messages that were sent, byte for byte, for who lost one. */
#ifndef HB_HISTORY_H
#define HB_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#define HISTORY_BYTES (64 * 1024)
#define HISTORY_SLOTS 256

struct history {
	struct {
		uint32_t seq; /* 0: empty */
		uint16_t at, len;
	} slot[HISTORY_SLOTS];
	size_t end; /* where the next one goes in bytes[] */
	char bytes[HISTORY_BYTES];
};

/* Keep it; the oldest make room. */
void history_add(struct history *h, uint32_t seq, const char *wire, size_t len);

/* The bytes of that message and *len, or NULL: not kept any more. */
const char *history_get(const struct history *h, uint32_t seq, size_t *len);

#endif
