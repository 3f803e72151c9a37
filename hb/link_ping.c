/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ping nodes: echo requests out, answers in, names from a child. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../lib/drop.h"
#include "link_ping.h"
#include "log.h"
#include "process.h"

#define RESOLVE_MS 10000
#define PINGS_PER_DEADPING 5
/* Of linux/icmp.h, which cannot be read beside musl's headers. */
#define FILTER_TYPES 1

struct found { /* what the resolver writes: less than PIPE_BUF, so whole */
	uint32_t ping, host, address;
};

static uint16_t
checksum(const void *data, size_t len)
{
	const uint8_t *p = data;
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += (uint32_t)p[i] << 8 | p[i + 1];
	sum = (sum >> 16) + (sum & 0xffff);
	sum += sum >> 16;
	return htons((uint16_t)~sum);
}

int
ping_open(struct pinger *p, const struct conf *conf, struct mono now)
{
	const uint32_t not_wanted = ~(1U << ICMP_ECHOREPLY);
	struct in_addr a;

	*p = (struct pinger){.conf = conf,
	    .fd = -1,
	    .pipe = -1,
	    .id = (uint16_t)getpid(),
	    .send = MONO_NEVER,
	    .resolve = MONO_NEVER};
	if (conf->pings == 0)
		return 0;
	for (unsigned i = 0; i < conf->pings; i++)
		for (unsigned k = 0; k < conf->ping[i].hosts; k++)
			if (inet_pton(AF_INET, conf->ping[i].host[k], &a) == 1)
				p->address[i][k] = a.s_addr;
			else
				p->resolve = now;
	p->fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
	    IPPROTO_ICMP);
	if (p->fd == -1)
		return -1;
	/* Only a help: what else comes is thrown away where it is read. */
	(void)setsockopt(p->fd, SOL_RAW, FILTER_TYPES, &not_wanted,
	    sizeof(not_wanted));
	p->send = now;
	return 0;
}

static void
send_echo(struct pinger *p, uint32_t address, unsigned ping)
{
	struct sockaddr_in to = {
	    .sin_family = AF_INET, .sin_addr.s_addr = address};
	struct {
		struct icmphdr h;
		uint8_t ping, pad[3];
	} echo = {.h.type = ICMP_ECHO, .ping = (uint8_t)ping};

	echo.h.un.echo.id = p->id;
	echo.h.un.echo.sequence = htons(p->seq);
	echo.h.checksum = checksum(&echo, sizeof(echo));
	/* Not sent is not answered: deadping tells. */
	(void)sendto(p->fd, &echo, sizeof(echo), MSG_DONTWAIT,
	    (struct sockaddr *)&to, sizeof(to));
}

/*
 * In the child, which reads what name servers say: nobody, who runs nothing.
 * It needs files: resolv.conf and hosts.
 */
static void
become_resolver(int out, pid_t parent)
{
	if (dup2(out, 0) == -1 || syscall(SYS_close_range, 1, ~0U, 0) == -1 ||
	    drop_user(parent) == -1 || drop_exec() == -1)
		_exit(1);
}

/* In the child: ask for every name that has no address yet. */
static void
resolve_all(const struct pinger *p, int out)
{
	struct addrinfo hints = {.ai_family = AF_INET}, *ai;
	struct found f;

	for (f.ping = 0; f.ping < p->conf->pings; f.ping++)
		for (f.host = 0; f.host < p->conf->ping[f.ping].hosts;
		     f.host++) {
			if (p->address[f.ping][f.host] != 0)
				continue;
			f.address = 0;
			if (getaddrinfo(p->conf->ping[f.ping].host[f.host],
				NULL, &hints, &ai) == 0) {
				struct sockaddr_in in;

				memcpy(&in, ai->ai_addr, sizeof(in));
				f.address = in.sin_addr.s_addr;
				freeaddrinfo(ai);
			}
			if (write(out, &f, sizeof(f)) != sizeof(f))
				return;
		}
}

static void
start_resolver(struct pinger *p)
{
	int fds[2];
	pid_t pid, self = getpid();

	if (pipe2(fds, O_CLOEXEC) == -1) {
		log_warn("pipe to the resolver");
		return;
	}
	pid = process_fork();
	if (pid == 0) {
		become_resolver(fds[1], self);
		resolve_all(p, 0);
		_exit(0);
	}
	close(fds[1]);
	if (pid == -1) {
		log_warn("fork of the resolver");
		close(fds[0]);
		return;
	}
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	p->pipe = fds[0];
}

void
ping_resolved(struct pinger *p)
{
	struct found f;
	ssize_t n;
	const char *name;

	while ((n = read(p->pipe, &f, sizeof(f))) == sizeof(f)) {
		if (f.ping >= p->conf->pings ||
		    f.host >= p->conf->ping[f.ping].hosts ||
		    p->address[f.ping][f.host] != 0)
			continue;
		name = p->conf->ping[f.ping].host[f.host];
		p->address[f.ping][f.host] = f.address;
		if (f.address == 0 && !p->told[f.ping][f.host])
			log_warnx("ping node %s: name does not resolve yet, "
				  "trying again",
			    name);
		else if (f.address != 0 && p->told[f.ping][f.host])
			log_info("ping node %s: name resolves now", name);
		p->told[f.ping][f.host] = f.address == 0;
	}
	if (n == -1 && errno == EAGAIN)
		return;
	close(p->pipe);
	p->pipe = -1;
}

static bool
all_known(const struct pinger *p)
{
	for (unsigned i = 0; i < p->conf->pings; i++)
		for (unsigned k = 0; k < p->conf->ping[i].hosts; k++)
			if (p->address[i][k] == 0)
				return false;
	return true;
}

void
ping_tick(struct pinger *p, struct mono now)
{
	const struct conf *conf = p->conf;
	int64_t pause = conf->deadping_ms / PINGS_PER_DEADPING;

	if (mono_due(p->resolve, now)) {
		if (all_known(p)) {
			p->resolve = MONO_NEVER;
		} else {
			if (p->pipe == -1)
				start_resolver(p);
			p->resolve = mono_add(now, RESOLVE_MS);
		}
	}
	if (p->fd == -1 || !mono_due(p->send, now))
		return;
	p->send = mono_add(now,
	    pause > conf->keepalive_ms ? pause : conf->keepalive_ms);
	p->seq++;
	for (unsigned i = 0; i < conf->pings; i++)
		for (unsigned k = 0; k < conf->ping[i].hosts; k++)
			if (p->address[i][k] != 0)
				send_echo(p, p->address[i][k], i);
}

struct mono
ping_deadline(const struct pinger *p)
{
	return mono_min(p->send, p->resolve);
}

bool
ping_known(const struct pinger *p, const struct ping_answer *a)
{
	if (a->ping >= p->conf->pings || a->address == 0)
		return false;
	for (unsigned k = 0; k < p->conf->ping[a->ping].hosts; k++)
		if (p->address[a->ping][k] == a->address)
			return true;
	return false;
}
