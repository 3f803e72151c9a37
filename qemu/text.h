/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a console or a log has said: the recent text, and how far somebody who
 * waits has read. A wait looks at what no wait has consumed before.
 */
#ifndef TEXT_H
#define TEXT_H

#include <regex.h>
#include <stddef.h>
#include <stdint.h>

enum { TEXT_KEPT = 256 * 1024, TEXT_LINE = 1024 };

struct text {
	char kept[TEXT_KEPT];
	size_t len;
	uint64_t dropped; /* bytes that were before kept[0] */
	uint64_t read;    /* consumed: absolute position */
};

void text_add(struct text *t, const void *bytes, size_t len);
/* Consume all that is there. */
void text_mark(struct text *t);
/* Consume nothing: all that is kept may match. */
void text_rewind(struct text *t);

/*
 * Look for the first line that matches, from *from on (0 at first; advanced
 * over lines that can't match any more). The unfinished last line counts.
 * Carriage returns are left out, and of a line that is longer than TEXT_LINE
 * (an editor's screen is one) all but its end.
 * Returns 1, with the line in line and everything up to its end consumed; or 0.
 */
int text_find(struct text *t, const regex_t *re, uint64_t *from,
    char line[TEXT_LINE]);

/* Copy the unfinished last line without carriage returns and without
 * terminal escape sequences. */
void text_last(const struct text *t, char line[TEXT_LINE]);

#endif
