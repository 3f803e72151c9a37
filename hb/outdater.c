/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbd-peer-outdater(8), DRBD's fence-peer handler; and dopd, no longer. */
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
#include "outdate.h"

#define NO_RESPAWN 100
#define DEFAULT_S 60

static const char usage_text[] =
    "usage: drbd-peer-outdater [-t SECONDS] [-r RESOURCE] [-p NODE]\n"
    "  of drbd.conf: handlers { fence-peer "
    "\"/usr/lib/heartbeat/drbd-peer-outdater -t 5\"; }\n"
    "  -t  how long to wait for the other node (60)\n"
    "  -r  instead of $DRBD_RESOURCE, -p instead of $DRBD_PEER\n";

/* The daemon's one word, or that it did not come in time. */
static int
answer(int fd, int64_t limit_ms)
{
	struct mono end = mono_add(heartbeat_now(), limit_ms);
	struct pollfd p = {fd, POLLIN, 0};
	char text[64];
	long long code;
	int64_t left;
	ssize_t n;

	do {
		left = mono_between(heartbeat_now(), end);
		if (left <= 0)
			return OUTDATE_NO_NODE;
	} while (poll(&p, 1, (int)left) < 1);
	n = read(fd, text, sizeof(text) - 1);
	if (n < 1)
		return OUTDATE_NO_NODE;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	if (num_parse(text, 0, 255, &code) == 0)
		return (int)code;
	fprintf(stderr, "drbd-peer-outdater: %s\n", text);
	return OUTDATE_FAILED;
}

int
outdater_main(int argc, char **argv)
{
	const char *res = getenv("DRBD_RESOURCE"), *peer = getenv("DRBD_PEER");
	long long limit_s = DEFAULT_S;
	char line[256];
	int c, n, fd;

	if (argc == 2 && strcmp(argv[1], "-h") == 0) {
		fputs(usage_text, stdout);
		return 0;
	}
	while ((c = getopt(argc, argv, "t:r:p:")) != -1)
		if (c == 'r')
			res = optarg;
		else if (c == 'p')
			peer = optarg;
		else if (c != 't' || num_parse(optarg, 1, 3600, &limit_s) == -1)
			res = NULL;
	if (optind < argc || res == NULL || peer == NULL ||
	    !outdate_is_name(res) || strchr(peer, ' ') != NULL) {
		fputs(usage_text, stderr);
		return OUTDATE_FAILED;
	}
	n = snprintf(line, sizeof(line), "outdate %s %s\n", res, peer);
	if (n < 0 || (size_t)n >= sizeof(line))
		return OUTDATE_FAILED;
	fd = ctl_connect();
	if (fd == -1 || send(fd, line, (size_t)n, MSG_NOSIGNAL) != n) {
		fprintf(stderr, "drbd-peer-outdater: heartbeat is not "
				"running\n");
		return OUTDATE_NO_NODE;
	}
	return answer(fd, limit_s * 1000);
}

int
dopd_main(int argc, char **argv)
{
	(void)argv;
	fprintf(argc > 1 ? stdout : stderr,
	    "dopd: heartbeat itself does what it did; its line in ha.cf may "
	    "stay or go\n");
	return argc > 1 ? 0 : NO_RESPAWN;
}
