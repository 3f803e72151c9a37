/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdsetup status: all resources with their devices and peers. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "setup.h"
#include "setup_info.h"

/* Colours of what needs an eye on it, with --color=always; bold is what is
 * this node's. */
#define RED "\033[31m"
#define BOLD_RED "\033[1;31m"
#define GREEN "\033[32m"
#define BOLD_GREEN "\033[1;32m"
#define CYAN "\033[36m"
#define BOLD_CYAN "\033[1;36m"
#define PLAIN "\033[0m"

static const char *
colored(const struct setup_args *a, const char *color, const char *text,
    char buf[48])
{
	if (!a->color || color == NULL)
		return text;
	snprintf(buf, 48, "%s%s%s", color, text, PLAIN);
	return buf;
}

static const char *
disk_color(unsigned disk, int own)
{
	if (disk == DISK_STATE_UP_TO_DATE)
		return own ? BOLD_GREEN : GREEN;
	return own ? BOLD_RED : RED;
}

static const char *
replication_color(unsigned conn)
{
	if (conn == CONN_SYNC_TARGET || conn == CONN_PAUSED_SYNC_T)
		return BOLD_RED;
	return conn == CONN_SYNC_SOURCE ? RED : NULL;
}

/* Lines are broken at 80 columns, colours counted. */
struct line {
	int indent; /* of what does not fit */
	int column; /* 0: nothing is printed yet */
};

__attribute__((format(printf, 3, 4))) static void
put(struct line *l, int first, const char *fmt, ...)
{
	char text[128];
	va_list ap;
	int len;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	len = (int)strlen(text);
	if (l->column == 0) {
		printf("%*s%s", first, "", text);
		l->column = first + len;
	} else if (l->column + 1 + len > 80) {
		printf("\n%*s%s", l->indent, "", text);
		l->column = l->indent + len;
	} else {
		printf(" %s", text);
		l->column += 1 + len;
	}
}

static void
put_done(struct line *l, const struct info_device *d)
{
	uint64_t left = d->state.bits_oos, total = d->state.rs_total;
	unsigned part;

	if (total == 0)
		return;
	if (left > total)
		left = total;
	part = (unsigned)((total - left) * 10000 / total);
	put(l, 4, "done:%u.%02u", part / 100, part % 100);
}

static void
print_peer_device(const struct setup_args *a, const struct info_device *d,
    int several)
{
	const struct kern_state *st = &d->state;
	struct line l = {.indent = 8}, m = l;
	char buf[48];

	if (several || a->verbose)
		put(&l, 4, "volume:%u", d->volume);
	if (a->verbose || st->conn >= CONN_CONNECTED)
		put(&l, 4, "replication:%s",
		    colored(a, replication_color(st->conn),
			info_replication(st->conn), buf));
	put(&l, 4, "peer-disk:%s",
	    colored(a, disk_color(st->peer_disk, 0),
		kern_disk_name(st->peer_disk), buf));
	if (info_is_syncing(st->conn))
		put_done(&l, d);
	if (a->verbose || strcmp(info_resync_suspended(d), "no") != 0)
		put(&l, 4, "resync-suspended:%s", info_resync_suspended(d));
	printf("\n");
	if (!a->statistics)
		return;
	put(&m, 8, "received:%" PRIu64, d->received / 2);
	put(&m, 8, "sent:%" PRIu64, d->sent / 2);
	put(&m, 8, "out-of-sync:%" PRIu64, d->out_of_sync / 2);
	put(&m, 8, "pending:%u", d->pending);
	put(&m, 8, "unacked:%u", d->unacked);
	printf("\n");
}

static void
print_device(const struct setup_args *a, const struct info_device *d,
    int several)
{
	struct line l = {.indent = 6};
	char buf[48];

	printf("  ");
	if (several || a->verbose)
		printf("volume:%u ", d->volume);
	if (a->verbose)
		printf("minor:%u ", d->minor);
	printf("disk:%s",
	    colored(a, disk_color(d->disk, 1), kern_disk_name(d->disk), buf));
	if (!a->statistics && d->upper_blocked)
		printf(" blocked:%s", info_blocked(d));
	printf("\n");
	if (!a->statistics)
		return;
	put(&l, 6, "size:%" PRIu64, d->size / 2);
	put(&l, 6, "read:%" PRIu64, d->read / 2);
	put(&l, 6, "written:%" PRIu64, d->written / 2);
	put(&l, 6, "al-writes:%" PRIu64, d->al_writes);
	put(&l, 6, "bm-writes:%" PRIu64, d->bm_writes);
	put(&l, 6, "upper-pending:%u", d->upper_pending);
	put(&l, 6, "lower-pending:%u", d->lower_pending);
	put(&l, 6, "al-suspended:%s", d->al_suspended ? "yes" : "no");
	put(&l, 6, "blocked:%s", info_blocked(d));
	printf("\n");
}

static void
print_resource(const struct setup_args *a, const struct info *in,
    const struct info_resource *r)
{
	const struct info_connection *c = info_connection(in, r->name);
	int i, several = info_count_devices(in, r->name) > 1;
	char buf[48];

	printf("%s role:%s", r->name,
	    colored(a, r->role == ROLE_PRIMARY ? BOLD_CYAN : NULL,
		kern_role_name(r->role), buf));
	if (a->verbose || r->susp || r->susp_nod || r->susp_fen)
		printf(" suspended:%s", info_suspended(r));
	if (a->statistics)
		printf("\n    write-ordering:%s",
		    info_write_ordering(r->write_ordering));
	printf("\n");
	for (i = 0; i < in->n_devices; i++)
		if (strcmp(in->devices[i].resource, r->name) == 0)
			print_device(a, &in->devices[i], several);
	if (c != NULL) {
		printf("  peer");
		if (a->verbose || !info_is_connected(c->conn))
			printf(" connection:%s",
			    colored(a,
				!info_is_connected(c->conn) ? BOLD_RED : NULL,
				info_connection_name(c->conn), buf));
		if (a->verbose || info_is_connected(c->conn))
			printf(" role:%s",
			    colored(a, c->role == ROLE_PRIMARY ? CYAN : NULL,
				kern_role_name(c->role), buf));
		if (a->verbose || a->statistics)
			printf(" congested:%s", c->congested ? "yes" : "no");
		printf("\n");
		for (i = 0; i < in->n_devices; i++)
			if (strcmp(in->devices[i].resource, r->name) == 0 &&
			    (a->verbose || info_is_connected(c->conn)))
				print_peer_device(a, &in->devices[i], several);
	}
	printf("\n");
}

int
setup_status(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a)
{
	static struct info in;
	const char *only = a->n_words > 0 ? a->words[0] : NULL;
	int i, found = 0, code;

	(void)c;
	code = info_read(s, &in);
	if (code != 0)
		return code;
	for (i = 0; i < in.n_resources; i++) {
		if (only != NULL && strcmp(in.resources[i].name, only) != 0)
			continue;
		print_resource(a, &in, &in.resources[i]);
		found = 1;
	}
	if (only == NULL || found)
		return 0;
	fprintf(stderr, "%s: No such resource\n", only);
	return SETUP_FAILED;
}
