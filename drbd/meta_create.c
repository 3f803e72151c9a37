/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdmeta: create-md, also out of 0.7's meta-data, and wipe-md. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "meta.h"

static int
plan_error(const struct meta *m, enum md_error e)
{
	if (e == MD_BAD_STRIPES)
		fprintf(stderr, "invalid (too small) al-stripe* settings\n");
	else if (e == MD_NOT_ON_DEVICE)
		fprintf(stderr,
		    "Device too small: expecting meta data block at\n"
		    "byte offset %llu, but %s is only %llu bytes.\n",
		    (unsigned long long)md_super_at(m->index, m->io.bytes),
		    m->io.name, (unsigned long long)m->io.bytes);
	else
		fprintf(stderr, "%s is only %llu bytes. That's not enough.\n",
		    m->io.name, (unsigned long long)m->io.bytes);
	return META_BAD;
}

/* Zero the bitmap as far as it describes a device of the meta-device's own
 * size, as drbd-utils do: what lies behind that is set by the driver when it
 * first agrees on a size. */
static int
zero_bitmap(struct meta *m)
{
	uint64_t bytes = md_bitmap_bytes(m->io.bytes / MD_SECTOR), done;
	uint64_t room = m->io.bytes - m->layout.bitmap;

	if (m->index >= 0)
		bytes = md_bitmap_bytes(m->io.bytes < 128 << 20
					    ? m->io.bytes / MD_SECTOR
					    : (128 << 20) / MD_SECTOR);
	if (bytes > room)
		bytes = room & ~(uint64_t)(MD_SECTOR - 1);
	fflush(stdout);
	fprintf(stderr, "initializing bitmap (%llu KB) to all zero\n",
	    (unsigned long long)(bytes >> 10));
	memset(m->io.block, 0, MD_BLOCK);
	for (done = 0; done < bytes; done += MD_BLOCK)
		if (mdio_write(&m->io, m->layout.bitmap + done,
			bytes - done < MD_BLOCK ? (size_t)(bytes - done)
						: MD_BLOCK) != 0)
			return meta_io_error(m, "writing the bitmap");
	return 0;
}

static int
write_new(struct meta *m)
{
	int code;

	printf("Writing meta data...\n");
	code = meta_store(m);
	if (code == 0 && meta_remember(m) != 0)
		fprintf(stderr,
		    "the size of '%s' cannot be noted, which "
		    "check-resize will want: %s\n",
		    m->io.name, strerror(errno));
	if (code == 0)
		printf("New drbd meta data block successfully created.\n");
	return code;
}

/* Whether 0.7's bitmap, which is behind its superblock, has a bit set. */
static int
old_bitmap_dirty(struct meta *m, uint64_t sectors, int *dirty)
{
	uint64_t bytes = md_bitmap_bytes(sectors), done;
	uint64_t room = m->io.bytes - m->layout.bitmap;
	size_t i;

	*dirty = 0;
	if (bytes > room)
		bytes = room & ~(uint64_t)(MD_BLOCK - 1);
	for (done = 0; done < bytes && !*dirty; done += MD_BLOCK) {
		if (mdio_read(&m->io, m->layout.bitmap + done, MD_BLOCK) != 0)
			return meta_io_error(m, "reading the bitmap");
		for (i = 0; i < MD_BLOCK; i++)
			*dirty |= m->io.block[i] != 0;
	}
	return 0;
}

/* Take over what 0.7 left: 1 done with *code, 0 there is nothing. */
static int
convert(struct meta *m, int *code)
{
	uint64_t at = md07_super_at(m->index, m->io.bytes);
	unsigned char old[MD_BLOCK];
	struct md_super unused;
	int dirty = 0;

	*code = 0;
	if (at > m->io.bytes - MD_BLOCK)
		return 0;
	if (mdio_read(&m->io, at, MD_BLOCK) != 0) {
		*code = meta_io_error(m, "reading the meta-data");
		return 1;
	}
	memcpy(old, m->io.block, sizeof(old));
	if (md_decode(&unused, old) != 7 ||
	    !meta_confirm(m, "Valid v07 meta-data found, convert to v08?"))
		return 0;
	printf("Converting meta data...\n");
	md07_convert(&m->super, old, &m->layout, 0);
	if (m->index == MD_INTERNAL) {
		/* its bitmap was elsewhere: synchronise everything once */
		m->super.flags |= MD_FULL_SYNC;
		*code = zero_bitmap(m);
	} else {
		*code = old_bitmap_dirty(m, m->super.la_sectors, &dirty);
		md07_convert(&m->super, old, &m->layout, dirty);
	}
	if (*code == 0)
		*code = write_new(m);
	return 1;
}

int
meta_create(struct meta *m)
{
	enum md_error e;
	int code;

	if (!meta_may_overwrite(m))
		return META_NONE;
	e = md_plan(&m->layout, m->index, m->io.bytes, m->al_stripes,
	    m->al_stripe_4k);
	if (e != MD_OK)
		return plan_error(m, e);
	if (convert(m, &code))
		return code;
	code = meta_probe(m, &m->layout);
	if (code != 0)
		return code;
	md_fresh(&m->super, &m->layout);
	m->super.peer_max_bio = m->peer_max_bio;
	printf("initializing activity log\n");
	code = zero_bitmap(m);
	if (code == 0)
		code = meta_blank_al(m);
	return code != 0 ? code : write_new(m);
}

int
meta_wipe(struct meta *m)
{
	if (m->version != 8) {
		fprintf(stderr, "There appears to be no drbd meta data to "
				"wipe out?\n");
		return 0;
	}
	if (!meta_confirm(m,
		"Do you really want to wipe out the DRBD meta data?")) {
		printf("Operation cancelled.\n");
		return META_NONE;
	}
	printf("Wiping meta data...\n");
	memset(m->io.block, 0, MD_BLOCK);
	if (mdio_write(&m->io, m->layout.super, MD_BLOCK) != 0)
		return meta_io_error(m, "writing the meta-data");
	printf("DRBD meta data block successfully wiped out.\n");
	return 0;
}
