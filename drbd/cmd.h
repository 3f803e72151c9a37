/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines of drbdsetup and drbdmeta, made and run by the others. */
#ifndef CMD_H
#define CMD_H

#include <stdio.h>

#include "arena.h"

enum { CMD_MAX_WORDS = 112 };

struct cmd {
	char *argv[CMD_MAX_WORDS];
	int argc;
	struct arena arena;
};

/* Begin one; the first word is the program. What it held before is lost. */
void cmd_start(struct cmd *c, const char *program);
void cmd_add(struct cmd *c, const char *word);
__attribute__((format(printf, 2, 3))) void cmd_addf(struct cmd *c,
    const char *fmt, ...);

/* --name=value, or --name when value is NULL. */
void cmd_option(struct cmd *c, const char *name, const char *value);

/* Print it as a shell would take it. */
void cmd_print(const struct cmd *c, FILE *f);

/* Run it in this process; its exit code. */
int cmd_run(struct cmd *c);

void cmd_free(struct cmd *c);

#endif
