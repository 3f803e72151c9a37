/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines of drbdsetup and drbdmeta. */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "meta.h"
#include "setup.h"

void
cmd_free(struct cmd *c)
{
	arena_free(&c->arena);
	c->argc = 0;
}

void
cmd_start(struct cmd *c, const char *program)
{
	cmd_free(c);
	cmd_add(c, program);
}

void
cmd_add(struct cmd *c, const char *word)
{
	/* the last place is for the NULL; no command needs as many */
	if (c->argc < CMD_MAX_WORDS - 1)
		c->argv[c->argc++] = arena_str(&c->arena, word);
	c->argv[c->argc] = NULL;
}

void
cmd_addf(struct cmd *c, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	cmd_add(c, arena_vprintf(&c->arena, fmt, ap));
	va_end(ap);
}

void
cmd_option(struct cmd *c, const char *name, const char *value)
{
	if (value == NULL)
		cmd_addf(c, "--%s", name);
	else
		cmd_addf(c, "--%s=%s", name, value);
}

void
cmd_print(const struct cmd *c, FILE *f)
{
	const char *quote;
	int i;

	for (i = 0; i < c->argc; i++) {
		quote = strpbrk(c->argv[i], " \t\"'\\$&|;<>()*?#~`") != NULL
			    ? "'"
			    : "";
		fprintf(f, "%s%s%s%s", i == 0 ? "" : " ", quote, c->argv[i],
		    quote);
	}
	fputc('\n', f);
}

int
cmd_run(struct cmd *c)
{
	return strcmp(c->argv[0], "drbdmeta") == 0
		   ? meta_main(c->argc, c->argv)
		   : setup_main(c->argc, c->argv);
}
