/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The daemon's side of the network process: started, heard, replaced. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon.h"
#include "heartbeat.h"
#include "log.h"

#define START_MS 5000 /* for the first one */
#define PAUSE_MS 20   /* between two starts: shorter than any deadtime */
#define TOLD_MS 10000 /* one line about ends in that time */
#define LAG_MS 10     /* waited for one that reads, but has not read all */

static int
start(struct daemon *d)
{
	struct reader *n = &d->reader;
	pid_t self = getpid();
	int fds[2];

	n->again = mono_add(heartbeat_now(), PAUSE_MS);
	/* musl's function would do without SOCK_CLOEXEC: ten times as long. */
	if (syscall(SYS_socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0,
		fds) == -1)
		return -1;
	/* Not process_fork: it must not hear what is meant for the daemon. */
	n->pid = fork();
	if (n->pid == 0)
		reader_process(d, fds[1], self);
	close(fds[1]);
	n->fd = fds[0];
	if (n->pid != -1)
		return 0;
	n->pid = 0;
	reader_stop(d);
	return -1;
}

void
reader_stop(struct daemon *d)
{
	struct reader *n = &d->reader;

	if (n->pid != 0) {
		kill(n->pid, SIGKILL);
		waitpid(n->pid, &n->status, 0);
	}
	if (n->fd != -1)
		close(n->fd);
	n->pid = 0;
	n->fd = -1;
}

void
reader_tick(struct daemon *d, struct mono now)
{
	if (d->reader.fd != -1 || !mono_due(d->reader.again, now))
		return;
	if (start(d) == -1)
		log_warn("network process: not started, trying again");
}

void
reader_restart(struct daemon *d)
{
	reader_stop(d);
	d->reader.again = heartbeat_now();
	reader_tick(d, d->reader.again);
}

struct mono
reader_deadline(const struct daemon *d)
{
	return d->reader.fd == -1 ? d->reader.again : MONO_NEVER;
}

int
reader_open(struct daemon *d)
{
	struct reader_word w;
	struct pollfd p;

	d->reader = (struct reader){.fd = -1, .behind = MONO_NEVER};
	if (start(d) == -1) {
		log_warn("network process");
		return -1;
	}
	p = (struct pollfd){.fd = d->reader.fd, .events = POLLIN};
	if (poll(&p, 1, START_MS) == 1)
		(void)reader_read(d, &w);
	if (d->reader.spoke)
		return 0;
	log_error("the network process does not start");
	return -1;
}

void
reader_keys(struct daemon *d)
{
	const struct auth_keys *keys = &d->conf->keys;

	if (d->reader.fd == -1)
		return; /* the next one has them from the beginning */
	if (send(d->reader.fd, keys, sizeof(*keys),
		MSG_DONTWAIT | MSG_NOSIGNAL) == -1)
		reader_restart(d);
}

void
reader_reaped(struct daemon *d, int status)
{
	d->reader.pid = 0;
	d->reader.status = status;
}

/* It has ended (why is NULL), or is not worth listening to any longer. */
static void
ended(struct daemon *d, const char *why)
{
	struct reader *n = &d->reader;
	struct mono now = heartbeat_now();

	reader_stop(d);
	n->ends++;
	if (mono_due(n->told, now)) {
		log_error("network process ended by %s %d%s%s (%u times now), "
			  "starting it again",
		    WIFSIGNALED(n->status) ? "signal" : "exit",
		    WIFSIGNALED(n->status) ? WTERMSIG(n->status)
					   : WEXITSTATUS(n->status),
		    why ? ": " : "", why ? why : "", n->ends);
		n->told = mono_add(now, TOLD_MS);
	}
	reader_tick(d, now);
}

/* Nothing that it says is taken on trust. */
static bool
good(const struct daemon *d, const struct reader_word *w)
{
	switch (w->kind) {
	case READER_READY:
	case READER_FAILED:
	case READER_PING:
		return true;
	case READER_MESSAGE:
		return w->link < d->conf->medias && msg_check(&w->msg);
	case READER_BAD:
		return w->link < d->conf->medias && w->value < MSG_ERRORS;
	case READER_LINK:
		return w->link < d->conf->medias;
	default:
		return false;
	}
}

int
reader_read(struct daemon *d, struct reader_word *w)
{
	struct reader *n = &d->reader;
	ssize_t len;

	if (n->fd == -1)
		return 0;
	len = recv(n->fd, w, sizeof(*w), MSG_DONTWAIT | MSG_TRUNC);
	if (len == -1 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (len <= 0) {
		ended(d, NULL);
		return 0;
	}
	if (len != sizeof(*w) || !good(d, w)) {
		ended(d, "it said what it may not say");
		return 0;
	}
	if (w->kind == READER_FAILED) {
		ended(d, strerror((int)w->value));
		return 0;
	}
	n->spoke = true;
	n->replaced = false;
	return 1;
}

static bool
unread(const struct daemon *d)
{
	struct pollfd fds[CONF_MEDIA + 1];
	nfds_t n = 0;

	for (unsigned i = 0; i < d->conf->medias; i++)
		fds[n++] =
		    (struct pollfd){.fd = d->link[i].fd, .events = POLLIN};
	fds[n++] = (struct pollfd){.fd = d->pinger.fd, .events = POLLIN};
	if (poll(fds, n, 0) < 1)
		return false;
	while (n > 0)
		if (fds[--n].revents & POLLIN)
			return true;
	return false;
}

bool
reader_behind(struct daemon *d, struct mono now)
{
	struct reader *n = &d->reader;
	int64_t patience_ms = d->conf->deadtime_ms / 4;

	n->look = now;
	if (!unread(d)) {
		n->behind = MONO_NEVER;
		return false;
	}
	if (n->behind.ms == MONO_NEVER.ms) {
		n->behind = now;
		n->spoke = false;
	}
	if (mono_due(mono_add(n->behind, n->spoke ? LAG_MS : patience_ms),
		now)) {
		n->behind = MONO_NEVER;
		/* Once is enough: the beat must go on. */
		if (n->spoke || n->replaced || n->fd == -1)
			return false;
		n->replaced = true;
		ended(d, "it did not read");
	}
	n->look = mono_add(now, 1);
	return true;
}
