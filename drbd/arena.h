/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that is given back all at once: what a parsed file is made of. */
#ifndef ARENA_H
#define ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks;
};

/* size zeroed bytes, aligned for anything. Never fails: without memory the
 * program says so and exits with 20. */
void *arena_alloc(struct arena *a, size_t size);

/* A copy of the len bytes at s, ended by a NUL. */
char *arena_strn(struct arena *a, const char *s, size_t len);
char *arena_str(struct arena *a, const char *s);

/* A string made as printf makes it. */
__attribute__((format(printf, 2, 3))) char *arena_printf(struct arena *a,
    const char *fmt, ...);
__attribute__((format(printf, 2, 0), nonnull)) char *arena_vprintf(struct arena
								       *a,
    const char *fmt, va_list ap);

/* Give everything back; the arena may be used again. */
void arena_free(struct arena *a);

#endif
