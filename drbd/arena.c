/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that is given back all at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena.h"

enum { BLOCK_BYTES = 4000, ALIGN_BYTES = 16 };

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	_Alignas(ALIGN_BYTES) unsigned char data[];
};

static struct arena_block *
block_new(struct arena *a, size_t size)
{
	static const char no_memory[] = "drbd: out of memory\n";
	struct arena_block *b = calloc(1, sizeof(*b) + size);

	if (b == NULL) {
		ssize_t n = write(2, no_memory, sizeof(no_memory) - 1);

		(void)n;
		_exit(20);
	}
	b->size = size;
	b->next = a->blocks;
	a->blocks = b;
	return b;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct arena_block *b = a->blocks;
	void *p;

	size = (size + ALIGN_BYTES - 1) & ~(size_t)(ALIGN_BYTES - 1);
	if (b == NULL || b->size - b->used < size)
		b = block_new(a, size > BLOCK_BYTES ? size : BLOCK_BYTES);
	p = b->data + b->used;
	b->used += size;
	return p;
}

char *
arena_strn(struct arena *a, const char *s, size_t len)
{
	char *copy = arena_alloc(a, len + 1);

	memcpy(copy, s, len);
	return copy;
}

char *
arena_str(struct arena *a, const char *s)
{
	return arena_strn(a, s, strlen(s));
}

char *
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char none[1], *text;
	int len;

	va_copy(again, ap);
	len = vsnprintf(none, 0, fmt, again);
	va_end(again);
	if (len < 0)
		len = 0;
	text = arena_alloc(a, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, fmt, ap);
	return text;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return text;
}

void
arena_free(struct arena *a)
{
	struct arena_block *b, *next;

	for (b = a->blocks; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	a->blocks = NULL;
}
