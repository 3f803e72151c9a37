/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdmeta: its command line, and apply-al. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../lib/num.h"
#include "al.h"
#include "conf.h"
#include "kern.h"
#include "meta.h"
#include "opt.h"

enum { NEEDS_MD = 1, WRITES = 2, QUIET = 4 };

enum { PIPE_MS = 1000 };

struct verb {
	const char *name;
	int flags;
	int (*run)(struct meta *m);
};

static const struct verb verbs[] = {
    {"create-md", WRITES, meta_create},
    {"wipe-md", WRITES, meta_wipe},
    {"apply-al", NEEDS_MD | WRITES, meta_apply_al},
    {"check-resize", WRITES, meta_check_resize},
    {"get-gi", NEEDS_MD | QUIET, meta_get_gi},
    {"show-gi", NEEDS_MD | QUIET, meta_show_gi},
    {"dstate", NEEDS_MD, meta_dstate},
    {"outdate", NEEDS_MD | WRITES | QUIET, meta_outdate},
    {"invalidate", NEEDS_MD | WRITES | QUIET, meta_invalidate},
    {"set-gi", NEEDS_MD | WRITES, meta_set_gi},
    {"read-dev-uuid", NEEDS_MD | QUIET, meta_read_uuid},
    {"write-dev-uuid", NEEDS_MD | WRITES | QUIET, meta_write_uuid},
    {"dump-md", NEEDS_MD, meta_dump},
    {"restore-md", WRITES, meta_restore},
    {"verify-dump", 0, meta_verify_dump},
};

enum { VERBS = sizeof(verbs) / sizeof(verbs[0]) };

static int
usage(FILE *f)
{
	int i;

	fprintf(f, "usage: drbdmeta [--force] DEVICE v08 META-DEVICE "
		   "internal|flex-external|INDEX COMMAND [args]\n"
		   "options: --force  --al-stripes N  --al-stripe-size-kB K  "
		   "--peer-max-bio-size BYTES\n"
		   "commands:");
	for (i = 0; i < VERBS; i++)
		fprintf(f, " %s", verbs[i].name);
	fprintf(f, "\n");
	return f == stdout ? 0 : META_USAGE;
}

int
meta_io_error(const struct meta *m, const char *doing)
{
	fprintf(stderr, "%s of '%s' failed: %s\n", doing, m->io.name,
	    strerror(errno));
	return META_USAGE;
}

int
meta_confirm(const struct meta *m, const char *question)
{
	struct pollfd in = {.fd = 0, .events = POLLIN};
	char answer[32] = "";

	fflush(stdout);
	fprintf(stderr, "\n%s\n", question);
	if (m->force) {
		fprintf(stderr, "*** confirmation forced via --force option "
				"***\n");
		return 1;
	}
	if (isatty(0))
		fprintf(stderr, "[need to type 'yes' to confirm] ");
	/* "yes" may come through a pipe, but nobody is waited for */
	if ((isatty(0) || poll(&in, 1, PIPE_MS) > 0) &&
	    fgets(answer, sizeof(answer), stdin) != NULL)
		return strcmp(answer, "yes\n") == 0;
	if (!isatty(0))
		fprintf(stderr, "stdin not a TTY, not waiting for "
				"confirmation\n");
	return 0;
}

int
meta_may_overwrite(const struct meta *m)
{
	if (m->version != 8 ||
	    meta_confirm(m, "Valid meta data seems to be in place.\n"
			    "Do you really want to overwrite?"))
		return 1;
	printf("Operation cancelled.\n");
	return 0;
}

int
meta_load(struct meta *m)
{
	uint64_t at = md_super_at(m->index, m->io.bytes);

	m->version = 0;
	if (at + MD_BLOCK > m->io.bytes)
		return 0;
	if (mdio_read(&m->io, at, MD_BLOCK) != 0)
		return meta_io_error(m, "reading the meta-data");
	m->version = md_decode(&m->super, m->io.block);
	if (m->version == 8 &&
	    md_from_super(&m->layout, &m->super, m->index, m->io.bytes) != 0)
		m->version = 0;
	return 0;
}

int
meta_store(struct meta *m)
{
	md_encode(&m->super, m->io.block);
	if (mdio_write(&m->io, m->layout.super, MD_BLOCK) != 0)
		return meta_io_error(m, "writing the meta-data");
	return 0;
}

static uint32_t
al_blocks(const struct meta *m)
{
	return m->layout.al_stripes * m->layout.al_stripe_4k;
}

int
meta_blank_al(struct meta *m)
{
	uint32_t i;

	al_blank(m->io.block);
	for (i = 0; i < al_blocks(m); i++)
		if (mdio_write(&m->io, m->layout.al + (uint64_t)i * MD_BLOCK,
			MD_BLOCK) != 0)
			return meta_io_error(m, "writing the activity log");
	return 0;
}

/* A transaction that was found: its number, and where. */
struct found {
	uint32_t number, block;
};

static int
by_number(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

/* Look through the log: how many updates, or -1 after an I/O error. */
static int
find_updates(struct meta *m, struct found *updates, unsigned *corrupt,
    unsigned *valid)
{
	uint32_t i, block, number;
	int n = 0;

	*corrupt = *valid = 0;
	for (i = 0; i < al_blocks(m); i++) {
		block = al_block_at(i, m->layout.al_stripes,
		    m->layout.al_stripe_4k);
		if (mdio_read(&m->io, m->layout.al + (uint64_t)block * MD_BLOCK,
			MD_BLOCK) != 0)
			return -1;
		switch (al_look(m->io.block, &number)) {
		case AL_CORRUPT:
			++*corrupt;
			continue;
		case AL_UPDATE:
			updates[n++] = (struct found){number, block};
			break;
		case AL_BLANK:
			break;
		}
		++*valid;
	}
	return n;
}

/* Set the bits of the extents, one block of bitmap at a time. The bits that
 * this added, or -1 after an I/O error. */
static int64_t
mark_extents(struct meta *m, const uint32_t *extents, size_t n)
{
	uint64_t bitmap = md_bitmap_bytes(m->super.la_sectors);
	uint64_t at, loaded = UINT64_MAX;
	int64_t added = 0;
	size_t i, len;

	for (i = 0; i < n; i++) {
		at = (uint64_t)extents[i] * AL_BITMAP_BYTES;
		if (at >= bitmap)
			break;
		if (at / MD_BLOCK != loaded) {
			if (loaded != UINT64_MAX &&
			    mdio_write(&m->io,
				m->layout.bitmap + loaded * MD_BLOCK,
				MD_BLOCK) != 0)
				return -1;
			loaded = at / MD_BLOCK;
			if (mdio_read(&m->io,
				m->layout.bitmap + loaded * MD_BLOCK,
				MD_BLOCK) != 0)
				return -1;
		}
		len = bitmap - at < AL_BITMAP_BYTES ? (size_t)(bitmap - at)
						    : AL_BITMAP_BYTES;
		added += al_mark(m->io.block + at % MD_BLOCK, len);
	}
	if (loaded != UINT64_MAX &&
	    mdio_write(&m->io, m->layout.bitmap + loaded * MD_BLOCK,
		MD_BLOCK) != 0)
		return -1;
	return added;
}

/* Play the updates in their order, and mark what is left if this node was
 * primary. */
static int
apply_updates(struct meta *m, const struct found *updates, int n)
{
	uint32_t *slots = malloc(AL_MAX_SLOTS * sizeof(*slots));
	int64_t added = 0;
	int i, code = 0;

	if (slots == NULL)
		return meta_io_error(m, "apply-al");
	memset(slots, 0xff, AL_MAX_SLOTS * sizeof(*slots));
	for (i = 0; i < n && code == 0; i++) {
		if (mdio_read(&m->io,
			m->layout.al + (uint64_t)updates[i].block * MD_BLOCK,
			MD_BLOCK) != 0)
			code = meta_io_error(m, "reading the activity log");
		else
			al_play(m->io.block, slots);
	}
	if (code == 0 && (m->super.flags & MD_PRIMARY)) {
		added = mark_extents(m, slots, al_extents(slots));
		if (added < 0)
			code = meta_io_error(m, "access to the bitmap");
		else
			fprintf(stderr,
			    "Marked additional %lld MB as out-of-sync based "
			    "on AL.\n",
			    (long long)(added * 4 + 1023) / 1024);
	}
	free(slots);
	return code;
}

int
meta_apply_al(struct meta *m)
{
	struct found *updates;
	unsigned corrupt, valid;
	int n, code = 0;

	if (!md_is_unclean(&m->super))
		return 0;
	updates = calloc(al_blocks(m), sizeof(*updates));
	if (updates == NULL)
		return meta_io_error(m, "apply-al");
	n = find_updates(m, updates, &corrupt, &valid);
	if (n < 0) {
		code = meta_io_error(m, "reading the activity log");
	} else if (valid == 0) {
		fprintf(stderr, "No usable activity log found. "
				"Do you need to create-md?\n");
		if (m->super.flags & MD_PRIMARY)
			code = META_NONE;
		else
			fprintf(stderr, "Error ignored, no need to apply the "
					"AL\n");
	} else if (corrupt > 0) {
		fprintf(stderr, "%u corrupt AL transactions found\n", corrupt);
	}
	if (code == 0 && n > 0) {
		qsort(updates, (size_t)n, sizeof(*updates), by_number);
		code = apply_updates(m, updates, n);
	}
	free(updates);
	if (code == 0 && (n > 0 || valid == 0))
		code = meta_blank_al(m);
	if (code != 0)
		return code;
	/* the bitmap must be on the disk before the log is called clean */
	if (fdatasync(m->io.fd) != 0)
		return meta_io_error(m, "writing the bitmap");
	m->super.flags |= MD_AL_CLEAN;
	m->super.magic = MD_MAGIC_08;
	return meta_store(m);
}

static int
parse_index(const char *text, int *index)
{
	long long n;

	if (strcmp(text, "internal") == 0)
		*index = MD_INTERNAL;
	else if (strncmp(text, "flex", 4) == 0)
		*index = MD_FLEXIBLE;
	else if (num_parse(text, 0, 1 << 20, &n) == 0)
		*index = (int)n;
	else
		return -1;
	return 0;
}

/* Take the --options out of argv; the number of words that are left. */
static int
take_options(struct meta *m, int argc, char **argv)
{
	const struct opt_desc *d;
	const char *value;
	char name[40];
	int64_t v;
	size_t len;
	int i, n = 0;

	for (i = 0; i < argc; i++) {
		if (strncmp(argv[i], "--", 2) != 0) {
			if (strcmp(argv[i], "-v") != 0)
				argv[n++] = argv[i];
			continue;
		}
		len = strcspn(argv[i] + 2, "=");
		snprintf(name, sizeof(name), "%.*s", (int)len, argv[i] + 2);
		d = opt_find(OPT_META, OPT_NONE, name);
		if (d == NULL) {
			fprintf(stderr, "drbdmeta: unknown option '%s'\n",
			    argv[i]);
			return -1;
		}
		value = argv[i][2 + len] == '=' ? argv[i] + len + 3 : NULL;
		if (value == NULL && d->kind == OPT_NUM && i + 1 < argc)
			value = argv[++i];
		if (opt_value(d, value, &v) != OPT_OK) {
			fprintf(stderr,
			    "drbdmeta: --%s: '%s' is not within %lld..%lld\n",
			    d->name, value == NULL ? "" : value,
			    (long long)d->min, (long long)d->max);
			return -1;
		}
		m->al_given |= strncmp(d->name, "al-", 3) == 0;
		if (strcmp(d->name, "force") == 0)
			m->force = (int)v;
		else if (strcmp(d->name, "al-stripes") == 0)
			m->al_stripes = (uint32_t)v;
		else if (strcmp(d->name, "peer-max-bio-size") == 0)
			m->peer_max_bio = (uint32_t)v;
		else
			m->al_stripe_4k = (uint32_t)v / 4;
	}
	return n;
}

/* Whether the driver has a disk under that minor. */
static int
is_attached(int minor)
{
	struct kern_state st;
	struct nl_reply r;
	struct nlsock s;
	int attached = 0;

	if (minor < 0 || nlsock_open(&s) != 0)
		return 0;
	if (kern_get_state(&s, (uint32_t)minor, &st, &r) == 0)
		attached = st.known && st.disk != DISK_STATE_DISKLESS;
	nlsock_close(&s);
	return attached;
}

static int
open_device(struct meta *m, const char *name, const struct verb *v)
{
	int writes = v->flags & WRITES;
	int exclusive = writes && m->index < 0;

	if (mdio_open(&m->io, name, writes, exclusive) != 0) {
		fprintf(stderr, "open(%s) failed: %s\n", name, strerror(errno));
		return META_USAGE;
	}
	if (!m->io.is_block && !m->force) {
		fprintf(stderr, "'%s' is not a block device!\n", name);
		return META_USAGE;
	}
	return 0;
}

static int
run_verb(struct meta *m, const struct verb *v)
{
	int code = meta_load(m);

	if (code != 0)
		return code;
	if ((v->flags & NEEDS_MD) && m->version != 8) {
		if (!(v->flags & QUIET))
			fprintf(stderr, "No valid meta data found\n");
		return META_NONE;
	}
	if (m->attached && (v->flags & NEEDS_MD))
		printf("# Output might be stale, since minor %d is attached\n",
		    m->minor);
	return v->run(m);
}

int
meta_main(int argc, char **argv)
{
	static struct meta meta; /* its buffers are aligned and large */
	struct meta *m = &meta;
	const struct verb *v = verbs;
	int n, code;

	memset(m, 0, sizeof(*m));
	m->al_stripes = MD_DEFAULT_STRIPES;
	m->al_stripe_4k = MD_DEFAULT_STRIPE_4K;
	m->io.fd = -1;
	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return usage(stdout);
	n = take_options(m, argc - 1, argv + 1);
	if (n < 5 || strcmp(argv[2], "v08") != 0)
		return n < 0 ? META_USAGE : usage(stderr);
	m->minor = strcmp(argv[1], "-") == 0 ? -1 : conf_device_minor(argv[1]);
	while (v < verbs + VERBS && strcmp(v->name, argv[5]) != 0)
		v++;
	if (v == verbs + VERBS || parse_index(argv[4], &m->index) != 0 ||
	    (m->minor < 0 && strcmp(argv[1], "-") != 0))
		return usage(stderr);
	m->verb = v->name;
	m->argc = n - 5;
	m->argv = argv + 6;
	m->attached = is_attached(m->minor);
	if (m->attached && (v->flags & WRITES)) {
		fprintf(stderr, "Device '%s' is configured!\n", argv[1]);
		return META_USAGE;
	}
	code = open_device(m, argv[3], v);
	if (code == 0)
		code = run_verb(m, v);
	if (mdio_close(&m->io) != 0 && code == 0)
		code = meta_io_error(m, "writing");
	fflush(stdout);
	return code;
}
