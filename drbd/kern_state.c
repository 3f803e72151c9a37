/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A device's state out of the reply to GET_STATUS. */
#include <stdio.h>
#include <string.h>

#include "kern.h"

void
kern_take_bits(struct kern_state *st, uint32_t s)
{
	st->role = s & 3;
	st->peer_role = s >> 2 & 3;
	st->conn = s >> 4 & 31;
	st->disk = s >> 9 & 15;
	st->peer_disk = s >> 13 & 15;
	st->susp = (int)(s >> 17 & 1);
	st->aftr_isp = (int)(s >> 18 & 1);
	st->peer_isp = (int)(s >> 19 & 1);
	st->user_isp = (int)(s >> 20 & 1);
	st->susp_nod = (int)(s >> 21 & 1);
	st->susp_fen = (int)(s >> 22 & 1);
}

void
kern_state(const struct nl_reply *r, struct kern_state *st)
{
	struct nl_attr a;
	int i;

	memset(st, 0, sizeof(*st));
	st->minor = r->minor;
	st->known = r->minor != NL_NO_MINOR && r->ret == KERN_NO_ERROR;
	st->volume = nl_get_u32(r->body, KERN_CONTEXT, CONTEXT_VOLUME, 0);
	snprintf(st->resource, sizeof(st->resource), "%s",
	    nl_get_str(r->body, KERN_CONTEXT, CONTEXT_RESOURCE));
	if (nl_find_nested(r->body, KERN_STATE, STATE_CURRENT, &a) != 0)
		return;
	kern_take_bits(st, nl_u32(&a));
	st->configured =
	    st->conn != CONN_STANDALONE || st->disk != DISK_STATE_DISKLESS;
	st->md_flags = nl_get_u32(r->body, KERN_STATE, STATE_DISK_FLAGS, 0);
	st->bits_total = nl_get_u64(r->body, KERN_STATE, STATE_BITS_TOTAL);
	st->bits_oos = nl_get_u64(r->body, KERN_STATE, STATE_BITS_OOS);
	st->rs_total = nl_get_u64(r->body, KERN_STATE, STATE_RS_TOTAL);
	st->rs_failed = nl_get_u64(r->body, KERN_STATE, STATE_RS_FAILED);
	if (nl_find_nested(r->body, KERN_STATE, STATE_UUIDS, &a) == 0)
		for (i = 0; i < 4 && a.len >= 8 * ((size_t)i + 1); i++)
			memcpy(&st->uuids[i], a.data + 8 * i, 8);
}

int
kern_get_state(struct nlsock *s, uint32_t minor, struct kern_state *st,
    struct nl_reply *r)
{
	struct nl_msg m;

	nl_begin(&m, KERN_GET_STATUS, minor, 0);
	if (nlsock_call(s, &m, r) != 0)
		return -1;
	kern_state(r, st);
	return 0;
}
