/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A command on a console: what is typed, and how its output and status are
 * found again. The command runs in the console's login shell, with the
 * console as its input; its output goes to the lab's own serial line
 * (EXEC_LINE), where no kernel message can come in between, framed by marks
 * with a number that is used once.
 */
#ifndef EXEC_H
#define EXEC_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

#define EXEC_LINE "/dev/ttyS2"

enum { EXEC_COMMAND_MAX = 800 };

enum prompt { PROMPT_NONE, PROMPT_LOGIN, PROMPT_PASSWORD, PROMPT_SHELL };

/* What the unfinished last line of a console asks for. */
enum prompt exec_prompt(const char *last_line);

/* What is typed once after a login, so that the shell knows `run`. */
extern const char exec_setup[];

/*
 * Write to buf what is typed to run command under number.
 * Returns NULL, or why it can't be typed.
 */
const char *exec_type(char *buf, size_t size, const char *command,
    unsigned number);

struct exec {
	unsigned number;
	enum { EXEC_BEFORE, EXEC_OUTPUT, EXEC_DONE } state;
	int status; /* when EXEC_DONE */
	struct buf in;
};

void exec_start(struct exec *x, unsigned number);
/* Bytes came from the line; output(arg, …) gets what the command wrote. */
void exec_feed(struct exec *x, const uint8_t *bytes, size_t len,
    void (*output)(void *arg, const uint8_t *bytes, size_t len), void *arg);
void exec_end(struct exec *x);

#endif
