/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a console or a log has said, and how far somebody has read. */
#include <string.h>

#include "text.h"

void
text_add(struct text *t, const void *bytes, size_t len)
{
	const char *p = bytes;
	size_t room, drop;

	if (len > TEXT_KEPT / 2) {
		text_add(t, p, TEXT_KEPT / 2);
		text_add(t, p + TEXT_KEPT / 2, len - TEXT_KEPT / 2);
		return;
	}
	room = TEXT_KEPT - t->len;
	if (room < len) {
		/* half at once, not each time a little */
		drop = t->len - (TEXT_KEPT / 2 - len);
		drop = drop > t->len ? t->len : drop;
		memmove(t->kept, t->kept + drop, t->len - drop);
		t->len -= drop;
		t->dropped += drop;
	}
	memcpy(t->kept + t->len, p, len);
	t->len += len;
}

void
text_mark(struct text *t)
{
	t->read = t->dropped + t->len;
}

void
text_rewind(struct text *t)
{
	t->read = 0;
}

/* of a longer line its end: what came last is what is waited for */
static void
copy_line(const char *from, size_t len, char line[TEXT_LINE])
{
	size_t i, n = 0;

	if (len > TEXT_LINE - 1) {
		from += len - (TEXT_LINE - 1);
		len = TEXT_LINE - 1;
	}
	for (i = 0; i < len; i++)
		if (from[i] != '\r' && from[i] != '\0')
			line[n++] = from[i];
	line[n] = '\0';
}

int
text_find(struct text *t, const regex_t *re, uint64_t *from,
    char line[TEXT_LINE])
{
	const char *start, *end;
	size_t at, len;

	if (*from < t->read)
		*from = t->read;
	if (*from < t->dropped)
		*from = t->dropped;
	while ((at = (size_t)(*from - t->dropped)) < t->len) {
		start = t->kept + at;
		end = memchr(start, '\n', t->len - at);
		len = end ? (size_t)(end - start) : t->len - at;
		copy_line(start, len, line);
		if (regexec(re, line, 0, NULL, 0) == 0) {
			t->read = *from + len + (end != NULL);
			return 1;
		}
		if (end == NULL)
			break;
		*from += len + 1;
	}
	return 0;
}

/* drop ESC [ … letter, in place */
static void
plain(char *s)
{
	char *to = s;

	while (*s) {
		if (s[0] == '\033' && s[1] == '[') {
			for (s += 2; *s && (*s < '@' || *s > '~'); s++)
				;
			s += *s != '\0';
		} else
			*to++ = *s++;
	}
	*to = '\0';
}

void
text_last(const struct text *t, char line[TEXT_LINE])
{
	const char *nl = memrchr(t->kept, '\n', t->len);
	size_t at = nl ? (size_t)(nl + 1 - t->kept) : 0;

	copy_line(t->kept + at, t->len - at, line);
	plain(line);
}
