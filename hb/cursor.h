/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A place in a buffer and what is left of it: every read is checked. */
#ifndef HB_CURSOR_H
#define HB_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct cursor {
	const char *at;
	size_t len;
};

/* Take n bytes off the front. Returns 0, or -1 when there are fewer. */
static inline int
cursor_take(struct cursor *c, size_t n, struct cursor *out)
{
	if (n > c->len)
		return -1;
	*out = (struct cursor){c->at, n};
	c->at += n;
	c->len -= n;
	return 0;
}

/* Step over text, which must stand here. Returns 0, or -1 and stays. */
static inline int
cursor_expect(struct cursor *c, const char *text)
{
	size_t n = strlen(text);

	if (n > c->len || memcmp(c->at, text, n) != 0)
		return -1;
	c->at += n;
	c->len -= n;
	return 0;
}

/* Take what stands before the next stop and step over both; -1: no stop. */
static inline int
cursor_until(struct cursor *c, char stop, struct cursor *out)
{
	const char *end = c->len ? memchr(c->at, stop, c->len) : NULL;

	if (end == NULL)
		return -1;
	*out = (struct cursor){c->at, (size_t)(end - c->at)};
	c->len -= out->len + 1;
	c->at = end + 1;
	return 0;
}

/* Is it exactly this text? */
static inline bool
cursor_is(struct cursor c, const char *text)
{
	return c.len == strlen(text) && memcmp(c.at, text, c.len) == 0;
}

/* Could a netstring of at most max bytes begin here and merely be cut off? */
static inline bool
cursor_netstring_cut(struct cursor c, size_t max)
{
	size_t n = 0, i;

	for (i = 0; i < c.len && c.at[i] >= '0' && c.at[i] <= '9'; i++)
		if ((n = n * 10 + (size_t)(c.at[i] - '0')) > max)
			return false;
	if (i == c.len)
		return i > 0;
	return i > 0 && c.at[i] == ':' && c.len < i + 1 + n + 1;
}

#endif
