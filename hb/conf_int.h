/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the readers of the three files share. */
#ifndef HB_CONF_INT_H
#define HB_CONF_INT_H

#include "conf.h"

#define CONF_WORDS 40
#define CONF_LINE_MAX 2048

struct reader {
	struct conf *conf;
	const struct conf_sink *sink;
	const char *file; /* whole path, for messages */
	const char *dir;
	const char *self; /* node name of this machine, lower case */
	int line;
	unsigned errors;
	/* The line being read. */
	unsigned words;
	char *word[CONF_WORDS];
	const char *rest; /* the line from the second word on */
	/* ha.cf only. */
	int first[64]; /* line where each directive came first */
};

__attribute__((format(printf, 2, 3))) void conf_error(struct reader *r,
    const char *fmt, ...);
__attribute__((format(printf, 2, 3))) void conf_warning(struct reader *r,
    const char *fmt, ...);

/* A copy of text that lives as long as the conf. NULL, reported: full. */
const char *conf_keep(struct reader *r, const char *text);

/*
 * Hand each line of r->file that says something to take(): comments gone,
 * `\` continuations joined if asked for, cut into words. -1 with errno: no
 * such file or cannot be read; nothing was reported.
 */
int conf_lines(struct reader *r, bool continuations,
    void (*take)(struct reader *r));

/* Fill in conf->sum. */
void conf_sum(struct conf *conf);

void conf_read_hacf(struct reader *r);
void conf_read_haresources(struct reader *r);
/* Does every resource that is monitored exist? */
void conf_check_monitor(struct reader *r);

void conf_read_authkeys(struct reader *r);

#endif
