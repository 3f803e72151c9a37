/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdsetup events: the lines that 8.4's tools printed before events2. */
#include <stdio.h>
#include <string.h>

#include "conf.h"
#include "setup.h"
#include "setup_info.h"

/* Why the driver tells a state: include/linux/drbd.h. */
enum { REPLY = 1, STATE_CHANGE, HELPER_CALL, HELPER_DONE, PROGRESS };

static void
print_name(const struct nl_reply *r, const struct kern_state *st,
    const char *what)
{
	printf("%u %s %u,%s[%u]", r->seq, what, r->minor, st->resource,
	    st->volume);
}

static void
print_state(const struct nl_reply *r, const char *what,
    const struct kern_state *st)
{
	print_name(r, st, what);
	printf(" { cs:%s ro:%s/%s ds:%s/%s %c%c%c%c }\n",
	    kern_conn_name(st->conn), kern_role_name(st->role),
	    kern_role_name(st->peer_role), kern_disk_name(st->disk),
	    kern_disk_name(st->peer_disk),
	    st->susp || st->susp_nod || st->susp_fen ? 's' : 'r',
	    st->aftr_isp ? 'a' : '-', st->peer_isp ? 'p' : '-',
	    st->user_isp ? 'u' : '-');
}

static void
print_change(const struct nl_reply *r, const struct kern_state *st)
{
	struct kern_state other = *st;

	kern_take_bits(&other,
	    nl_get_u32(r->body, KERN_STATE, STATE_PREVIOUS, 0));
	print_state(r, "ST-prev", &other);
	kern_take_bits(&other, nl_get_u32(r->body, KERN_STATE, STATE_NEW, 0));
	print_state(r, "ST-new", &other);
	print_state(r, "ST", st);
}

/* Whether the words behind the command name it; none, or all, is each. */
static int
is_wanted(const struct setup_args *a, const struct nl_reply *r)
{
	return a->n_words == 0 || strcmp(a->words[0], "all") == 0 ||
	       (uint32_t)conf_device_minor(a->words[0]) == r->minor;
}

void
events_print_old(const struct setup_args *a, const struct nl_reply *r)
{
	struct kern_state st;
	unsigned done;

	kern_state(r, &st);
	if (r->cmd == KERN_INITIAL_STATE_DONE || !is_wanted(a, r))
		return;
	switch (nl_get_u32(r->body, KERN_STATE, STATE_REASON, 0)) {
	case REPLY:
		print_state(r, "ST", &st);
		break;
	case STATE_CHANGE:
		print_change(r, &st);
		break;
	case HELPER_CALL:
		print_name(r, &st, "UH");
		printf(" %s\n", nl_get_str(r->body, KERN_STATE, STATE_HELPER));
		break;
	case HELPER_DONE:
		print_name(r, &st, "UH-post");
		printf(" %s 0x%04x\n",
		    nl_get_str(r->body, KERN_STATE, STATE_HELPER),
		    nl_get_u32(r->body, KERN_STATE, STATE_HELPER_EXIT, 0));
		break;
	case PROGRESS:
		done = info_synced_permille(&st);
		print_name(r, &st, "SP");
		printf(" %u.%u\n", done / 10, done % 10);
		break;
	default:
		/* a resource, or what only events2 tells */
		printf("%u R - %s\n", r->seq, st.resource);
	}
	fflush(stdout);
}
