/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * DRBD's meta-data on disk: layouts and the superblock. Integers are
 * big-endian, sectors have 512 bytes. Facts: ../shared reference/drbd
 * section 2, checked against its 61 images.
 */
#ifndef MD_H
#define MD_H

#include <stdint.h>

enum {
	MD_INTERNAL = -3, /* indexes, as the kernel numbers them */
	MD_FLEXIBLE = -2,
	MD_BLOCK = 4096, /* a superblock, and an activity log block */
	MD_SECTOR = 512,
	MD_BYTES_PER_BIT = 4096,
	MD_AL_EXTENTS = 257, /* what create-md writes; attach changes it */
	MD_DEFAULT_STRIPES = 1,
	MD_DEFAULT_STRIPE_4K = 8
};

#define MD_MAGIC_07 0x8374026aU
#define MD_MAGIC_08 0x8374026bU
#define MD_MAGIC_84_UNCLEAN 0x8374026cU
#define MD_MAGIC_09 0x8374026dU
#define MD_UUID_JUST_CREATED 4

enum {
	MD_CONSISTENT = 0x01,
	MD_PRIMARY = 0x02,
	MD_CONNECTED = 0x04,
	MD_FULL_SYNC = 0x08,
	MD_UP_TO_DATE = 0x10,
	MD_PEER_OUTDATED = 0x20,
	MD_CRASHED_PRIMARY = 0x40,
	MD_AL_CLEAN = 0x80,
	MD_AL_DISABLED = 0x100
};

struct md_super {
	uint64_t la_sectors; /* size agreed on at the last attach */
	uint64_t uuid[4];    /* current, bitmap, two of history */
	uint64_t device_uuid;
	uint32_t flags, magic, md_sectors;
	int32_t al_offset; /* sectors from the superblock, as bm_offset */
	uint32_t al_extents;
	int32_t bm_offset;
	uint32_t bytes_per_bit, peer_max_bio, al_stripes, al_stripe_4k;
};

/* Where everything is, in bytes from the start of the device. */
struct md_layout {
	uint64_t super, al, bitmap;
	uint64_t usable_sectors; /* of the data device, as far as we know */
	uint32_t md_sectors;
	int32_t al_offset, bm_offset; /* as in md_super */
	uint32_t al_stripes, al_stripe_4k;
};

enum md_error { MD_OK, MD_BAD_STRIPES, MD_NOT_ON_DEVICE, MD_TOO_SMALL };

/* Where the superblock of index is on a device of that size. */
uint64_t md_super_at(int index, uint64_t device_bytes);

/* The layout of new meta-data. */
enum md_error md_plan(struct md_layout *l, int index, uint64_t device_bytes,
    uint32_t al_stripes, uint32_t al_stripe_4k);

/* The layout that a superblock tells; -1 when it makes no sense on a device
 * of that size. */
int md_from_super(struct md_layout *l, const struct md_super *s, int index,
    uint64_t device_bytes);

/* Take a block apart: 8 for v08 and 8.4's unclean form, 7 for 0.7 (decode it
 * with md07), 9 for v09, 0 for none. */
int md_decode(struct md_super *s, const unsigned char block[MD_BLOCK]);
void md_encode(const struct md_super *s, unsigned char block[MD_BLOCK]);

/* The superblock that create-md writes for a layout. */
void md_fresh(struct md_super *s, const struct md_layout *l);

/* Whether apply-al is needed before the device can be attached. */
int md_is_unclean(const struct md_super *s);

/* Bytes of bitmap for that many sectors of data, whole 4 KiB blocks. */
uint64_t md_bitmap_bytes(uint64_t sectors);

/* 0.7: the superblock of its fixed layout, and what v08 makes of it.
 * dirty: bits are set in its bitmap. */
uint64_t md07_super_at(int index, uint64_t device_bytes);
void md07_convert(struct md_super *s, const unsigned char block[MD_BLOCK],
    const struct md_layout *l, int dirty);

#endif
