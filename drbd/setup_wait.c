/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdsetup: waiting for the peer, or for the end of a resync. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "conf.h"
#include "now.h"
#include "setup.h"

enum { TIMEOUT_DEFAULT, TIMEOUT_DEGRADED, TIMEOUT_OUTDATED };

void
setup_fix_limits(struct setup_limits *l)
{
	/* 0 is for ever, so longer than all */
	if (l->wfc_s != 0 && (l->degr_s == 0 || l->degr_s > l->wfc_s)) {
		fprintf(stderr,
		    "degr-wfc-timeout has to be shorter than wfc-timeout\n"
		    "degr-wfc-timeout implicitly set to wfc-timeout (%ds)\n",
		    l->wfc_s);
		l->degr_s = l->wfc_s;
	}
	if (l->degr_s != 0 &&
	    (l->outdated_s == 0 || l->outdated_s > l->degr_s)) {
		fprintf(stderr,
		    "outdated-wfc-timeout has to be shorter than "
		    "degr-wfc-timeout\n"
		    "outdated-wfc-timeout implicitly set to degr-wfc-timeout "
		    "(%ds)\n",
		    l->degr_s);
		l->outdated_s = l->degr_s;
	}
}

int
setup_choose_limit(struct nlsock *s, uint32_t minor,
    const struct setup_limits *l)
{
	struct nl_reply r;
	struct nl_msg m;

	nl_begin(&m, KERN_GET_TIMEOUT_TYPE, minor, 0);
	if (nlsock_call(s, &m, &r) != 0 || r.ret != KERN_NO_ERROR)
		return -1;
	switch (nl_get_u32(r.body, KERN_TIMEOUT, TIMEOUT_TYPE, 0)) {
	case TIMEOUT_DEGRADED:
		return l->degr_s;
	case TIMEOUT_OUTDATED:
		return l->outdated_s;
	default:
		return l->wfc_s;
	}
}

int
setup_is_connected(const struct kern_state *st, int after_sb)
{
	return st->conn >= CONN_CONNECTED ||
	       (st->conn == CONN_STANDALONE && !after_sb);
}

int
setup_is_synced(const struct kern_state *st, int after_sb)
{
	return st->conn == CONN_CONNECTED ||
	       (st->conn == CONN_STANDALONE && !after_sb);
}

static void
set_limits(struct setup_limits *l, const struct setup_args *a)
{
	const struct opt_desc *d;
	int64_t v;
	int i;

	memset(l, 0, sizeof(*l));
	for (i = 0; i < a->n_given; i++) {
		d = a->given[i].desc;
		opt_value(d, a->given[i].value, &v);
		if (d->name[0] == 'w' && d->kind == OPT_BOOL)
			l->after_sb = (int)v;
		else if (d->name[0] == 'w')
			l->wfc_s = (int)v;
		else if (d->name[0] == 'd')
			l->degr_s = (int)v;
		else
			l->outdated_s = (int)v;
	}
	setup_fix_limits(l);
}

/* Look at the state whenever the driver reports an event. */
static int
wait_until(struct nlsock *s, struct nlsock *events, uint32_t minor,
    int (*done)(const struct kern_state *, int), const struct setup_limits *l,
    int64_t limit_ms)
{
	struct pollfd pfd = {.fd = events->fd, .events = POLLIN};
	int64_t end = limit_ms == 0 ? INT64_MAX : now_ms() + limit_ms, left;
	struct kern_state st;
	struct nl_reply r;
	int code;

	for (;;) {
		code = setup_state(s, "wait", minor, &st, &r);
		if (code != 0)
			return code;
		if (done(&st, l->after_sb))
			return 0;
		left = end - now_ms();
		if (left <= 0)
			return SETUP_TIMEOUT;
		/* the resync's progress is no event, its end is */
		if (poll(&pfd, 1, left > 60000 ? 60000 : (int)left) == -1 &&
		    errno != EINTR)
			return SETUP_USAGE;
		nlsock_events(events, NULL, NULL);
	}
}

int
setup_wait(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a)
{
	int minor = conf_device_minor(a->words[0]), limit_s, code;
	static struct nlsock events;
	struct setup_limits l;

	set_limits(&l, a);
	limit_s = minor < 0 ? -1 : setup_choose_limit(s, (uint32_t)minor, &l);
	if (limit_s < 0) {
		fprintf(stderr, "error determining which timeout to use: "
				"minor not available\n");
		return SETUP_USAGE;
	}
	if (nlsock_open(&events) != 0 || nlsock_listen(&events) != 0) {
		fprintf(stderr, "drbdsetup: no events of the kernel: %s\n",
		    strerror(errno));
		return SETUP_USAGE;
	}
	code = wait_until(s, &events, (uint32_t)minor,
	    strcmp(c->name, "wait-sync") == 0 ? setup_is_synced
					      : setup_is_connected,
	    &l, (int64_t)limit_s * 1000);
	nlsock_close(&events);
	return code;
}
