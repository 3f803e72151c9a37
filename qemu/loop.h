/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The daemon's one poll loop: descriptors, timers, monotonic time. */
#ifndef LOOP_H
#define LOOP_H

#include <stdint.h>

/* a point in monotonic time; a struct, so that it is not mixed with a span */
struct mono {
	int64_t us;
};

struct mono mono_now(void);
struct mono mono_after_us(int64_t span_us);

/*
 * Call ready(arg, revents) whenever poll reports one of events (or an error)
 * on fd, until loop_del. A descriptor has one entry; adding it again
 * replaces it. fd must be below 1024: more is fatal.
 */
void loop_add(int fd, short events, void (*ready)(void *arg, short revents),
    void *arg);
void loop_events(int fd, short events);
/* Forget fd; does not close it. Safe inside of any callback. */
void loop_del(int fd);

struct loop_timer {
	struct mono due;
	void (*fire)(void *arg);
	void *arg;
	int armed;
	struct loop_timer *next;
};

/* Call t->fire(t->arg) once at due; setting again moves it. */
void loop_timer_set(struct loop_timer *t, struct mono due);
void loop_timer_clear(struct loop_timer *t);

/* Turn until loop_stop; returns the status given to it. */
int loop_run(void);
void loop_stop(int status);

#endif
