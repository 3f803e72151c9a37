/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Meta-data that a crash or a stranger left. Random bytes never have the right
 * magic and sums, so these are set; the superblock's fields and the log are
 * the fuzzer's. No verb may touch the data below internal meta-data.
 */
#include <stdlib.h>
#include <string.h>

#include "../al.h"
#include "../be.h"
#include "device.h"
#include "fake.h"

static const char *const indexes[] = {"internal", "flex-external", "0"};
static const int numbers[] = {MD_INTERNAL, MD_FLEXIBLE, 0};
static const char *const verbs[] = {"apply-al", "dump-md", "get-gi", "show-gi",
    "dstate", "outdate", "invalidate", "check-resize", "read-dev-uuid",
    "create-md", "wipe-md"};

enum { HEAD = 96, VERBS = sizeof(verbs) / sizeof(verbs[0]) };

/* The log's blocks as the fuzzer wrote them, with sums. */
static void
put_log(const struct md_layout *l, const uint8_t *data, size_t size)
{
	unsigned char block[MD_BLOCK];
	uint32_t i;
	size_t n;

	for (i = 0; i < l->al_stripes * l->al_stripe_4k && size > 0; i++) {
		memset(block, 0xff, sizeof(block));
		n = size < 600 ? size : 600;
		memcpy(block, data, n);
		data += n;
		size -= n;
		memcpy(block, "\x69\xcb\x65\xa2", 4);
		memset(block + 8, 0, 4);
		if (n % 7 != 0)
			be_put32(block + 8, al_crc32c(block, MD_BLOCK));
		memcpy(device + l->al + (uint64_t)i * MD_BLOCK, block,
		    MD_BLOCK);
	}
}

static uint64_t
data_end(const struct md_layout *l, int valid)
{
	uint64_t fresh = DEVICE_BYTES - 10 * MD_BLOCK;

	return valid && l->bitmap < fresh ? l->bitmap : fresh;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct md_super super;
	struct md_layout l = {0};
	uint64_t at;
	int which, code, valid;
	const char *verb;

	if (size < HEAD + 4)
		return 0;
	which = data[0] % 3;
	device_reset();
	at = md_super_at(numbers[which], DEVICE_BYTES);
	memset(device + at, 0, MD_BLOCK);
	memcpy(device + at, data + 4, HEAD);
	be_put32(device + at + 60,
	    data[1] & 1 ? MD_MAGIC_08 : MD_MAGIC_84_UNCLEAN);
	valid = md_decode(&super, device + at) == 8 &&
		md_from_super(&l, &super, numbers[which], DEVICE_BYTES) == 0;
	if (valid)
		put_log(&l, data + 4 + HEAD, size - 4 - HEAD);
	verb = verbs[data[2] % VERBS];
	code = device_run(indexes[which], verb, NULL);
	if (which == 0 && !device_untouched(data_end(&l, valid)))
		abort();
	if (strcmp(verb, "apply-al") == 0 && code == 0 &&
	    (md_decode(&super, device + at) != 8 || md_is_unclean(&super)))
		abort();
	return 0;
}
