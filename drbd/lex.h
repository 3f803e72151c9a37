/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of drbd.conf: tokens with the line that they stand on. */
#ifndef LEX_H
#define LEX_H

#include "arena.h"

enum lex_type {
	LEX_EOF,
	LEX_WORD,
	LEX_STRING,       /* "in double quotes", without them */
	LEX_UNTERMINATED, /* a string that its line does not end; text is it */
	LEX_PUNCT         /* one of { } ; [ ] = , text is that character */
};

struct lex_token {
	enum lex_type type;
	const char *text;
	unsigned line;
};

struct lex {
	struct arena *arena;
	const char *p, *end;
	unsigned line;
	struct lex_token token; /* the one that is looked at now */
	unsigned last_line;     /* where the token before it stood */
};

/* Start on len bytes of text and look at the first token. The tokens' text
 * lives in the arena. */
void lex_start(struct lex *x, struct arena *a, const char *text, size_t len);

/* Go on to the next token; at the end it stays LEX_EOF. */
void lex_next(struct lex *x);

/* The token is the punctuation c. */
int lex_is(const struct lex *x, char c);

/* A character that needs no quotes round it. */
int lex_is_word_char(char c);

#endif
