/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdmeta: what create-md would overwrite, or cut off. */
#include <stdio.h>
#include <string.h>

#include "be.h"
#include "meta.h"

enum {
	PROBE_BYTES = 72 << 10, /* superblock, log, and a file system's */
	NTFS_LABEL_AT = 3
};

/* What a first look shows. */
struct content {
	const char *what; /* NULL: nothing that is known */
	uint64_t kbytes;  /* that a file system uses, 0 unknown */
	int some_data;
};

static uint32_t
le_get32(const unsigned char *p)
{
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[1] << 8 | p[0];
}

static void
look_at(struct content *c, uint64_t at, const unsigned char *b)
{
	const unsigned char *ext = b + 1024;

	if (at == 0 && ext[56] == 0x53 && ext[57] == 0xef) {
		c->what = "ext3 filesystem";
		c->kbytes = (uint64_t)le_get32(ext + 4)
			    << (le_get32(ext + 24) & 7);
	} else if (at == 0 && memcmp(b, "XFSB", 4) == 0) {
		c->what = "xfs filesystem";
		c->kbytes = be_get64(b + 8) * be_get32(b + 4) >> 10;
	} else if (at == 0 && memcmp(b + NTFS_LABEL_AT, "NTFS", 4) == 0) {
		c->what = "ntfs filesystem";
	} else if (at == 0 &&
		   (memcmp(b + MD_BLOCK - 10, "SWAPSPACE2", 10) == 0 ||
		       memcmp(b + MD_BLOCK - 10, "SWAP-SPACE", 10) == 0)) {
		c->what = "swap space signature";
	} else if (at == 0 && (memcmp(b, "LABELONE", 8) == 0 ||
				  memcmp(b + 512, "LABELONE", 8) == 0)) {
		c->what = "LVM2 physical volume signature";
	} else if (at == 32768 && memcmp(b, "JFS1", 4) == 0) {
		c->what = "jfs filesystem";
		c->kbytes = (uint64_t)le_get32(b + 8) / 2;
	} else if (at == 65536 && memcmp(b + 52, "ReIsEr", 6) == 0) {
		c->what = "reiserfs filesystem";
		c->kbytes = (uint64_t)le_get32(b) *
				((uint32_t)b[44] | (uint32_t)b[45] << 8) >>
			    10;
	}
}

static int
look(struct meta *m, uint64_t from, struct content *c)
{
	uint64_t at;
	size_t len, i;

	for (at = 0; at < PROBE_BYTES && from + at < m->io.bytes;
	     at += MD_BLOCK) {
		len = MD_BLOCK;
		if (from + at + len > m->io.bytes)
			len = (size_t)(m->io.bytes - from - at);
		memset(m->io.block, 0, MD_BLOCK);
		if (mdio_read(&m->io, from + at, len) != 0)
			return meta_io_error(m, "reading");
		for (i = 0; i < len; i++)
			c->some_data |= m->io.block[i] != 0;
		if (from == 0)
			look_at(c, at, m->io.block);
	}
	return 0;
}

static int
refuse_external(void)
{
	printf("\nThis would corrupt existing data.\n"
	       "If you want me to do this, you need to zero out the first "
	       "part\n"
	       "of the device (destroy the content).\n"
	       "You should be very sure that you mean it.\n"
	       "Operation refused.\n");
	return META_REFUSED;
}

static int
refuse_internal(const struct content *c)
{
	printf("%sDevice size would be truncated, which\n"
	       "would corrupt data and result in\n"
	       "'access beyond end of device' errors.\n",
	    c->kbytes != 0 ? "\n" : "");
	if (c->kbytes != 0)
		printf("You need to either\n"
		       "   * use external meta data (recommended)\n"
		       "   * shrink that filesystem first\n"
		       "   * zero out the device (destroy the filesystem)\n");
	else
		printf("If you want me to do this, you need to zero out the "
		       "first part\n"
		       "of the device (destroy the content).\n"
		       "You should be very sure that you mean it.\n");
	printf("Operation refused.\n");
	return META_REFUSED;
}

/* A known content on a device whose end becomes meta-data. */
static int
probe_internal(struct meta *m, const struct content *c,
    const struct md_layout *l)
{
	uint64_t usable_kbytes = l->usable_sectors / 2;

	if (c->kbytes != 0)
		printf("%12llu kB data area apparently used\n",
		    (unsigned long long)c->kbytes);
	printf("%12llu kB left usable by current configuration\n",
	    (unsigned long long)usable_kbytes);
	if (c->kbytes == 0 || c->kbytes > usable_kbytes)
		return refuse_internal(c);
	printf("\nEven though it looks like this would place the new meta "
	       "data into\nunused space, you still need to confirm, as this "
	       "is only a guess.\n");
	return meta_confirm(m, "Do you want to proceed?") ? 0 : META_NONE;
}

int
meta_probe(struct meta *m, const struct md_layout *l)
{
	struct content c = {0}, start = {0};
	int code;

	/* what another index holds is none of this one's business, but a
	 * file system of the whole device is */
	code = look(m, 0, &start);
	if (code == 0 && m->index > 0)
		code = look(m, l->super, &c);
	else
		c = start;
	if (code != 0 || (!c.some_data && start.what == NULL))
		return code;
	printf("md_offset %llu\nal_offset %llu\nbm_offset %llu\n\nFound %s\n",
	    (unsigned long long)l->super, (unsigned long long)l->al,
	    (unsigned long long)l->bitmap,
	    start.what != NULL ? start.what : "some data");
	if (start.what != NULL)
		return m->index == MD_INTERNAL ? probe_internal(m, &start, l)
					       : refuse_external();
	printf("\n ==> This might destroy existing data! <==\n");
	if (meta_confirm(m, "Do you want to proceed?"))
		return 0;
	printf("Operation canceled.\n");
	return META_NONE;
}
