/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of drbd.conf. */
#include <string.h>

#include "lex.h"

int
lex_is_word_char(char c)
{
	return c != '\0' && (unsigned char)c > ' ' &&
	       strchr("{};[]=#\"", c) == NULL;
}

static void
skip_blanks(struct lex *x)
{
	while (x->p < x->end) {
		if (*x->p == '#') {
			while (x->p < x->end && *x->p != '\n')
				x->p++;
			continue;
		}
		/* control characters, a NUL too, count as blanks */
		if ((unsigned char)*x->p > ' ')
			return;
		if (*x->p == '\n')
			x->line++;
		x->p++;
	}
}

/* "…", where a backslash takes the meaning from the character behind it. */
static void
lex_string(struct lex *x)
{
	const char *start = ++x->p;
	char *to;

	while (x->p < x->end && *x->p != '"' && *x->p != '\n')
		x->p += *x->p == '\\' && x->p + 1 < x->end && x->p[1] != '\n'
			    ? 2
			    : 1;
	x->token.text = to =
	    arena_strn(x->arena, start, (size_t)(x->p - start));
	for (; start < x->p; *to++ = *start++)
		if (*start == '\\' && start + 1 < x->p)
			start++;
	*to = '\0';
	x->token.type = LEX_UNTERMINATED;
	if (x->p < x->end && *x->p == '"') {
		x->token.type = LEX_STRING;
		x->p++;
	}
}

void
lex_next(struct lex *x)
{
	const char *start;

	x->last_line = x->token.line;
	skip_blanks(x);
	x->token.line = x->line;
	if (x->p == x->end) {
		x->token.type = LEX_EOF;
		x->token.text = "end of file";
		return;
	}
	if (*x->p == '"') {
		lex_string(x);
		return;
	}
	start = x->p++;
	x->token.type = LEX_PUNCT;
	if (lex_is_word_char(*start)) {
		x->token.type = LEX_WORD;
		while (x->p < x->end && lex_is_word_char(*x->p))
			x->p++;
	}
	x->token.text = arena_strn(x->arena, start, (size_t)(x->p - start));
}

void
lex_start(struct lex *x, struct arena *a, const char *text, size_t len)
{
	*x = (struct lex){.arena = a,
	    .p = text,
	    .end = text + len,
	    .line = 1,
	    .token.line = 1};
	lex_next(x);
}

int
lex_is(const struct lex *x, char c)
{
	return x->token.type == LEX_PUNCT && x->token.text[0] == c;
}
