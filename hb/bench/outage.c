/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A client of a virtual address: pings it every few ms through the kernel, so
 * with the kernel's ARP cache, and measures how long nobody answers.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <netinet/udp.h>
#include <netpacket/packet.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../lib/num.h"

#define SETTLED 100 /* replies in a row before the command, and after */
#define VRRP 112    /* the IP protocol; CARP's, too */
#define BEAT_PORT 694

static const char usage[] =
    "usage: outage [-b INTERFACE -d MS] [-i MS] [-l MS] ADDRESS COMMAND "
    "[ARGUMENT...]\n"
    "\n"
    "Pings ADDRESS; when it answers steadily, runs COMMAND, and waits until\n"
    "another machine answers steadily: one whose packets have another TTL.\n"
    "Prints in ms the longest silence since COMMAND began and, with -b, the\n"
    "time from the last beat to the first reply of the other machine.\n"
    "  -b INTERFACE  wait for a beat or an advert that comes in there\n"
    "  -d MS  begin COMMAND so long after it (0)\n"
    "  -i MS  between two pings (2)\n"
    "  -l MS  how long to wait for the other machine at most (60000)\n"
    "Exit status: 0 measured, 1 not and why, 2 usage.\n";

struct options {
	long long interval_ms, limit_ms, delay_ms;
	const char *beats_on; /* NULL: begin at any time */
};

struct client {
	int fd;
	int64_t interval_us, due_us; /* of the pings */
	struct sockaddr_in to;
	uint16_t id, seq;
	int64_t heard_us;   /* the last reply */
	unsigned in_a_row;  /* replies of one machine, none missing between */
	int ttl;            /* of that machine */
	int64_t silence_us; /* the longest since it was set to 0 */
	int beats;          /* a socket that hears beats; -1: none */
	int64_t beat_us;    /* the last one */
};

static int64_t
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int
fail(const char *what)
{
	fprintf(stderr, "outage: %s: %s\n", what, strerror(errno));
	return 1;
}

static uint16_t
checksum(const uint16_t *words, size_t n)
{
	uint32_t sum = 0;

	while (n-- > 0)
		sum += *words++;
	sum = (sum >> 16) + (sum & 0xffff);
	return (uint16_t) ~(sum + (sum >> 16));
}

/* What cannot be sent gets no reply: that is the outage, and no error. */
static void
send_ping(struct client *c)
{
	struct icmphdr h = {.type = ICMP_ECHO};

	h.un.echo.id = c->id;
	h.un.echo.sequence = htons(++c->seq);
	h.checksum = checksum((const uint16_t *)(const void *)&h,
	    sizeof(h) / sizeof(uint16_t));
	(void)sendto(c->fd, &h, sizeof(h), MSG_DONTWAIT,
	    (const struct sockaddr *)&c->to, sizeof(c->to));
}

/* The machine that sent this reply, by its TTL; -1: no reply to us. */
static int
reply_from(const struct client *c, const uint8_t *packet, size_t len)
{
	struct iphdr ip;
	struct icmphdr h;

	if (len < sizeof(ip))
		return -1;
	memcpy(&ip, packet, sizeof(ip));
	if (len < ip.ihl * 4U + sizeof(h))
		return -1;
	memcpy(&h, packet + ip.ihl * 4U, sizeof(h));
	if (ip.saddr != c->to.sin_addr.s_addr || h.type != ICMP_ECHOREPLY ||
	    h.un.echo.id != c->id)
		return -1;
	return ip.ttl;
}

static void
read_replies(struct client *c)
{
	uint8_t packet[256];
	ssize_t n;

	while ((n = recv(c->fd, packet, sizeof(packet), MSG_DONTWAIT)) > 0) {
		int ttl = reply_from(c, packet, (size_t)n);
		int64_t now = now_us(), silence = now - c->heard_us;

		if (ttl == -1)
			continue;
		if (silence > c->silence_us)
			c->silence_us = silence;
		if (ttl != c->ttl || silence > 10 * c->interval_us)
			c->in_a_row = 0;
		c->in_a_row++;
		c->ttl = ttl;
		c->heard_us = now;
	}
}

/*
 * A word of Heartbeat, VRRP or CARP: an IP packet without Ethernet. But no
 * acknowledgement, which Heartbeat does not count as a sign of life.
 */
static bool
is_beat(const uint8_t *packet, size_t len)
{
	struct iphdr ip;
	struct udphdr udp;

	if (len < sizeof(ip))
		return false;
	memcpy(&ip, packet, sizeof(ip));
	if (ip.protocol == VRRP)
		return true;
	if (ip.protocol != IPPROTO_UDP || len < ip.ihl * 4U + sizeof(udp))
		return false;
	memcpy(&udp, packet + ip.ihl * 4U, sizeof(udp));
	return ntohs(udp.dest) == BEAT_PORT &&
	       memmem(packet, len, "ackseq=", 7) == NULL;
}

static void
read_beats(struct client *c)
{
	uint8_t packet[2048];
	struct sockaddr_ll from;
	socklen_t len = sizeof(from);
	ssize_t n;

	while ((n = recvfrom(c->beats, packet, sizeof(packet), 0,
		    (struct sockaddr *)&from, &len)) > 0)
		if (from.sll_pkttype != PACKET_OUTGOING &&
		    from.sll_protocol == htons(ETH_P_IP) &&
		    is_beat(packet, (size_t)n))
			c->beat_us = now_us();
}

/* Send what is due, and read until the next is. */
static void
turn(struct client *c)
{
	struct pollfd p[] = {{.fd = c->fd, .events = POLLIN},
	    {.fd = c->beats, .events = POLLIN}};
	int64_t left = c->due_us - now_us();
	struct timespec t = {.tv_nsec = left * 1000};

	if (left <= 0) {
		send_ping(c);
		c->due_us += c->interval_us;
	} else if (ppoll(p, 2, &t, NULL) > 0) {
		read_replies(c);
		if (p[1].revents != 0)
			read_beats(c);
	}
}

/*
 * Ping until a machine answers steadily: any, where other_than is -1. Its
 * first reply's time into *first_us. Returns -1 at until_us.
 */
static int
settle(struct client *c, int other_than, int64_t until_us, int64_t *first_us)
{
	int ttl = -1;

	while (c->in_a_row < SETTLED || c->ttl == other_than) {
		if (now_us() > until_us)
			return -1;
		turn(c);
		if (c->ttl != ttl && c->ttl != other_than)
			*first_us = c->heard_us;
		ttl = c->ttl;
	}
	return 0;
}

/* All protocols: a bridge takes the others' packets from its port's tap. */
static int
beats_open(const char *interface)
{
	struct sockaddr_ll at = {.sll_family = AF_PACKET,
	    .sll_protocol = htons(ETH_P_ALL),
	    .sll_ifindex = (int)if_nametoindex(interface)};
	int fd =
	    socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd != -1 &&
	    (at.sll_ifindex == 0 ||
		bind(fd, (const struct sockaddr *)&at, sizeof(at)) == -1))
		return -1;
	return fd;
}

/* Go on pinging until delay_us after the next beat. -1: there is none. */
static int
wait_for_beat(struct client *c, int64_t delay_us, int64_t until_us)
{
	int64_t begin;

	/* What has come until now is of no use. */
	read_beats(c);
	for (c->beat_us = 0; c->beat_us == 0; turn(c))
		if (now_us() > until_us)
			return -1;
	for (begin = c->beat_us + delay_us; now_us() < begin; turn(c))
		continue;
	return 0;
}

static pid_t
run(char *const argv[])
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	dup2(STDERR_FILENO, STDOUT_FILENO); /* ours is for the figures */
	execvp(argv[0], argv);
	_exit(fail(argv[0]));
}

/* Until the moment to begin. Returns -1 when that does not come, told. */
static int
prepare(struct client *c, const struct options *o)
{
	int64_t first, until = now_us() + o->limit_ms * 1000;

	if (settle(c, -1, until, &first) == -1) {
		fprintf(stderr, "outage: no steady answer to begin with\n");
		return -1;
	}
	if (o->beats_on == NULL)
		return 0;
	c->beats = beats_open(o->beats_on);
	if (c->beats == -1) {
		fail(o->beats_on);
		return -1;
	}
	if (wait_for_beat(c, o->delay_ms * 1000, until) == -1) {
		fprintf(stderr, "outage: no beat on %s\n", o->beats_on);
		return -1;
	}
	return 0;
}

static int
measure(struct client *c, const struct options *o, char *const argv[])
{
	int64_t began, first = 0;
	int status, ttl;
	pid_t pid;

	if (prepare(c, o) == -1)
		return 1;
	ttl = c->ttl;
	c->silence_us = 0;
	c->in_a_row = 0;
	began = now_us();
	pid = run(argv);
	if (pid == -1)
		return fail("fork");
	if (settle(c, ttl, began + o->limit_ms * 1000, &first) == -1) {
		fprintf(stderr, "outage: no answer of another machine\n");
		return 1;
	}
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return fail("wait");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "outage: %s failed\n", argv[0]);
		return 1;
	}
	printf("%.1f", (double)c->silence_us / 1000);
	if (o->beats_on != NULL)
		printf(" %.1f", (double)(first - c->beat_us) / 1000);
	putchar('\n');
	return 0;
}

static bool
take_option(struct options *o, int option, const char *value)
{
	switch (option) {
	case 'b':
		o->beats_on = value;
		return true;
	case 'd':
		return num_parse(value, 0, 600000, &o->delay_ms) == 0;
	case 'i':
		return num_parse(value, 1, 999, &o->interval_ms) == 0;
	case 'l':
		return num_parse(value, 1, 600000, &o->limit_ms) == 0;
	default:
		return false;
	}
}

static int
bad_usage(void)
{
	fputs(usage, stderr);
	return 2;
}

int
main(int argc, char **argv)
{
	struct options o = {.interval_ms = 2, .limit_ms = 60000};
	struct client c = {
	    .to = {.sin_family = AF_INET}, .ttl = -1, .beats = -1};
	const struct sched_param first = {.sched_priority = 2};
	int option;

	if (argc == 2 && strcmp(argv[1], "--help") == 0) {
		fputs(usage, stdout);
		return 0;
	}
	while ((option = getopt(argc, argv, "+b:d:i:l:")) != -1)
		if (!take_option(&o, option, optarg))
			return bad_usage();
	if (argc - optind < 2 ||
	    inet_pton(AF_INET, argv[optind], &c.to.sin_addr) != 1)
		return bad_usage();
	c.fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP);
	if (c.fd == -1)
		return fail("raw socket");
	/* A clock that is late itself measures nothing. */
	if (sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, &first) ==
		-1 ||
	    mlockall(MCL_CURRENT) == -1)
		fprintf(stderr, "outage: not in real time: %s\n",
		    strerror(errno));
	c.id = (uint16_t)getpid();
	c.interval_us = o.interval_ms * 1000;
	c.heard_us = c.due_us = now_us();
	return measure(&c, &o, argv + optind + 1);
}
