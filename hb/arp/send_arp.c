/* SPDX-License-Identifier: GPL-2.0-or-later */
/* send_arp(8): the packet socket, the clock and the process round arp.c. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "arp.h"
#include "options.h"
#include "packet.h"

enum { DONE = 0, FAILED = 1, USAGE = 2, IN_USE = 3, RIVAL = 4 };

static volatile sig_atomic_t told_to_end;

static void
on_signal(int sig)
{
	(void)sig;
	told_to_end = 1;
}

/* Signals are let in only by ppoll, so that none is lost before it waits. */
static void
signals(sigset_t *while_waiting)
{
	struct sigaction sa = {.sa_handler = on_signal};
	sigset_t block;

	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	sigemptyset(&block);
	sigaddset(&block, SIGTERM);
	sigaddset(&block, SIGINT);
	sigprocmask(SIG_BLOCK, &block, while_waiting);
	sigdelset(while_waiting, SIGTERM);
	sigdelset(while_waiting, SIGINT);
}

static long long
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int
send_frame(void *arg, const void *frame, size_t len)
{
	return packet_send(*(const int *)arg, frame, len);
}

static void
read_frames(struct arp *a, int fd)
{
	uint8_t frame[1514];
	ssize_t n;

	while ((n = packet_receive(fd, frame, sizeof(frame))) >= 0)
		arp_input(a, frame, (size_t)n);
}

/* Read frames until due_us, or a signal, or the outcome of a probe. */
static void
wait_until(struct arp *a, int fd, long long due_us, const sigset_t *mask)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	for (;;) {
		long long left = due_us - now_us();
		struct timespec t = {
		    .tv_sec = (time_t)(left / 1000000),
		    .tv_nsec = (long)(left % 1000000 * 1000),
		};

		read_frames(a, fd);
		if (left <= 0 || told_to_end || a->state > ARP_PROBING)
			return;
		(void)ppoll(&p, 1, &t, mask);
	}
}

static int
complain(const struct options *o, const char *what)
{
	fprintf(stderr, "send_arp: %s: %s\n", o->dev, what);
	return FAILED;
}

static int
announce(struct arp *a, int fd, const struct options *o, const sigset_t *mask)
{
	long long due = now_us();

	for (int i = 0; i < o->repeat * 2 && !told_to_end; i++) {
		int r = i % 2 == 0 ? arp_announce_request(a)
				   : arp_announce_reply(a);

		if (r == -1)
			return complain(o, strerror(errno));
		due += o->interval_ms * 500LL;
		if (i + 1 < o->repeat * 2)
			wait_until(a, fd, due, mask);
	}
	return DONE;
}

static int
probe(struct arp *a, int fd, const struct options *o, const sigset_t *mask)
{
	char ip[INET_ADDRSTRLEN];
	int ticks;

	arp_probe(a);
	/* counted from each step: one that came late must not cost the next
	 * ones their time for an answer */
	while ((ticks = arp_step(a)) > 0) {
		wait_until(a, fd,
		    now_us() + ticks * (o->probe_ms * 1000LL / ARP_PROBE_TICKS),
		    mask);
		if (told_to_end && a->state == ARP_PROBING)
			return complain(o, "told to end before the answer");
	}
	if (ticks == -1)
		return complain(o, strerror(errno));
	if (a->state == ARP_FREE)
		return DONE;
	inet_ntop(AF_INET, &o->ip, ip, sizeof(ip));
	fprintf(stderr,
	    "send_arp: %s is %s %02x:%02x:%02x:%02x:%02x:%02x on %s\n", ip,
	    a->state == ARP_IN_USE ? "in use by" : "about to be taken by",
	    a->other[0], a->other[1], a->other[2], a->other[3], a->other[4],
	    a->other[5], o->dev);
	return a->state == ARP_IN_USE ? IN_USE : RIVAL;
}

/* Returns 0, or -1: the file was not written, and stderr says so. */
static int
pidfile_write(const char *path)
{
	int fd = open(path,
	    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);

	if (fd == -1 || dprintf(fd, "%d\n", (int)getpid()) < 0) {
		fprintf(stderr, "send_arp: %s: %s\n", path, strerror(errno));
		if (fd != -1)
			close(fd);
		return -1;
	}
	return close(fd);
}

static int
run(const struct options *o)
{
	uint8_t hw[ARP_HW_LEN];
	sigset_t while_waiting;
	struct arp a;
	int status;
	int fd = packet_open(o->dev, hw);

	if (fd == -1)
		return complain(o, errno == EPFNOSUPPORT ? "not an Ethernet"
							 : strerror(errno));
	if (arp_open(&a, o->ip, o->hw_auto ? hw : o->hw, send_frame, &fd) == -1)
		return complain(o, strerror(errno));
	signals(&while_waiting);
	if (o->probe_ms > 0)
		status = probe(&a, fd, o, &while_waiting);
	else
		status = announce(&a, fd, o, &while_waiting);
	arp_close(&a);
	close(fd);
	return status;
}

int
main(int argc, char **argv)
{
	struct options o;
	char err[160];
	int has_pidfile = 0;
	int status;

	switch (options_parse(&o, argc, argv, err, sizeof(err))) {
	case 1:
		fputs(options_usage, stdout);
		return DONE;
	case -1:
		fprintf(stderr, "send_arp: %s\n%s", err, options_usage);
		return USAGE;
	}
	/* without the file nobody can stop us early: no reason to be silent */
	if (o.pidfile != NULL)
		has_pidfile = pidfile_write(o.pidfile) == 0;
	status = run(&o);
	if (has_pidfile)
		unlink(o.pidfile);
	return status;
}
