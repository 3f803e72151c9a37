/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A command on a console: what is typed, and how its output is found. */
#include <stdio.h>
#include <string.h>

#include "exec.h"
#include "../lib/num.h"

const char exec_setup[] = "stty -F " EXEC_LINE " raw; "
			  "run() { printf '\\001B%s\\n' $1 >" EXEC_LINE "; "
			  "eval \"$2\" >" EXEC_LINE " 2>&1; "
			  "printf '\\001E%s %d\\n' $1 $? >" EXEC_LINE "; }\r";

static int
ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);

	return n >= m && strcmp(s + n - m, with) == 0;
}

enum prompt
exec_prompt(const char *last_line)
{
	const char *word;

	if (ends(last_line, " login: "))
		return PROMPT_LOGIN;
	if (ends(last_line, "Password: "))
		return PROMPT_PASSWORD;
	if (ends(last_line, "# ")) {
		/* HOST:FOLDER#, as root's prompt is */
		word = last_line + strlen(last_line) - 2;
		while (word > last_line && word[-1] != ' ')
			word--;
		if (strchr(word, ':'))
			return PROMPT_SHELL;
	}
	return PROMPT_NONE;
}

const char *
exec_type(char *buf, size_t size, const char *command, unsigned number)
{
	size_t n;

	if (strlen(command) > EXEC_COMMAND_MAX)
		return "the command is longer than the 800 characters that "
		       "the console's line editor takes";
	n = (size_t)snprintf(buf, size, "run %u '", number);
	for (; *command && n + 8 < size; command++) {
		if ((unsigned char)*command < ' ' && *command != '\n')
			return "the command holds a control character, which "
			       "the console's line editor would act upon";
		if (*command == '\'') {
			memcpy(buf + n, "'\\''", 4);
			n += 4;
		} else
			buf[n++] = *command == '\n' ? '\r' : *command;
	}
	if (*command)
		return "the command has too many quotes";
	memcpy(buf + n, "'\r", 3);
	return NULL;
}

void
exec_start(struct exec *x, unsigned number)
{
	memset(x, 0, sizeof(*x));
	x->number = number;
}

void
exec_end(struct exec *x)
{
	buf_free(&x->in);
}

/* the end mark at the start of the data: 1 it is, 0 it is not, -1 not yet
 * all there */
static int
end_mark(struct exec *x)
{
	char mark[32], digits[8];
	size_t n, m, have = x->in.len;
	const char *p = (const char *)x->in.data, *nl;
	long long status;

	n = (size_t)snprintf(mark, sizeof(mark), "\001E%u ", x->number);
	if (memcmp(p, mark, have < n ? have : n) != 0)
		return 0;
	if (have < n)
		return -1;
	nl = memchr(p + n, '\n', have - n);
	m = nl ? (size_t)(nl - p) - n : have - n;
	if (m > 4)
		return 0;
	if (nl == NULL)
		return -1;
	memcpy(digits, p + n, m);
	if (m > 0 && digits[m - 1] == '\r')
		m--;
	digits[m] = '\0';
	if (num_parse(digits, 0, 255, &status) != 0)
		return 0;
	x->status = (int)status;
	x->state = EXEC_DONE;
	buf_drop(&x->in, x->in.len);
	return 1;
}

/* skip everything up to behind the begin mark; 1 when it is there */
static int
begin_mark(struct exec *x)
{
	char mark[32];
	uint8_t *at;
	int n;

	n = snprintf(mark, sizeof(mark), "\001B%u", x->number);
	at = memmem(x->in.data, x->in.len, mark, (size_t)n);
	if (at == NULL)
		return 0;
	at = memchr(at, '\n', x->in.len - (size_t)(at - x->in.data));
	if (at == NULL)
		return 0;
	buf_drop(&x->in, (size_t)(at + 1 - x->in.data));
	x->state = EXEC_OUTPUT;
	return 1;
}

void
exec_feed(struct exec *x, const uint8_t *bytes, size_t len,
    void (*output)(void *, const uint8_t *, size_t), void *arg)
{
	uint8_t *mark;
	size_t plain;

	if (x->state == EXEC_DONE)
		return;
	buf_put(&x->in, bytes, len);
	if (x->state == EXEC_BEFORE && !begin_mark(x))
		return;
	while (x->state == EXEC_OUTPUT && x->in.len > 0) {
		mark = memchr(x->in.data, '\001', x->in.len);
		plain = mark ? (size_t)(mark - x->in.data) : x->in.len;
		if (plain == 0) {
			if (end_mark(x) != 0)
				return;
			plain = 1; /* a byte like any other */
		}
		output(arg, x->in.data, plain);
		buf_drop(&x->in, plain);
	}
}
