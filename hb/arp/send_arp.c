/* SPDX-License-Identifier: GPL-2.0-or-later */
/* send_arp(8): the packet socket, the clock and the processes round arp.c. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../lib/drop.h"
#include "arp.h"
#include "options.h"
#include "packet.h"

enum { DONE = 0, FAILED = 1, USAGE = 2, IN_USE = 3, RIVAL = 4 };

/* What the process without privileges says, all of it. */
struct result {
	int32_t status, error; /* FAILED: error is errno */
	uint8_t other[ARP_HW_LEN];
};

#define DEFEND_US 10000000LL /* RFC 5227: DEFEND_INTERVAL */

/* Its descriptors: see drop.h. */
enum { REPORT, PACKETS };

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

/* Read frames until due_us, or the outcome of a probe. */
static void
wait_until(struct arp *a, int fd, long long due_us)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	for (;;) {
		long long left = due_us - now_us();
		struct timespec t = {
		    .tv_sec = (time_t)(left / 1000000),
		    .tv_nsec = (long)(left % 1000000 * 1000),
		};

		read_frames(a, fd);
		if (left <= 0 || a->state > ARP_PROBING)
			return;
		(void)ppoll(&p, 1, &t, NULL);
	}
}

/* told: the first frame is out already. */
static int
announce(struct arp *a, int fd, const struct options *o, bool told)
{
	long long due = now_us();

	for (int i = 0; i < o->repeat * 2; i++) {
		int r = i % 2 != 0 ? arp_announce_reply(a)
			: told     ? 0
				   : arp_announce_request(a);

		told = false;
		if (r == -1)
			return FAILED;
		due += o->interval_ms * 500LL;
		if (i + 1 < o->repeat * 2)
			wait_until(a, fd, due);
	}
	return DONE;
}

/*
 * Announced, then held until it is time to announce it again, or another host
 * claims it: RFC 5227 2.4, c. Right after such a claim none is looked at.
 */
static int
hold(struct arp *a, int fd, const struct options *o, bool told, bool claimed)
{
	long long end = now_us() + o->refresh_s * 1000000LL;
	int status = announce(a, fd, o, told), error = errno;

	if (claimed)
		wait_until(a, fd, now_us() + DEFEND_US);
	arp_hold(a);
	wait_until(a, fd, end);
	errno = error;
	return a->state == ARP_IN_USE ? IN_USE : status;
}

static int
probe(struct arp *a, int fd, const struct options *o)
{
	int ticks;

	arp_probe(a);
	/* counted from each step: one that came late must not cost the next
	 * ones their time for an answer */
	while ((ticks = arp_step(a)) > 0)
		wait_until(a, fd,
		    now_us() +
			ticks * (o->probe_ms * 1000LL / ARP_PROBE_TICKS));
	return ticks == -1              ? FAILED
	       : a->state == ARP_FREE   ? DONE
	       : a->state == ARP_IN_USE ? IN_USE
					: RIVAL;
}

static int
drop(int report, int packets, pid_t parent)
{
	static const int calls[] = {
	    SYS_sendto,
	    SYS_recvfrom,
#ifdef SYS_clock_gettime64
	    SYS_clock_gettime64,
#else
	    SYS_clock_gettime,
#endif
	    /* lwIP's buffers */
	    SYS_brk,
#ifdef SYS_mmap2
	    SYS_mmap2,
#else
	    SYS_mmap,
#endif
	    SYS_munmap,
	    SYS_mprotect,
	    SYS_madvise,
	    SYS_getrandom,
	};
	const int fds[] = {[REPORT] = report, [PACKETS] = packets};

	if (drop_files(fds, 2) == -1 || drop_root() == -1 ||
	    drop_user(parent) == -1)
		return -1;
	return drop_calls(calls, sizeof(calls) / sizeof(*calls));
}

/* In the child: from here on, frames of others are read. */
_Noreturn static void
be_nobody(struct arp *a, int report, int fd, const struct options *o, bool told,
    bool claimed, pid_t parent)
{
	struct result r = {.status = FAILED};

	if (drop(report, fd, parent) == 0) {
		a->arg = &(int){PACKETS};
		r.status = o->probe_ms > 0 ? probe(a, PACKETS, o)
			   : o->refresh_s > 0
			       ? hold(a, PACKETS, o, told, claimed)
			       : announce(a, PACKETS, o, told);
	}
	r.error = errno;
	memcpy(r.other, a->other, sizeof(r.other));
	(void)!write(REPORT, &r, sizeof(r));
	_exit(0);
}

static int
complain(const struct options *o, const char *what)
{
	fprintf(stderr, "send_arp: %s: %s\n", o->dev, what);
	return FAILED;
}

static int
tell(const struct options *o, const struct result *r)
{
	char ip[INET_ADDRSTRLEN];

	if (r->status == DONE)
		return DONE;
	if (r->status != IN_USE && r->status != RIVAL)
		return complain(o, strerror(r->error));
	inet_ntop(AF_INET, &o->ip, ip, sizeof(ip));
	fprintf(stderr,
	    "send_arp: %s is %s %02x:%02x:%02x:%02x:%02x:%02x on %s\n", ip,
	    o->refresh_s > 0      ? "ours, and claimed by"
	    : r->status == IN_USE ? "in use by"
				  : "about to be taken by",
	    r->other[0], r->other[1], r->other[2], r->other[3], r->other[4],
	    r->other[5], o->dev);
	return r->status;
}

/* Until the child has ended, or a signal says that it shall: that signal. */
static int
wait_for(pid_t child, const sigset_t *signals)
{
	int sig;

	/* SIGCHLD of the child before may be left. */
	do
		sig = sigwaitinfo(signals, NULL);
	while (sig == -1 ||
	       (sig == SIGCHLD && waitpid(child, NULL, WNOHANG) != child));
	if (sig != SIGCHLD) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	return sig;
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
	sigset_t signals;
	struct options round = *o;
	struct result r = {.status = DONE};
	struct arp a;
	pid_t self = getpid(), child;
	int before, sig;
	int report[2], fd = packet_open(o->dev, hw);
	bool told = false;

	if (fd == -1)
		return complain(o, errno == EPFNOSUPPORT ? "not an Ethernet"
							 : strerror(errno));
	if (arp_open(&a, o->ip, o->hw_auto ? hw : o->hw, send_frame, &fd) == -1)
		return complain(o, strerror(errno));
	/* The network waits for it, and nothing of others has been read yet. */
	if (o->probe_ms == 0)
		told = arp_announce_request(&a) == 0;
	/* Blocked, they wait until they are asked for: none is lost. */
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	signal(SIGCHLD, SIG_DFL);
	if (pipe2(report, O_CLOEXEC | O_NONBLOCK) == -1)
		return complain(o, strerror(errno));
	for (;;) {
		child = fork();
		if (child == -1)
			return complain(o, strerror(errno));
		if (child == 0)
			be_nobody(&a, report[1], fd, &round, told,
			    r.status == IN_USE, self);
		told = false;
		sig = wait_for(child, &signals);
		before = r.status;
		if (read(report[0], &r, sizeof(r)) != sizeof(r))
			break;
		if (sig != SIGCHLD || o->refresh_s == 0)
			return tell(o, &r);
		/* A cable that is out is in again some time: told once. */
		if (r.status != FAILED || before != FAILED)
			tell(o, &r);
		round.repeat = 1;
	}
	if (sig == SIGCHLD)
		return complain(o, "its process without privileges has died");
	return o->probe_ms > 0 ? complain(o, "told to end before the answer")
			       : DONE;
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
