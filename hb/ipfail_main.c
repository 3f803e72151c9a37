/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ipfail(8): a client of heartbeat that compares ping nodes with its like. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../lib/num.h"
#include "applets.h"
#include "ctl_protocol.h"
#include "heartbeat.h"
#include "ipfail.h"
#include "log.h"
#include "paths.h"

#define NO_RESPAWN 100

struct client {
	struct ipfail ipfail;
	int fd;
	char peer[MSG_NAME_MAX];
	size_t have;
	char in[1024];
};

static int
order(struct client *k, const char *line)
{
	char answer[128];

	if (ctl_ask(line, answer, sizeof(answer)) == -1) {
		log_warn("ipfail: %s", line);
		return -1;
	}
	if (strcmp(answer, "ok\n") == 0)
		return 0;
	answer[strcspn(answer, "\n")] = '\0';
	log_warnx("ipfail: %s: %s", line, answer);
	ipfail_refused(&k->ipfail, heartbeat_now());
	return 0;
}

static int
say(struct client *k, const char *type, unsigned n)
{
	char line[64];
	int len = snprintf(line, sizeof(line), "send %s %u\n", type, n);

	return send(k->fd, line, (size_t)len, MSG_NOSIGNAL) == len ? 0 : -1;
}

static int
act(struct client *k, enum ipfail_do what)
{
	switch (what) {
	case IPFAIL_SEND_COUNT:
		log_info("ipfail: Asking other side for ping node count.");
		return say(k, "num_ping_nodes", k->ipfail.live);
	case IPFAIL_SEND_DEAD:
		log_info("ipfail: Telling other node that we have more "
			 "visible ping nodes.");
		return say(k, "you_are_dead", 0);
	case IPFAIL_SEND_ABORT:
		log_info("ipfail: Ping node count is balanced.");
		return say(k, "abort_giveup", 0);
	case IPFAIL_DELAY:
		log_info("ipfail: Delayed giveup in %d seconds.",
		    IPFAIL_GIVEUP_MS / 1000);
		return 0;
	case IPFAIL_ABORTED:
		log_info("ipfail: Giveup cancelled.");
		return 0;
	case IPFAIL_GIVE_ALL:
		log_info("ipfail: giveup() called (timeout worked)");
		return order(k, "standby all");
	case IPFAIL_GIVE_FOREIGN:
		log_info("ipfail: Giving up foreign resources "
			 "(auto_failback).");
		return order(k, "standby foreign");
	case IPFAIL_NOTHING:
		break;
	}
	return 0;
}

static enum msg_type
type_by_name(const char *name)
{
	for (unsigned i = MSG_NUM_PING; i <= MSG_YOU_ARE_DEAD; i++)
		if (strcmp(name, msg_type_name((enum msg_type)i)) == 0)
			return (enum msg_type)i;
	return MSG_OTHER;
}

static void
status(struct client *k, const char *node, const char *to)
{
	struct mono now = heartbeat_now();

	if (strcmp(node, k->peer) == 0) {
		log_info("ipfail: Status update: Node %s now has status %s",
		    node, to);
		ipfail_peer(&k->ipfail, strcmp(to, "active") == 0, now);
	} else if (strcmp(to, "ping") == 0) {
		log_info("ipfail: Ping node %s is alive.", node);
		ipfail_ping(&k->ipfail, 1, now);
	} else if (strcmp(to, "dead") == 0) {
		log_info("ipfail: Ping node %s is dead.", node);
		ipfail_ping(&k->ipfail, -1, now);
	}
}

/* One line of the daemon. Returns 0, -1: it is gone, or an exit status. */
static int
line(struct client *k, char *text)
{
	static char none[] = "";
	char *word[3] = {none, none, none}, *save = NULL;
	unsigned n = 0;
	long long count;

	for (char *w = strtok_r(text, " ", &save); w != NULL && n < 3;
	     w = strtok_r(NULL, " ", &save))
		word[n++] = w;
	if (strcmp(word[0], "failback") == 0 &&
	    strcmp(word[1], "legacy") == 0) {
		log_error("ipfail: does not work with auto_failback legacy, "
			  "expected on or off");
		return NO_RESPAWN;
	}
	if (strcmp(word[0], "failback") == 0)
		k->ipfail.failback = strcmp(word[1], "on") == 0;
	if (strcmp(word[0], "ping") == 0 && strcmp(word[2], "ping") == 0) {
		ipfail_ping(&k->ipfail, 1, heartbeat_now());
	} else if (strcmp(word[0], "peer") == 0) {
		snprintf(k->peer, sizeof(k->peer), "%s", word[1]);
		ipfail_peer(&k->ipfail, strcmp(word[2], "active") == 0,
		    heartbeat_now());
	} else if (strcmp(word[0], "status") == 0) {
		status(k, word[1], word[2]);
	} else if (strcmp(word[0], "msg") == 0 &&
		   num_parse(word[2], 0, UINT16_MAX, &count) == 0) {
		return act(k, ipfail_message(&k->ipfail, type_by_name(word[1]),
				  (unsigned)count, heartbeat_now()));
	} else if (strcmp(word[0], "error:") == 0) {
		log_error("ipfail: heartbeat refuses this client");
		return NO_RESPAWN;
	}
	return 0;
}

static int
receive(struct client *k)
{
	ssize_t n = read(k->fd, k->in + k->have, sizeof(k->in) - k->have);
	char *end;
	int e = 0;

	if (n <= 0)
		return n == -1 && errno == EINTR ? 0 : -1;
	k->have += (size_t)n;
	while (e == 0 && (end = memchr(k->in, '\n', k->have)) != NULL) {
		char text[sizeof(k->in)];
		size_t len = (size_t)(end - k->in);

		memcpy(text, k->in, len);
		text[len] = '\0';
		k->have -= len + 1;
		memmove(k->in, end + 1, k->have);
		e = line(k, text);
	}
	return e == 0 && k->have == sizeof(k->in) ? -1 : e;
}

static int
wait_ms(const struct client *k)
{
	int64_t ms = mono_between(heartbeat_now(), ipfail_deadline(&k->ipfail));

	return ms < 0 ? 0 : ms > 3600000 ? -1 : (int)ms;
}

int
ipfail_main(int argc, char **argv)
{
	static struct client k;
	const char *file = getenv("HA_LOGFILE");
	struct log_to to = {.file = file ? file : PATHS_LOG,
	    .debugfile = getenv("HA_DEBUGLOG"),
	    .facility = -1};
	int e = 0;

	if (argc > 1) {
		fprintf(strcmp(argv[1], "-h") == 0 ? stdout : stderr,
		    "usage: ipfail (started by heartbeat: respawn hacluster "
		    "/usr/lib/heartbeat/ipfail)\n");
		return strcmp(argv[1], "-h") == 0 ? 0 : 2;
	}
	log_open(&to);
	ipfail_init(&k.ipfail);
	k.fd = ctl_connect();
	if (k.fd == -1) {
		fprintf(stderr, "ipfail: heartbeat is not running\n");
		return 1;
	}
	if (send(k.fd, "signon ipfail\n", 14, MSG_NOSIGNAL) != 14)
		return 1;
	while (e == 0) {
		struct pollfd p = {k.fd, POLLIN, 0};

		if (poll(&p, 1, wait_ms(&k)) > 0)
			e = receive(&k);
		if (e == 0)
			e = act(&k, ipfail_tick(&k.ipfail, heartbeat_now()));
	}
	return e == -1 ? 1 : e;
}
