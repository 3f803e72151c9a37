/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DRBD's meta-data on disk: layouts and the superblock. */
#include <string.h>

#include "be.h"
#include "md.h"

enum {
	INDEXED_BYTES = 128 << 20,
	MIN_AL_SECTORS = 64, /* 32 KiB */
	SUPER_SECTORS = MD_BLOCK / MD_SECTOR,
	MIN_BYTES = 72 << 10 /* as drbd-utils have it */
};

uint64_t
md_bitmap_bytes(uint64_t sectors)
{
	uint64_t bits = (sectors + 7) / 8;
	uint64_t bytes = (bits + 63) / 64 * 8;

	return (bytes + MD_BLOCK - 1) / MD_BLOCK * MD_BLOCK;
}

uint64_t
md_super_at(int index, uint64_t device_bytes)
{
	if (index == MD_INTERNAL)
		return device_bytes < MD_BLOCK ? 0
					       : (device_bytes - MD_BLOCK) &
						     ~(uint64_t)(MD_BLOCK - 1);
	return index < 0 ? 0 : (uint64_t)index * INDEXED_BYTES;
}

static void
plan_internal(struct md_layout *l, uint64_t device_bytes, uint32_t al_sectors)
{
	uint64_t bitmap = md_bitmap_bytes(device_bytes / MD_SECTOR);

	l->md_sectors =
	    (uint32_t)(bitmap / MD_SECTOR) + SUPER_SECTORS + al_sectors;
	l->al_offset = -(int32_t)al_sectors;
	l->bm_offset = -(int32_t)(l->md_sectors - SUPER_SECTORS);
}

/* What the room behind bm_offset can describe. */
static void
set_usable(struct md_layout *l, int index)
{
	uint64_t room;

	if (index == MD_INTERNAL) {
		l->usable_sectors =
		    l->super / MD_SECTOR + SUPER_SECTORS - l->md_sectors;
		return;
	}
	room = l->md_sectors - (uint32_t)l->bm_offset;
	l->usable_sectors =
	    room * MD_SECTOR * 8 / 64 * 64 * (MD_BYTES_PER_BIT / MD_SECTOR);
}

static int64_t
place(const struct md_layout *l, int32_t offset)
{
	return (int64_t)l->super + (int64_t)offset * MD_SECTOR;
}

enum md_error
md_plan(struct md_layout *l, int index, uint64_t device_bytes,
    uint32_t al_stripes, uint32_t al_stripe_4k)
{
	uint64_t al = (uint64_t)al_stripes * al_stripe_4k * SUPER_SECTORS;

	memset(l, 0, sizeof(*l));
	/* a u16 counts the log's blocks in the driver */
	if (al < MIN_AL_SECTORS || al > 0xffff * SUPER_SECTORS)
		return MD_BAD_STRIPES;
	l->super = md_super_at(index, device_bytes);
	if (device_bytes < MIN_BYTES)
		return MD_TOO_SMALL;
	if (l->super + MD_BLOCK > device_bytes)
		return index > 0 ? MD_NOT_ON_DEVICE : MD_TOO_SMALL;
	l->al_stripes = al_stripes;
	l->al_stripe_4k = al_stripe_4k;
	l->al_offset = SUPER_SECTORS;
	l->bm_offset = SUPER_SECTORS + (int32_t)al;
	if (index == MD_INTERNAL)
		plan_internal(l, device_bytes, (uint32_t)al);
	else if (index == MD_FLEXIBLE)
		l->md_sectors = (uint32_t)(device_bytes / MD_SECTOR);
	else
		l->md_sectors = INDEXED_BYTES / MD_SECTOR;
	if (place(l, l->bm_offset) <= 0 ||
	    (uint64_t)place(l, l->bm_offset) + MD_SECTOR > device_bytes)
		return MD_TOO_SMALL;
	l->al = (uint64_t)place(l, l->al_offset);
	l->bitmap = (uint64_t)place(l, l->bm_offset);
	set_usable(l, index);
	return MD_OK;
}

int
md_from_super(struct md_layout *l, const struct md_super *s, int index,
    uint64_t device_bytes)
{
	uint64_t al;

	memset(l, 0, sizeof(*l));
	l->super = md_super_at(index, device_bytes);
	l->md_sectors = s->md_sectors;
	l->al_offset = s->al_offset;
	l->bm_offset = s->bm_offset;
	l->al_stripes = s->al_stripes;
	l->al_stripe_4k = s->al_stripe_4k;
	if (l->al_stripes == 0 && l->al_stripe_4k == 0) {
		l->al_stripes = MD_DEFAULT_STRIPES;
		l->al_stripe_4k = MD_DEFAULT_STRIPE_4K;
	}
	al = (uint64_t)l->al_stripes * l->al_stripe_4k * SUPER_SECTORS;
	if (al < MIN_AL_SECTORS || al > 0xffff * SUPER_SECTORS ||
	    s->bytes_per_bit != MD_BYTES_PER_BIT ||
	    place(l, l->al_offset) < 0 || place(l, l->bm_offset) < 0)
		return -1;
	if (index == MD_INTERNAL
		? l->al_offset >= 0 || l->bm_offset >= l->al_offset
		: l->al_offset < SUPER_SECTORS ||
		      (int64_t)l->bm_offset < l->al_offset + (int64_t)al)
		return -1;
	l->al = (uint64_t)place(l, l->al_offset);
	l->bitmap = (uint64_t)place(l, l->bm_offset);
	if (l->al + al * MD_SECTOR > device_bytes || l->bitmap > device_bytes)
		return -1;
	set_usable(l, index);
	return 0;
}

int
md_decode(struct md_super *s, const unsigned char block[MD_BLOCK])
{
	int i;

	memset(s, 0, sizeof(*s));
	if (be_get32(block + 28) == MD_MAGIC_07)
		return 7;
	s->magic = be_get32(block + 60);
	if (s->magic == MD_MAGIC_09)
		return 9;
	if (s->magic != MD_MAGIC_08 && s->magic != MD_MAGIC_84_UNCLEAN)
		return 0;
	s->la_sectors = be_get64(block);
	for (i = 0; i < 4; i++)
		s->uuid[i] = be_get64(block + 8 + 8 * i);
	s->device_uuid = be_get64(block + 40);
	s->flags = be_get32(block + 56);
	s->md_sectors = be_get32(block + 64);
	s->al_offset = (int32_t)be_get32(block + 68);
	s->al_extents = be_get32(block + 72);
	s->bm_offset = (int32_t)be_get32(block + 76);
	s->bytes_per_bit = be_get32(block + 80);
	s->peer_max_bio = be_get32(block + 84);
	s->al_stripes = be_get32(block + 88);
	s->al_stripe_4k = be_get32(block + 92);
	return 8;
}

void
md_encode(const struct md_super *s, unsigned char block[MD_BLOCK])
{
	int i;

	memset(block, 0, MD_BLOCK);
	be_put64(block, s->la_sectors);
	for (i = 0; i < 4; i++)
		be_put64(block + 8 + 8 * i, s->uuid[i]);
	be_put64(block + 40, s->device_uuid);
	be_put32(block + 56, s->flags);
	be_put32(block + 60, s->magic);
	be_put32(block + 64, s->md_sectors);
	be_put32(block + 68, (uint32_t)s->al_offset);
	be_put32(block + 72, s->al_extents);
	be_put32(block + 76, (uint32_t)s->bm_offset);
	be_put32(block + 80, s->bytes_per_bit);
	be_put32(block + 84, s->peer_max_bio);
	be_put32(block + 88, s->al_stripes);
	be_put32(block + 92, s->al_stripe_4k);
}

void
md_fresh(struct md_super *s, const struct md_layout *l)
{
	memset(s, 0, sizeof(*s));
	s->uuid[0] = MD_UUID_JUST_CREATED;
	s->flags = MD_AL_CLEAN;
	s->magic = MD_MAGIC_08;
	s->md_sectors = l->md_sectors;
	s->al_offset = l->al_offset;
	s->al_extents = MD_AL_EXTENTS;
	s->bm_offset = l->bm_offset;
	s->bytes_per_bit = MD_BYTES_PER_BIT;
	s->al_stripes = l->al_stripes;
	s->al_stripe_4k = l->al_stripe_4k;
}

int
md_is_unclean(const struct md_super *s)
{
	return s->magic == MD_MAGIC_84_UNCLEAN || !(s->flags & MD_AL_CLEAN);
}
