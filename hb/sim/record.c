/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What happened, in the words of log.expect: time, node, text. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim.h"

void
record(struct world *w, const char *who, const char *fmt, ...)
{
	struct record *r = &w->record;
	char line[320];
	va_list ap;
	int n;

	if (r->quiet)
		return;
	n = snprintf(line, sizeof(line), "%4" PRId64 ".%03d %-6s ",
	    w->now_ms / 1000, (int)(w->now_ms % 1000), who);
	va_start(ap, fmt);
	n += vsnprintf(line + n, sizeof(line) - (size_t)n, fmt, ap);
	va_end(ap);
	if (n > (int)sizeof(line) - 2)
		n = (int)sizeof(line) - 2;
	if (r->len + (size_t)n + 2 > r->room) {
		r->room = 2 * r->room + 4096;
		r->text = realloc(r->text, r->room);
		if (r->text == NULL)
			abort();
	}
	memcpy(r->text + r->len, line, (size_t)n);
	r->len += (size_t)n;
	r->text[r->len++] = '\n';
	r->text[r->len] = '\0';
}
