/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The daemon's one poll loop: descriptors, timers, monotonic time. */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <time.h>

#include "loop.h"

enum { FD_MAX = 1024 };

static struct {
	void (*ready)(void *arg, short revents);
	void *arg;
	/* a callback may close and reopen the number: then poll's answer is
	 * about the old file */
	unsigned generation;
	short events;
} table[FD_MAX];
static int fd_top;
static struct loop_timer *timers;
static int stopped = -1;

struct mono
mono_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (struct mono){(int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000};
}

struct mono
mono_after_us(int64_t span_us)
{
	return (struct mono){mono_now().us + span_us};
}

void
loop_add(int fd, short events, void (*ready)(void *, short), void *arg)
{
	if (fd < 0 || fd >= FD_MAX)
		errx(1, "descriptor %d is outside of the loop's table", fd);
	table[fd].ready = ready;
	table[fd].arg = arg;
	table[fd].events = events;
	table[fd].generation++;
	if (fd >= fd_top)
		fd_top = fd + 1;
}

void
loop_events(int fd, short events)
{
	table[fd].events = events;
}

void
loop_del(int fd)
{
	if (fd < 0)
		return;
	table[fd].ready = NULL;
	table[fd].generation++;
}

void
loop_timer_clear(struct loop_timer *t)
{
	struct loop_timer **at;

	if (!t->armed)
		return;
	for (at = &timers; *at != t; at = &(*at)->next)
		;
	*at = t->next;
	t->armed = 0;
}

void
loop_timer_set(struct loop_timer *t, struct mono due)
{
	struct loop_timer **at;

	loop_timer_clear(t);
	t->due = due;
	for (at = &timers; *at && (*at)->due.us <= due.us; at = &(*at)->next)
		;
	t->next = *at;
	*at = t;
	t->armed = 1;
}

static void
run_timers(void)
{
	struct mono now = mono_now();
	struct loop_timer *t;

	while ((t = timers) != NULL && t->due.us <= now.us) {
		loop_timer_clear(t);
		t->fire(t->arg);
	}
}

void
loop_stop(int status)
{
	stopped = status;
}

int
loop_run(void)
{
	struct pollfd set[FD_MAX];
	unsigned generation[FD_MAX];
	struct timespec wait;
	int64_t left_us;
	nfds_t i, n;
	int fd;

	while (stopped < 0) {
		for (n = 0, fd = 0; fd < fd_top; fd++) {
			if (table[fd].ready == NULL)
				continue;
			generation[n] = table[fd].generation;
			set[n++] = (struct pollfd){fd, table[fd].events, 0};
		}
		left_us = timers ? timers->due.us - mono_now().us : 0;
		if (left_us < 0)
			left_us = 0;
		wait.tv_sec = left_us / 1000000;
		wait.tv_nsec = left_us % 1000000 * 1000;
		if (ppoll(set, n, timers ? &wait : NULL, NULL) < 0) {
			if (errno != EINTR)
				err(1, "poll");
			continue;
		}
		for (i = 0; i < n && stopped < 0; i++) {
			fd = set[i].fd;
			if (set[i].revents && table[fd].ready &&
			    table[fd].generation == generation[i])
				table[fd].ready(table[fd].arg, set[i].revents);
		}
		run_timers();
	}
	return stopped;
}
