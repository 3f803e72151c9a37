/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The network process itself: nobody, in an empty root, reading. */
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../lib/drop.h"
#include "daemon.h"
#include "process.h"

#define AT_ONCE 16 /* packets of one link before the others are looked at */
#define DAEMON 0   /* descriptor of the daemon, see drop.h */

/* All of it on the stack: what the daemon has is thrown away. */
struct self {
	struct auth_keys keys;
	unsigned n; /* descriptors: the daemon, links, ping */
	struct pollfd fds[1 + CONF_MEDIA + 1];
	uint32_t number[1 + CONF_MEDIA + 1]; /* of the media; PING */
	struct link_reader link[1 + CONF_MEDIA];
	uint16_t id;
	struct reader_word word;
};

#define PING UINT32_MAX

static void
say(struct self *s, enum reader_kind kind, uint32_t link, uint32_t value)
{
	s->word.kind = kind;
	s->word.link = link;
	s->word.value = value;
	/* It waits when the daemon is busy; the kernel's queues fill up. */
	if (write(DAEMON, &s->word, sizeof(s->word)) != sizeof(s->word))
		_exit(0);
}

static void
hear_daemon(struct self *s)
{
	struct auth_keys keys;
	ssize_t n = read(DAEMON, &keys, sizeof(keys));

	if (n != sizeof(keys))
		_exit(0);
	s->keys = keys;
}

static void
hear_link(struct self *s, unsigned i)
{
	char wire[MSG_WIRE_MAX];
	enum msg_error e, bad = MSG_OK;
	ssize_t n = 0;

	s->word.count = 0;
	for (unsigned k = 0;
	     k < AT_ONCE && (n = link_receive(&s->link[i], wire)) > 0; k++) {
		e = msg_decode(wire, (size_t)n, &s->keys, &s->word.msg);
		if (e == MSG_OK) {
			say(s, READER_MESSAGE, s->number[i], 0);
		} else {
			bad = e;
			s->word.count++;
		}
	}
	if (bad != MSG_OK)
		say(s, READER_BAD, s->number[i], bad);
	if (n != -1 || errno == ENETDOWN)
		return;
	s->fds[i].fd = -1;
	say(s, READER_LINK, s->number[i], (uint32_t)errno);
}

static void
hear_ping(struct self *s, unsigned i)
{
	uint8_t packet[PING_PACKET_MAX];
	struct ping_answer found;
	ssize_t n;

	for (unsigned k = 0; k < AT_ONCE; k++) {
		n = read((int)i, packet, sizeof(packet));
		if (n < 1)
			return;
		if (ping_parse(packet, (size_t)n, s->id, &found))
			say(s, READER_PING, found.ping, found.address);
	}
}

static void
gather(struct self *s, const struct daemon *d, int report)
{
	int fd[DROP_FILES] = {report};

	*s = (struct self){.keys = d->conf->keys, .id = d->pinger.id};
	for (unsigned i = 0; i < d->conf->medias; i++)
		if (d->link[i].fd != -1) {
			fd[++s->n] = d->link[i].fd;
			s->number[s->n] = i;
			s->link[s->n] = (struct link_reader){.fd = (int)s->n,
			    .serial = d->link[i].media->kind == MEDIA_SERIAL};
		}
	if (d->pinger.fd != -1) {
		fd[++s->n] = d->pinger.fd;
		s->number[s->n] = PING;
	}
	s->n++;
	for (unsigned i = 0; i < s->n; i++)
		s->fds[i] = (struct pollfd){.fd = (int)i, .events = POLLIN};
	if (drop_files(fd, s->n) == -1)
		_exit(1);
}

/* Whole pages of it: what lies there is neither needed nor to be found. */
static void
forget(void *what, size_t len)
{
	uintptr_t page = (uintptr_t)getpagesize(),
		  from = ((uintptr_t)what + page - 1) & ~(page - 1),
		  end = ((uintptr_t)what + len) & ~(page - 1);

	if (from < end)
		(void)madvise((void *)from, end - from, MADV_DONTNEED);
}

static int
drop(pid_t parent)
{
	static const int calls[] = {SYS_read};

	if (drop_root() == -1 || drop_user(parent) == -1)
		return -1;
	return drop_calls(calls, sizeof(calls) / sizeof(*calls));
}

_Noreturn void
reader_process(struct daemon *d, int report, pid_t parent)
{
	bool realtime = d->conf->realtime;
	unsigned priority = d->conf->rtprio;
	struct self s;

	gather(&s, d, report);
	forget(d->spare, sizeof(*d->spare));
	forget(d->conf, sizeof(*d->conf));
	forget(d, sizeof(*d));
	(void)prctl(PR_SET_NAME, "heartbeat: net");
	/* Pages that are not in use need no memory, and so no lock. */
	if (realtime && process_real_time(priority) == 0)
		(void)mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
	if (drop(parent) == -1) {
		say(&s, READER_FAILED, 0, (uint32_t)errno);
		_exit(1);
	}
	say(&s, READER_READY, 0, 0);
	for (;;) {
		if (poll(s.fds, s.n, -1) == -1)
			continue;
		if (s.fds[DAEMON].revents)
			hear_daemon(&s);
		for (unsigned i = 1; i < s.n; i++) {
			if (!s.fds[i].revents || s.fds[i].fd == -1)
				continue;
			if (s.number[i] == PING)
				hear_ping(&s, i);
			else
				hear_link(&s, i);
		}
	}
}
