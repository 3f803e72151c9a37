/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdsetup: what the driver says yes to, and does not always do. */
#include <poll.h>
#include <stdio.h>

#include "now.h"
#include "setup.h"

enum {
	TRANSIENT_MS = 5000, /* a resync that is about to start */
	AGAIN_MS = 50
};

/* While it is connected an outdated disk is up to date again at once; and in
 * the middle of another change nothing is paused or resumed. */
static int
is_done(uint8_t op, const struct kern_state *st)
{
	if (op == KERN_OUTDATE)
		return st->disk <= DISK_STATE_OUTDATED;
	return st->user_isp == (op == KERN_PAUSE_SYNC);
}

int
setup_confirmed(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a)
{
	int64_t end = now_ms() + TRANSIENT_MS;
	int code, minor = setup_minor(a->words[0]);
	struct kern_state st;
	struct nl_reply r;

	for (;;) {
		code = setup_simple(s, c, a);
		if (code == 0)
			code = setup_state(s, a->words[0], (uint32_t)minor, &st,
			    &r);
		if (code != 0 || is_done(c->op, &st))
			return code;
		if (c->op == KERN_OUTDATE || now_ms() >= end)
			break;
		poll(NULL, 0, AGAIN_MS);
	}
	r.ret = c->op == KERN_OUTDATE ? KERN_SS_CONNECTED_OUTDATES
				      : KERN_SS_IN_TRANSIENT_STATE;
	kern_complain(a->words[0], &r);
	return kern_exit_code(r.ret);
}
