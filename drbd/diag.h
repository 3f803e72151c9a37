/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong with a configuration, collected so that all of it is told. */
#ifndef DIAG_H
#define DIAG_H

#include <stdarg.h>
#include <stdio.h>

#include "arena.h"

struct pos {
	const char *file;
	unsigned line;
};

struct diag {
	struct diag *next;
	struct pos pos;
	int code; /* the exit code that it causes; 0 is a warning */
	const char *text;
};

struct diags {
	struct arena *arena;
	struct diag *first, **end;
};

void diag_init(struct diags *d, struct arena *a);

/* Add one; code 0 is a warning. */
__attribute__((format(printf, 4, 5))) void diag_add(struct diags *d, int code,
    struct pos pos, const char *fmt, ...);
__attribute__((format(printf, 4, 0))) void diag_vadd(struct diags *d, int code,
    struct pos pos, const char *fmt, va_list ap);

/* "conflicting use of WHAT 'VALUE'" at again, and where it was first. */
void diag_conflict(struct diags *d, const char *what, const char *value,
    struct pos again, struct pos first);

/* Remember in *seen that it is at pos; a conflict if it was seen before. */
void diag_once(struct diags *d, struct pos *seen, struct pos pos,
    const char *what, const char *value);

/* The exit code of the first error, 0 when there are only warnings. */
int diag_code(const struct diags *d);

/* Print them as "file:line: text", warnings only when wanted. */
void diag_print(const struct diags *d, FILE *f, int warnings);

#endif
