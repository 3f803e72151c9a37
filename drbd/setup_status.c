/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdsetup status: all resources with their devices and peers. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "setup.h"
#include "setup_info.h"

/* Colours of what needs an eye on it, with --color=always. */
#define RED "\033[31m"
#define BRIGHT_RED "\033[1;31m"
#define GREEN "\033[1;32m"
#define CYAN "\033[1;36m"
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
		return own ? GREEN : NULL;
	return own ? BRIGHT_RED : RED;
}

/* Statistics are broken at 80 columns. */
struct line {
	int indent, column;
};

static void
put(struct line *l, const char *name, uint64_t value)
{
	char text[64];
	int len = snprintf(text, sizeof(text), " %s:%" PRIu64, name, value);

	if (l->column + len > 80 || l->column == 0) {
		printf("%s%*s", l->column == 0 ? "" : "\n", l->indent, "");
		l->column = l->indent;
	}
	printf("%s", l->column == l->indent ? text + 1 : text);
	l->column += len - (l->column == l->indent);
}

static void
put_text(struct line *l, const char *name, const char *value)
{
	char text[64];
	int len = snprintf(text, sizeof(text), " %s:%s", name, value);

	if (l->column + len > 80) {
		printf("\n%*s", l->indent, "");
		l->column = l->indent - 1;
	}
	printf("%s", text + (l->column < l->indent));
	l->column += len;
}

static void
print_done(const struct info_device *d)
{
	uint64_t left = d->state.bits_oos, total = d->state.rs_total;
	unsigned part;

	if (total == 0)
		return;
	if (left > total)
		left = total;
	part = (unsigned)((total - left) * 10000 / total);
	printf(" done:%u.%02u", part / 100, part % 100);
}

static void
print_peer_device(const struct setup_args *a, const struct info *in,
    const struct info_device *d, int several)
{
	const struct kern_state *st = &d->state;
	const char *gap = "";
	char buf[48];

	if (!a->verbose && st->conn == CONN_CONNECTED && !several &&
	    st->peer_disk != DISK_STATE_UP_TO_DATE) {
		printf("    peer-disk:%s\n",
		    colored(a, disk_color(st->peer_disk, 0),
			kern_disk_name(st->peer_disk), buf));
		return;
	}
	printf("    ");
	if (several || a->verbose) {
		printf("volume:%u", d->volume);
		gap = " ";
	}
	if (a->verbose || st->conn > CONN_CONNECTED) {
		printf("%sreplication:%s", gap,
		    colored(a, st->conn > CONN_CONNECTED ? RED : NULL,
			info_replication(st->conn), buf));
		gap = " ";
	}
	printf("%speer-disk:%s", gap,
	    colored(a, disk_color(st->peer_disk, 0),
		kern_disk_name(st->peer_disk), buf));
	if (info_is_syncing(st->conn))
		print_done(d);
	if (a->verbose)
		printf("%sresync-suspended:%s",
		    info_is_syncing(st->conn) ? "\n        " : " ",
		    info_resync_suspended(d));
	if (a->statistics) {
		printf("\n        received:%" PRIu64 " sent:%" PRIu64
		       " out-of-sync:%" PRIu64 " pending:%u unacked:%u",
		    d->received / 2, d->sent / 2, d->out_of_sync / 2,
		    d->pending, d->unacked);
	}
	printf("\n");
	(void)in;
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
	put(&l, "size", d->size / 2);
	put(&l, "read", d->read / 2);
	put(&l, "written", d->written / 2);
	put(&l, "al-writes", d->al_writes);
	put(&l, "bm-writes", d->bm_writes);
	put(&l, "upper-pending", d->upper_pending);
	put(&l, "lower-pending", d->lower_pending);
	put_text(&l, "al-suspended", d->al_suspended ? "yes" : "no");
	put_text(&l, "blocked", info_blocked(d));
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
	    colored(a, r->role == ROLE_PRIMARY ? CYAN : NULL,
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
				!info_is_connected(c->conn) ? BRIGHT_RED : NULL,
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
				print_peer_device(a, in, &in->devices[i],
				    several);
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
