/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdmeta check-resize: internal meta-data follows the end of a device that
 * was enlarged while DRBD did not use it. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lkbd.h"
#include "meta.h"

int
meta_remember(const struct meta *m)
{
	struct lkbd k = {.bytes = m->io.bytes, .uuid = m->super.device_uuid};

	if (m->index != MD_INTERNAL) {
		lkbd_forget(m->minor);
		return 0;
	}
	snprintf(k.name, sizeof(k.name), "%s", m->io.name);
	return lkbd_save(m->minor, &k);
}

/* Copy to a place nearer to the end; the two may overlap. */
static int
move_up(struct meta *m, uint64_t from, uint64_t to, uint64_t bytes)
{
	while (bytes > 0 && from != to) {
		bytes -= MD_BLOCK;
		if (mdio_read(&m->io, from + bytes, MD_BLOCK) != 0 ||
		    mdio_write(&m->io, to + bytes, MD_BLOCK) != 0)
			return -1;
	}
	return 0;
}

static int
fill_zero(struct meta *m, uint64_t from, uint64_t to)
{
	memset(m->io.block, 0, MD_BLOCK);
	for (; from < to; from += MD_BLOCK)
		if (mdio_write(&m->io, from, MD_BLOCK) != 0)
			return -1;
	return 0;
}

/* What is nearest to the end moves first. The old superblock goes last, when
 * all else is on the disk: until then, if they do not overlap, the old
 * meta-data is still whole. */
static int
move(struct meta *m, const struct md_layout *old)
{
	const struct md_layout *new = &m->layout;
	uint64_t bitmap = old->al - old->bitmap;

	if (move_up(m, old->al, new->al, old->super - old->al) != 0 ||
	    move_up(m, old->bitmap, new->bitmap, bitmap) != 0 ||
	    fill_zero(m, new->bitmap + bitmap, new->al) != 0 ||
	    fdatasync(m->io.fd) != 0)
		return meta_io_error(m, "moving the meta-data");
	m->super.md_sectors = new->md_sectors;
	m->super.al_offset = new->al_offset;
	m->super.bm_offset = new->bm_offset;
	if (meta_store(m) != 0)
		return META_USAGE;
	if (fdatasync(m->io.fd) != 0 ||
	    (old->super < new->bitmap &&fill_zero(m, old->super,
			      old->super + MD_BLOCK) !=
		0))
		return meta_io_error(m, "moving the meta-data");
	return 0;
}

/* Load what was at the end of a device of that size. */
static int
load_at(struct meta *m, uint64_t bytes)
{
	uint64_t now = m->io.bytes;
	int code;

	m->io.bytes = bytes;
	code = meta_load(m);
	m->io.bytes = now;
	return code;
}

static int
is_other_device(const struct meta *m, const struct lkbd *k)
{
	if (k->uuid == 0 || k->uuid == m->super.device_uuid)
		return 0;
	fprintf(stderr,
	    "the meta-data found there is of another device: its name is "
	    "%016llX, expected %016llX\n",
	    (unsigned long long)m->super.device_uuid,
	    (unsigned long long)k->uuid);
	return !m->force;
}

int
meta_check_resize(struct meta *m)
{
	struct md_layout old;
	struct lkbd k;
	int code;

	if (m->index != MD_INTERNAL || m->version == 8) {
		meta_remember(m);
		return 0;
	}
	if (lkbd_load(m->minor, &k) != 0 || k.bytes >= m->io.bytes) {
		fprintf(stderr,
		    "no meta-data at the end of %s, and no other place is "
		    "known\n",
		    m->io.name);
		return META_NONE;
	}
	code = load_at(m, k.bytes);
	if (code != 0)
		return code;
	if (m->version != 8) {
		fprintf(stderr,
		    "no meta-data at the end of %s, and none where it ended "
		    "before, at byte %llu\n",
		    m->io.name, (unsigned long long)k.bytes);
		return META_NONE;
	}
	if (is_other_device(m, &k))
		return META_NONE;
	old = m->layout;
	if (md_plan(&m->layout, MD_INTERNAL, m->io.bytes, old.al_stripes,
		old.al_stripe_4k) != MD_OK)
		return META_BAD;
	printf("Moving the internal meta data to its proper location\n");
	code = move(m, &old);
	if (code == 0) {
		meta_remember(m);
		printf("Internal drbd meta data successfully moved.\n");
	}
	return code;
}
