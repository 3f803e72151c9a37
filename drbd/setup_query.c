/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdsetup: the state of one device, in one line or for a shell. */
#include <stdio.h>
#include <string.h>

#include "conf.h"
#include "meta.h"
#include "setup.h"
#include "setup_info.h"

static const char *
yes(int on)
{
	return on ? "1" : "";
}

static void
sh_status(const struct kern_state *st, uint32_t minor)
{
	printf("_minor=%u\n_res_name=%s\n", minor, st->resource);
	if (!st->known) {
		printf("_volume=-1\n_known=NA # not available or not yet "
		       "created\n\n");
	} else {
		printf("_volume=%u\n_known=%s\n\n", st->volume,
		    st->configured ? "Configured" : "Unconfigured");
	}
	if (!st->configured) {
		printf("_cstate=Unconfigured\n_role=\n_peer=\n_disk=\n_pdsk=\n"
		       "_flags_susp=\n_flags_aftr_isp=\n_flags_peer_isp=\n"
		       "_flags_user_isp=\n_resynced_percent=\n\n"
		       "_sh_status_process\n\n\n");
		return;
	}
	printf("_cstate=%s\n_role=%s\n_peer=%s\n_disk=%s\n_pdsk=%s\n\n",
	    kern_conn_name(st->conn), kern_role_name(st->role),
	    kern_role_name(st->peer_role), kern_disk_name(st->disk),
	    kern_disk_name(st->peer_disk));
	printf("_flags_susp=%s\n_flags_aftr_isp=%s\n_flags_peer_isp=%s\n"
	       "_flags_user_isp=%s\n\n",
	    yes(st->susp), yes(st->aftr_isp), yes(st->peer_isp),
	    yes(st->user_isp));
	printf("_resynced_percent=");
	if (st->conn >= CONN_SYNC_SOURCE && st->conn <= CONN_PAUSED_SYNC_T &&
	    st->rs_total > 0) {
		unsigned permille = info_synced_permille(st);

		printf("%u.%u", permille / 10, permille % 10);
	}
	printf("\n\n_sh_status_process\n\n\n");
}

static int
print_gi(const char *name, const struct kern_state *st)
{
	if (!st->configured || st->disk == DISK_STATE_DISKLESS) {
		printf("Device is unconfigured\n");
		return 1;
	}
	if (strcmp(name, "get-gi") == 0) {
		meta_print_gi(st->uuids, st->md_flags);
		return 0;
	}
	meta_print_gi_picture(st->uuids, st->md_flags);
	printf("meta-data: %s\n",
	    st->md_flags & MD_AL_CLEAN ? "clean" : "need apply-al");
	return 0;
}

/* One device's sh-status; what a dump calls, too. */
static int
dump_sh_status(void *ctx, const struct nl_reply *r)
{
	struct kern_state st;

	(void)ctx;
	if (r->minor == NL_NO_MINOR)
		return 0;
	kern_state(r, &st);
	sh_status(&st, r->minor);
	return 0;
}

int
setup_query(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a)
{
	struct kern_state st;
	struct nl_reply r;
	struct nl_msg m;
	int minor, code;

	if (a->n_words == 0) {
		nl_begin(&m, KERN_GET_STATUS, NL_NO_MINOR, 0);
		return nlsock_dump(s, &m, dump_sh_status, NULL) == 0
			   ? 0
			   : SETUP_USAGE;
	}
	minor = setup_minor(a->words[0]);
	if (minor < 0)
		return SETUP_USAGE;
	if (strcmp(c->name, "sh-status") == 0) {
		if (kern_get_state(s, (uint32_t)minor, &st, &r) != 0)
			return SETUP_USAGE;
		sh_status(&st, (uint32_t)minor);
		return 0;
	}
	code = setup_state(s, a->words[0], (uint32_t)minor, &st, &r);
	if (code != 0)
		return code;
	if (strstr(c->name, "-gi") != NULL)
		return print_gi(c->name, &st);
	if (strcmp(c->name, "state") == 0)
		fprintf(stderr, "'drbdsetup ... state' is deprecated, use "
				"'drbdsetup ... role' instead.\n");
	if (!st.configured)
		printf("Unconfigured\n");
	else if (strcmp(c->name, "cstate") == 0)
		printf("%s\n", kern_conn_name(st.conn));
	else if (strcmp(c->name, "dstate") == 0)
		printf("%s/%s\n", kern_disk_name(st.disk),
		    kern_disk_name(st.peer_disk));
	else
		printf("%s/%s\n", kern_role_name(st.role),
		    kern_role_name(st.peer_role));
	return 0;
}
