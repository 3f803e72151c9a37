/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's machine protocol, as much as the lab needs of it. */
#include <string.h>

#include "qmp.h"

static void
answer(struct qmp *q, const char *error)
{
	void (*done)(void *, const char *);
	void *arg;

	if (q->count == 0)
		return;
	done = q->pending[q->first].done;
	arg = q->pending[q->first].arg;
	q->first = (q->first + 1) % QMP_PENDING;
	q->count--;
	if (done)
		done(arg, error);
}

/* one line is one object; QEMU writes no newline inside */
static void
handle(struct qmp *q, char *line)
{
	char *name, *end;

	if (strncmp(line, "{\"return\"", 9) == 0)
		answer(q, NULL);
	else if (strncmp(line, "{\"error\"", 8) == 0)
		answer(q, line);
	else if ((name = strstr(line, "\"event\": \"")) != NULL) {
		name += strlen("\"event\": \"");
		if ((end = strchr(name, '"')) == NULL)
			return;
		*end = '\0';
		q->event(q->arg, name);
	}
}

static void
input(void *arg, const uint8_t *bytes, size_t len)
{
	struct qmp *q = arg;
	char line[2048];
	uint8_t *nl;
	size_t n;

	buf_put(&q->in, bytes, len);
	while ((nl = memchr(q->in.data, '\n', q->in.len)) != NULL) {
		n = (size_t)(nl - q->in.data);
		if (n < sizeof(line)) {
			memcpy(line, q->in.data, n);
			line[n] = '\0';
		} else
			line[0] = '\0';
		buf_drop(&q->in, n + 1);
		handle(q, line);
		if (q->in.len == 0)
			return;
	}
}

void
qmp_open(struct qmp *q, int fd)
{
	q->first = q->count = 0;
	q->stream.input = input;
	q->stream.arg = q;
	stream_open(&q->stream, fd);
	qmp_send(q, "{\"execute\":\"qmp_capabilities\"}", NULL, NULL);
}

void
qmp_close(struct qmp *q)
{
	stream_close(&q->stream);
	buf_free(&q->in);
	while (q->count > 0)
		answer(q, "the machine is gone");
}

void
qmp_send(struct qmp *q, const char *json, void (*done)(void *, const char *),
    void *arg)
{
	int at = (q->first + q->count) % QMP_PENDING;

	if (q->stream.fd < 0 || q->count == QMP_PENDING) {
		if (done)
			done(arg, "no connection to QEMU");
		return;
	}
	q->pending[at].done = done;
	q->pending[at].arg = arg;
	q->count++;
	stream_write(&q->stream, json, strlen(json));
	stream_write(&q->stream, "\n", 1);
}

void
qmp_forget(struct qmp *q, const void *arg)
{
	int i;

	for (i = 0; i < QMP_PENDING; i++)
		if (q->pending[i].arg == arg)
			q->pending[i].done = NULL;
}
