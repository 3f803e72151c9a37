/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever stands in drbd.conf: read, or refused with its line; and what is
 * dumped is read again as the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../conf.h"
#include "fake.h"

/* Less the comments, which say where it came from. */
static char *
dumped(struct conf *c)
{
	char *text = NULL, *from, *to;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	if (f == NULL)
		abort();
	conf_select(c, "nodo1", NULL);
	conf_dump(c, "nodo1", f);
	if (fclose(f) != 0)
		abort();
	for (from = to = text; *from != '\0';) {
		char *end = strchr(from, '\n');

		if (end == NULL)
			abort();
		if (*from != '#') {
			memmove(to, from, (size_t)(end + 1 - from));
			to += end + 1 - from;
		}
		from = end + 1;
	}
	*to = '\0';
	return text;
}

static void
check_dump(struct conf *c)
{
	char *first = dumped(c), *second;
	struct conf again;
	FILE *null = fopen("/dev/null", "we");

	if (conf_parse(&again, "dump", first, strlen(first)) != 0) {
		diag_print(&again.diags, stderr, 0);
		abort();
	}
	second = dumped(&again);
	if (strcmp(first, second) != 0)
		abort();
	conf_dump_xml(c, NULL, null);
	fclose(null);
	conf_free(&again);
	free(first);
	free(second);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct diag *d;
	struct conf c;
	int code = conf_parse(&c, "f", (const char *)data, size);

	for (d = c.diags.first; d != NULL; d = d->next)
		if (d->pos.line == 0 || d->pos.file == NULL || *d->text == '\0')
			abort();
	if (code != diag_code(&c.diags))
		abort();
	if (code == 0)
		check_dump(&c);
	conf_free(&c);
	return 0;
}
