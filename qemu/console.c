/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A node's console: its log, who watches it, and the commands typed on it. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab.h"

enum { GRACE_MS = 3000 };

/* a command on the console, from its request to its status */
struct job {
	struct job *next;
	struct node *node;
	struct client *client; /* NULL: nobody wants to know */
	int typed;             /* it runs */
	int retried;
	struct exec exec;
	struct loop_timer limit;
	int64_t timeout_us;
	char line[2048]; /* what is typed */
};

/* follows the log over its own line, from its beginning; nohup would not
 * write to a terminal */
static const char follow[] =
    "stty -F /dev/ttyS3 raw; (trap \"\" HUP; exec tail -n +1 -F "
    "/var/log/ha-log >/dev/ttyS3 2>/dev/null </dev/null) &";

static void advance(struct node *n);

void
console_type(struct node *n, const void *bytes, size_t len)
{
	n->prompt = PROMPT_NONE;
	stream_write(&n->line[LINE_CONSOLE], bytes, len);
}

int
console_watch(struct node *n, struct client *c)
{
	int i;

	for (i = 0; i < NODE_WATCHERS; i++)
		if (n->watcher[i] == NULL) {
			n->watcher[i] = c;
			return 0;
		}
	return -1;
}

void
console_unwatch(struct node *n, const struct client *c)
{
	int i;

	for (i = 0; i < NODE_WATCHERS; i++)
		if (n->watcher[i] == c)
			n->watcher[i] = NULL;
}

static void
log_to(int fd, const uint8_t *bytes, size_t len)
{
	if (write(fd, bytes, len) != (ssize_t)len)
		warn("a log of the lab");
}

/* what is seen of the console, by people and in its log */
static void
seen(struct node *n, const uint8_t *bytes, size_t len)
{
	int i;

	log_to(n->console_log, bytes, len);
	for (i = 0; i < NODE_WATCHERS; i++)
		if (n->watcher[i])
			ctl_out(n->watcher[i], bytes, len);
	lab_show(n, bytes, len);
}

/* the place of the last line in all that the console ever said */
static uint64_t
last_line_at(const struct node *n, char line[TEXT_LINE])
{
	const char *nl = memrchr(n->console.kept, '\n', n->console.len);

	text_last(&n->console, line);
	return n->console.dropped +
	       (nl ? (uint64_t)(nl + 1 - n->console.kept) : 0) + 1;
}

/* take the first job away; its client has its answer */
static void
finish(struct node *n)
{
	struct job *j = n->jobs;

	n->jobs = j->next;
	loop_timer_clear(&j->limit);
	loop_timer_clear(&n->grace);
	exec_end(&j->exec);
	free(j);
	advance(n);
}

/* the shell is back without a status: it could not read the command */
static void
no_status(void *of)
{
	struct node *n = of;
	struct job *j = n->jobs;

	if (j == NULL || !j->typed)
		return;
	if (!j->retried) {
		/* or it was a new shell that does not know `run` */
		j->retried = 1;
		j->typed = n->ready = 0;
		advance(n);
		return;
	}
	if (j->client) {
		ctl_complain(j->client,
		    "pair: %s: the shell could not run this (see its console)",
		    n->name);
		ctl_exit(j->client, 2);
	}
	finish(n);
}

/* type at a prompt, which is then used up */
static void
type_at_prompt(struct node *n, const char *what)
{
	char line[TEXT_LINE];

	n->typed_at = last_line_at(n, line);
	n->prompt = PROMPT_NONE;
	console_type(n, what, strlen(what));
}

/*
 * A prompt stays one until something is typed, whatever message comes under
 * it. What stands on the line that was typed on is the echo.
 */
static void
look_for_prompt(struct node *n)
{
	char line[TEXT_LINE];
	uint64_t at = last_line_at(n, line);
	enum prompt prompt = exec_prompt(line);

	if (prompt != PROMPT_NONE && at != n->typed_at)
		n->prompt = prompt;
}

/* do what the last prompt allows to do */
static void
advance(struct node *n)
{
	struct job *j = n->jobs;

	if (n->power == POWER_OFF || n->prompt == PROMPT_NONE)
		return;
	if (n->prompt == PROMPT_LOGIN) {
		n->ready = 0;
		if (!n->following) {
			n->following = 1;
			console_run(n, NULL, follow, lab_scaled_us(60));
			if (j == NULL)
				return; /* being the first, it came back here */
		}
	}
	if (j == NULL)
		return;
	if (j->typed) {
		if (!n->grace.armed)
			loop_timer_set(&n->grace,
			    mono_after_us(lab_scaled_us(1) * GRACE_MS / 1000));
	} else if (n->prompt == PROMPT_LOGIN) {
		type_at_prompt(n, "root\r");
	} else if (n->prompt == PROMPT_PASSWORD) {
		if (j->client)
			ctl_fail(j->client,
			    "pair: %s: root has a password here; log in with "
			    "`pair console %s` first",
			    n->name, n->name);
		finish(n);
	} else if (!n->ready) {
		n->ready = 1;
		type_at_prompt(n, exec_setup);
	} else {
		j->typed = 1;
		exec_start(&j->exec, j->exec.number);
		type_at_prompt(n, j->line);
	}
}

void
console_input(void *node, const uint8_t *bytes, size_t len)
{
	struct node *n = node;
	const uint8_t *space;
	size_t part, done;

	/* a prompt ends with a space; a message may already be behind it */
	for (done = 0; done < len; done += part) {
		space = memchr(bytes + done, ' ', len - done);
		part = space ? (size_t)(space + 1 - bytes) - done : len - done;
		text_add(&n->console, bytes + done, part);
		if (space)
			look_for_prompt(n);
	}
	seen(n, bytes, len);
	wait_check(n);
	advance(n);
}

static void
output(void *of, const uint8_t *bytes, size_t len)
{
	struct job *j = of;
	const uint8_t *nl;
	size_t n;

	if (j->client)
		ctl_out(j->client, bytes, len);
	/* as the terminal would have shown it */
	for (; len > 0; bytes += n, len -= n) {
		nl = memchr(bytes, '\n', len);
		n = nl ? (size_t)(nl - bytes) : len;
		seen(j->node, bytes, n);
		if (nl) {
			seen(j->node, (const uint8_t *)"\r\n", 2);
			n++;
		}
	}
}

void
console_exec_input(void *node, const uint8_t *bytes, size_t len)
{
	struct node *n = node;
	struct job *j = n->jobs;

	if (j == NULL || !j->typed)
		return;
	exec_feed(&j->exec, bytes, len, output, j);
	if (j->exec.state != EXEC_DONE)
		return;
	if (j->client)
		ctl_exit(j->client, j->exec.status);
	finish(n);
}

void
console_halog_input(void *node, const uint8_t *bytes, size_t len)
{
	struct node *n = node;

	text_add(&n->halog, bytes, len);
	log_to(n->halog_log, bytes, len);
	wait_check(n);
}

/* ^C, so that the next command finds a prompt */
static void
interrupt(struct node *n)
{
	console_type(n, "\003", 1);
}

static void
too_long(void *of)
{
	struct job *j = of, **at;
	struct node *n = j->node;
	char line[TEXT_LINE];

	last_line_at(n, line);
	if (j->client) {
		ctl_complain(j->client,
		    "pair: %s: %s after %lld s; the console's last line is: "
		    "%s",
		    n->name,
		    j->typed       ? "the command has not ended"
		    : n->jobs == j ? "neither a login nor a shell prompt"
				   : "an earlier command is still running",
		    (long long)(j->timeout_us / 1000000), line);
		ctl_exit(j->client, 124);
	}
	if (n->jobs == j) {
		if (j->typed)
			interrupt(n);
		finish(n);
		return;
	}
	for (at = &n->jobs; *at != j; at = &(*at)->next)
		;
	*at = j->next;
	exec_end(&j->exec);
	free(j);
}

static void
client_gone(struct client *c)
{
	struct job *j = c->job;

	j->client = NULL;
	if (j->typed)
		interrupt(j->node);
	else {
		j->timeout_us = 0;
		loop_timer_set(&j->limit, mono_now());
	}
}

const char *
console_run(struct node *n, struct client *client, const char *command,
    int64_t timeout_us)
{
	struct job *j = calloc(1, sizeof(*j)), **at;
	const char *why;

	if (j == NULL)
		return "no memory";
	j->node = n;
	j->exec.number = ++n->number;
	why = exec_type(j->line, sizeof(j->line), command, j->exec.number);
	if (why) {
		free(j);
		return why;
	}
	j->client = client;
	if (client) {
		client->job = j;
		client->gone = client_gone;
	}
	j->timeout_us = timeout_us;
	j->limit.fire = too_long;
	j->limit.arg = j;
	loop_timer_set(&j->limit, mono_after_us(timeout_us));
	for (at = &n->jobs; *at; at = &(*at)->next)
		;
	*at = j;
	if (n->jobs == j)
		advance(n);
	return NULL;
}

void
console_reset(struct node *n)
{
	n->ready = n->following = 0;
	n->typed_at = 0;
	n->prompt = PROMPT_NONE;
	n->grace.fire = no_status;
	n->grace.arg = n;
	/* a prompt of before is none any more */
	text_add(&n->console, "\n", 1);
	text_mark(&n->console);
	text_mark(&n->halog);
}

void
console_fail(struct node *n, const char *why)
{
	struct job *j;

	wait_fail(n, why);
	loop_timer_clear(&n->grace);
	while ((j = n->jobs) != NULL) {
		n->jobs = j->next;
		loop_timer_clear(&j->limit);
		if (j->client)
			ctl_fail(j->client, "pair: %s: %s", n->name, why);
		exec_end(&j->exec);
		free(j);
	}
}
