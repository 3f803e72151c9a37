/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdsetup events2: everything that exists, then each change. */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "setup.h"
#include "setup_info.h"

enum {
	NOTIFICATION = 23,
	HELPER = 24,
	TYPE_EXISTS = 0,
	TYPE_CREATE,
	TYPE_CHANGE,
	TYPE_DESTROY,
	TYPE_CALL,
	TYPE_RESPONSE,
	TYPE_CONTINUES = 0x8000
};

struct stream {
	const struct setup_args *args;
	int old;  /* events, not events2 */
	int done; /* the initial state is told */
};

static const char *
type_name(uint32_t type)
{
	static const char *const names[] = {
	    "exists", "create", "change", "destroy", "call", "response"};

	type &= ~(uint32_t)TYPE_CONTINUES;
	return type <= TYPE_RESPONSE ? names[type] : "unknown";
}

static void
print_time(void)
{
	struct timespec t;
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &t);
	if (gmtime_r(&t.tv_sec, &tm) == NULL)
		return;
	printf("%d-%02d-%02dT%02d:%02d:%02d.%06ld+00:00 ", tm.tm_year + 1900,
	    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
	    t.tv_nsec / 1000);
}

static void
print_resource(const struct nl_reply *r, int statistics)
{
	struct info_resource i;

	info_take_resource(r, &i);
	printf(" role:%s suspended:%s", kern_role_name(i.role),
	    info_suspended(&i));
	if (statistics)
		printf(" write-ordering:%s",
		    info_write_ordering(i.write_ordering));
}

static void
print_connection(const struct nl_reply *r, int statistics)
{
	struct info_connection i;

	info_take_connection(r, &i);
	printf(" connection:%s role:%s", info_connection_name(i.conn),
	    kern_role_name(i.role));
	if (statistics)
		printf(" congested:%s", i.congested ? "yes" : "no");
}

static void
print_device(const struct nl_reply *r, int statistics)
{
	struct info_device i;

	info_take_device(r, &i);
	printf(" disk:%s", kern_disk_name(i.disk));
	if (statistics)
		printf(" size:%" PRIu64 " read:%" PRIu64 " written:%" PRIu64
		       " al-writes:%" PRIu64 " bm-writes:%" PRIu64
		       " upper-pending:%u lower-pending:%u al-suspended:%s "
		       "blocked:%s",
		    i.size / 2, i.read / 2, i.written / 2, i.al_writes,
		    i.bm_writes, i.upper_pending, i.lower_pending,
		    i.al_suspended ? "yes" : "no", info_blocked(&i));
}

static void
print_peer_device(const struct nl_reply *r, int statistics)
{
	struct info_device i;

	memset(&i, 0, sizeof(i));
	info_take_peer_device(r, &i);
	printf(" replication:%s peer-disk:%s resync-suspended:%s",
	    info_replication(i.state.conn), kern_disk_name(i.state.peer_disk),
	    info_resync_suspended(&i));
	if (statistics)
		printf(" received:%" PRIu64 " sent:%" PRIu64
		       " out-of-sync:%" PRIu64 " pending:%u unacked:%u",
		    i.received / 2, i.sent / 2, i.out_of_sync / 2, i.pending,
		    i.unacked);
}

static void
print_helper(const struct nl_reply *r, uint32_t type)
{
	if (r->minor != NL_NO_MINOR)
		printf(" volume:%u minor:%u",
		    nl_get_u32(r->body, KERN_CONTEXT, CONTEXT_VOLUME, 0),
		    r->minor);
	printf(" helper:%s", nl_get_str(r->body, HELPER, 1));
	if (type == TYPE_RESPONSE)
		printf(" status:%u", nl_get_u32(r->body, HELPER, 2, 0));
}

static void
print_peer_name(const struct nl_reply *r)
{
	struct nl_attr a;

	printf(" peer-node-id:0");
	if (nl_find_nested(r->body, KERN_CONTEXT, CONTEXT_PEER_ADDR, &a) == 0)
		printf(" conn-name:peer");
}

static void
print_event(void *ctx, const struct nl_reply *r)
{
	static const struct {
		uint8_t cmd;
		const char *name;
		void (*print)(const struct nl_reply *r, int statistics);
	} kinds[] = {{KERN_RESOURCE_STATE, "resource", print_resource},
	    {KERN_CONNECTION_STATE, "connection", print_connection},
	    {KERN_DEVICE_STATE, "device", print_device},
	    {KERN_PEER_DEVICE_STATE, "peer-device", print_peer_device},
	    {KERN_HELPER, "helper", NULL}};
	struct stream *s = ctx;
	const char *name = nl_get_str(r->body, KERN_CONTEXT, CONTEXT_RESOURCE);
	uint32_t type = nl_get_u32(r->body, NOTIFICATION, 1, TYPE_EXISTS);
	size_t i;

	if (s->old) {
		events_print_old(s->args, r);
		return;
	}
	if (r->cmd == KERN_INITIAL_STATE_DONE) {
		s->done = 1;
		printf("exists -\n");
		return;
	}
	if (s->args->n_words > 0 && strcmp(s->args->words[0], name) != 0)
		return;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (kinds[i].cmd != r->cmd)
			continue;
		if (s->args->timestamps)
			print_time();
		printf("%s %s name:%s", type_name(type), kinds[i].name, name);
		if (r->cmd == KERN_CONNECTION_STATE ||
		    r->cmd == KERN_PEER_DEVICE_STATE || r->cmd == KERN_HELPER)
			print_peer_name(r);
		if (r->cmd == KERN_DEVICE_STATE ||
		    r->cmd == KERN_PEER_DEVICE_STATE)
			printf(" volume:%u", nl_get_u32(r->body, KERN_CONTEXT,
						 CONTEXT_VOLUME, 0));
		if (r->cmd == KERN_DEVICE_STATE)
			printf(" minor:%u", r->minor);
		if (r->cmd == KERN_HELPER)
			print_helper(r, type & ~(uint32_t)TYPE_CONTINUES);
		else if ((type & ~(uint32_t)TYPE_CONTINUES) != TYPE_DESTROY)
			kinds[i].print(r, s->args->statistics);
		printf("\n");
	}
	fflush(stdout);
}

static int
print_initial(void *ctx, const struct nl_reply *r)
{
	print_event(ctx, r);
	return 0;
}

int
setup_events2(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a)
{
	struct stream stream = {a, strcmp(c->name, "events") == 0, 0};
	static struct nlsock events;
	struct pollfd pfd = {.events = POLLIN};
	struct nl_msg m;

	/* listen first: what changes during the dump must not be missed */
	if (!a->now &&
	    (nlsock_open(&events) != 0 || nlsock_listen(&events) != 0)) {
		fprintf(stderr, "drbdsetup: no events of the kernel: %s\n",
		    strerror(errno));
		return SETUP_USAGE;
	}
	nl_begin(&m, stream.old ? KERN_GET_STATUS : KERN_GET_INITIAL_STATE,
	    NL_NO_MINOR, 0);
	if (nlsock_dump(s, &m, print_initial, &stream) != 0) {
		fprintf(stderr, "drbdsetup: no answer of the kernel: %s\n",
		    strerror(errno));
		return SETUP_USAGE;
	}
	if (!stream.done && !stream.old)
		printf("exists -\n");
	fflush(stdout);
	if (a->now)
		return 0;
	pfd.fd = events.fd;
	for (;;) {
		if (poll(&pfd, 1, -1) == -1 && errno != EINTR)
			return SETUP_USAGE;
		if (nlsock_events(&events, print_event, &stream) != 0)
			fprintf(stderr, "drbdsetup: events were lost: %s\n",
			    strerror(errno));
		if (ferror(stdout))
			return SETUP_USAGE;
	}
}
