/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's machine protocol, as much as the lab needs of it. */
#ifndef QMP_H
#define QMP_H

#include "stream.h"

enum { QMP_PENDING = 16 };

struct qmp {
	struct stream stream;
	struct buf in;
	/* who waits for the answers, in the order of the commands */
	struct {
		/* error is NULL, or QEMU's answer that tells one */
		void (*done)(void *arg, const char *error);
		void *arg;
	} pending[QMP_PENDING];
	int first, count;
	void (*event)(void *arg, const char *name);
	void *arg;
};

/* Talk on fd; event and arg are set. */
void qmp_open(struct qmp *q, int fd);
/* Close; what is pending is told so. */
void qmp_close(struct qmp *q);
/* Send a command in JSON; done may be NULL. */
void qmp_send(struct qmp *q, const char *json,
    void (*done)(void *arg, const char *error), void *arg);
/* Forget that arg waits for anything. */
void qmp_forget(struct qmp *q, const void *arg);

#endif
