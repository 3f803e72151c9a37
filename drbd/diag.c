/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong with a configuration, collected. */
#include "diag.h"

void
diag_init(struct diags *d, struct arena *a)
{
	d->arena = a;
	d->first = NULL;
	d->end = &d->first;
}

void
diag_vadd(struct diags *d, int code, struct pos pos, const char *fmt,
    va_list ap)
{
	struct diag *g = arena_alloc(d->arena, sizeof(*g));

	g->pos = pos;
	g->code = code;
	g->text = arena_vprintf(d->arena, fmt, ap);
	*d->end = g;
	d->end = &g->next;
}

void
diag_add(struct diags *d, int code, struct pos pos, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_vadd(d, code, pos, fmt, ap);
	va_end(ap);
}

void
diag_conflict(struct diags *d, const char *what, const char *value,
    struct pos again, struct pos first)
{
	diag_add(d, 10, again, "conflicting use of %s '%s' ...", what, value);
	diag_add(d, 10, first, "%s '%s' first used here.", what, value);
}

void
diag_once(struct diags *d, struct pos *seen, struct pos pos, const char *what,
    const char *value)
{
	if (seen->line != 0)
		diag_conflict(d, what, value, pos, *seen);
	*seen = pos;
}

int
diag_code(const struct diags *d)
{
	const struct diag *g;

	for (g = d->first; g != NULL; g = g->next)
		if (g->code != 0)
			return g->code;
	return 0;
}

void
diag_print(const struct diags *d, FILE *f, int warnings)
{
	const struct diag *g;

	for (g = d->first; g != NULL; g = g->next)
		if (g->code != 0 || warnings)
			fprintf(f, "%s:%u: %s%s\n", g->pos.file, g->pos.line,
			    g->code == 0 ? "warning: " : "", g->text);
}
