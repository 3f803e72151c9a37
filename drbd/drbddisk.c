/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbddisk: heartbeat's resource script that makes a DRBD resource primary. */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "adm.h"
#include "adm_verb.h"
#include "now.h"

enum {
	START_TRIES = 6, /* heartbeat may be faster than DRBD's ping */
	STOP_TRIES = 3,  /* a file system may need to be let go of */
	TRY_MS = 1000,
	LSB_STOPPED = 3,
	LSB_UNKNOWN = 4
};

static int
usage(FILE *f)
{
	fprintf(f, "usage: drbddisk [RESOURCE] start|stop|status\n");
	return f == stdout ? 0 : 1;
}

static int
admin(const char *verb, const char *resource)
{
	char *argv[] = {(char[]){"drbdadm"}, NULL, NULL, NULL};
	char words[2][128];

	snprintf(words[0], sizeof(words[0]), "%s", verb);
	snprintf(words[1], sizeof(words[1]), "%s", resource);
	argv[1] = words[0];
	argv[2] = words[1];
	return adm_main(3, argv);
}

/* Wait until end, or until the driver's state changes. */
static void
wait_for_change(struct nlsock *events, int64_t end)
{
	struct pollfd p = {.fd = events->fd, .events = POLLIN};
	int64_t left = end - now_ms();

	/* without events (fd -1) this is only the time */
	if (left > 0 && poll(&p, 1, (int)left) > 0)
		nlsock_events(events, NULL, NULL);
}

/* The state of a resource's first device; not known when it has none here. */
static void
look(const struct conf_resource *r, struct kern_state *st)
{
	struct nl_reply reply;
	struct nlsock s;

	if (r == NULL || r->me == NULL || r->me->volumes == NULL ||
	    nlsock_open(&s) != 0)
		return;
	if (kern_get_state(&s, (uint32_t)r->me->volumes->minor, st, &reply) !=
	    0)
		st->known = 0;
	nlsock_close(&s);
}

/* A refusal of the driver may not be its last word; an unknown resource is. */
static int
may_change(int code)
{
	return code != 0 && code != ADM_USAGE && code != ADM_SYSTEM;
}

/* The driver pings the peer before it refuses: one that is still connected,
 * and primary, lives, and is asked once more only. */
static int
peer_is_primary(const char *resource)
{
	static struct adm adm;
	const struct conf_resource *r = NULL;
	struct kern_state st = {0};

	if (adm_load(&adm, 0) == 0)
		r = conf_resource(&adm.conf, resource);
	look(r, &st);
	conf_free(&adm.conf);
	return st.known && st.conn >= CONN_CONNECTED &&
	       st.peer_role == ROLE_PRIMARY;
}

/* Try now, on each event of the driver, and at least each second. */
static int
retry(const char *verb, const char *resource, int tries)
{
	static struct nlsock events;
	int64_t end;
	int code, i;

	if (nlsock_open(&events) != 0)
		events.fd = -1;
	else if (nlsock_listen(&events) != 0)
		nlsock_close(&events);
	code = admin(verb, resource);
	if (may_change(code) && strcmp(verb, "primary") == 0 &&
	    peer_is_primary(resource))
		tries = 2;
	for (i = 1; i < tries && may_change(code); i++) {
		end = now_ms() + TRY_MS;
		while (may_change(code) && now_ms() < end) {
			wait_for_change(&events, end);
			code = admin(verb, resource);
		}
	}
	nlsock_close(&events);
	return code != 0;
}

/* The resource's role, as its first device has it. */
static int
status(const char *resource)
{
	static struct adm adm;
	const struct conf_resource *r = NULL;
	struct kern_state st = {0};

	if (strcmp(resource, "all") == 0) {
		fprintf(stderr, "drbddisk: status wants one resource, not "
				"all\n");
		return 10;
	}
	if (adm_load(&adm, 0) == 0)
		r = conf_resource(&adm.conf, resource);
	if (r == NULL || r->me == NULL)
		fprintf(stderr,
		    "'%s' not defined in your config (for this "
		    "host).\n",
		    resource);
	look(r, &st);
	conf_free(&adm.conf);
	if (!st.known || !st.configured) {
		printf("stopped (Unconfigured)\n");
		return LSB_STOPPED;
	}
	if (st.role == ROLE_PRIMARY) {
		printf("running (Primary)\n");
		return 0;
	}
	if (st.role == ROLE_SECONDARY) {
		printf("stopped (Secondary)\n");
		return LSB_STOPPED;
	}
	printf("cannot determine status, may be running (%s)\n",
	    kern_role_name(st.role));
	return LSB_UNKNOWN;
}

int
drbddisk_main(int argc, char **argv)
{
	const char *resource = argc == 3 ? argv[1] : "all";
	const char *verb = argv[argc - 1];

	if (argc == 2 && strcmp(verb, "--help") == 0)
		return usage(stdout);
	if (argc != 2 && argc != 3)
		return usage(stderr);
	if (strcmp(verb, "start") == 0)
		return retry("primary", resource, START_TRIES);
	if (strcmp(verb, "stop") == 0)
		return retry("secondary", resource, STOP_TRIES);
	if (strcmp(verb, "status") == 0)
		return status(resource);
	return usage(stderr);
}
