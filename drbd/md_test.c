/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Layouts and superblocks that no image of t/md covers. */
#include <string.h>

#include "../lib/tap.h"
#include "be.h"
#include "md.h"

static void
test_layouts(void)
{
	const uint64_t gib = 1 << 30;
	struct md_layout l;

	is_num(md_plan(&l, MD_INTERNAL, gib, 1, 8), MD_OK,
	    "internal meta-data fits on 1 GiB");
	ok(l.super == gib - 4096 && l.al_offset == -64 && l.bm_offset == -128,
	    "superblock last, the log and the bitmap before it");
	is_num((long long)l.usable_sectors, 2097016,
	    "which leaves the rest for data");
	is_num(md_plan(&l, 1, gib / 4, 1, 8), MD_OK, "index 1 of 256 MiB");
	is_num((long long)l.super, 128 << 20, "is at 128 MiB");
	is_num(md_plan(&l, 2, gib / 4, 1, 8), MD_NOT_ON_DEVICE,
	    "index 2 is not on it");
	is_num(md_plan(&l, 0, 65536, 1, 8), MD_TOO_SMALL,
	    "64 KiB are too small");
	is_num(md_plan(&l, MD_FLEXIBLE, gib, 1, 4), MD_BAD_STRIPES,
	    "a log of less than 32 KiB is refused");
	is_num(md_plan(&l, MD_FLEXIBLE, gib, UINT32_MAX, UINT32_MAX),
	    MD_BAD_STRIPES, "so is a gigantic one");
	is_num(md_plan(&l, MD_INTERNAL, 4096, 1, 8), MD_TOO_SMALL,
	    "4 KiB are too small for internal meta-data");
	is_num((long long)md_bitmap_bytes(614400), 12288,
	    "300 MB have a bitmap of 12 KiB");
}

static void
test_super(void)
{
	unsigned char block[MD_BLOCK], again[MD_BLOCK];
	struct md_layout l, told;
	struct md_super s, t;
	int i;

	md_plan(&l, 0, 256 << 20, 1, 8);
	md_fresh(&s, &l);
	s.uuid[3] = 0x1122334455667788;
	s.la_sectors = 131072;
	md_encode(&s, block);
	is_num(md_decode(&t, block), 8, "a superblock is known again");
	md_encode(&t, again);
	ok(memcmp(block, again, sizeof(block)) == 0, "with all its fields");
	ok(md_from_super(&told, &t, 0, 256 << 20) == 0 && told.al == l.al &&
		told.bitmap == l.bitmap,
	    "and tells the layout");
	t.al_stripes = t.al_stripe_4k = 0;
	ok(md_from_super(&told, &t, 0, 256 << 20) == 0 &&
		told.al_stripes == 1 && told.al_stripe_4k == 8,
	    "without stripes it is 1 of 32 KiB");
	t.bm_offset = 16;
	is_num(md_from_super(&told, &t, 0, 256 << 20), -1,
	    "a bitmap inside of the log is refused");
	t.bm_offset = INT32_MAX;
	is_num(md_from_super(&told, &t, 0, 256 << 20), -1,
	    "so is one behind the end of the device");
	t = s;
	t.al_offset = INT32_MIN;
	is_num(md_from_super(&told, &t, 0, 256 << 20), -1,
	    "so is a log before its beginning");
	t = s;
	t.bytes_per_bit = 8192;
	is_num(md_from_super(&told, &t, 0, 256 << 20), -1,
	    "and another size of a bit");
	ok(!md_is_unclean(&s), "new meta-data is clean");
	s.magic = MD_MAGIC_84_UNCLEAN;
	ok(md_is_unclean(&s), "what 8.4 had attached is not");
	be_put32(block + 60, MD_MAGIC_09);
	is_num(md_decode(&t, block), 9, "DRBD 9's is told apart");
	memset(block, 0xff, sizeof(block));
	is_num(md_decode(&t, block), 0, "anything else is none");
	for (i = 0; i < 16; i++) {
		memset(&t, 0x11 * i, sizeof(t));
		t.bytes_per_bit = MD_BYTES_PER_BIT;
		md_from_super(&told, &t, MD_INTERNAL, 1 << 20);
		md_from_super(&told, &t, 1, 1 << 30);
	}
	ok(1, "any numbers in it are survived");
}

static void
test_07(void)
{
	unsigned char block[MD_BLOCK] = {0};
	struct md_layout l;
	struct md_super s;
	int i;

	md_plan(&l, 0, 256 << 20, 1, 8);
	be_put64(block, 65536);
	be_put32(block + 8, MD_CONSISTENT);
	for (i = 1; i < 5; i++)
		be_put32(block + 8 + 4 * i, (uint32_t)i);
	be_put32(block + 28, MD_MAGIC_07);
	is_num(md_decode(&s, block), 7, "meta-data of 0.7 is known");
	md07_convert(&s, block, &l, 0);
	ok(s.uuid[0] == 0x000100020007babe && s.uuid[1] == 0,
	    "its counters become a UUID");
	is_num((long long)s.la_sectors, 131072, "its KiB become sectors");
	is_num(s.flags, MD_CONSISTENT | MD_UP_TO_DATE,
	    "a consistent disk was up to date");
	md07_convert(&s, block, &l, 1);
	ok(s.uuid[1] == 0x000100020006babe && s.uuid[2] == 0x000100020005babe,
	    "bits in its bitmap make a bitmap UUID");
	be_put32(block + 8, MD_CONSISTENT | MD_PRIMARY);
	md07_convert(&s, block, &l, 0);
	ok((s.flags & MD_FULL_SYNC) && !(s.flags & MD_PRIMARY),
	    "a crashed primary of 0.7 is synchronised in full");
	ok(md07_super_at(MD_INTERNAL, 1 << 20) == UINT64_MAX,
	    "a small disk has no internal meta-data of 0.7");
}

int
main(void)
{
	test_layouts();
	test_super();
	test_07();
	return tap_done();
}
