/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdmeta: generation identifiers and flags. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "../lib/num.h"
#include "meta.h"

/* In the order of get-gi. */
static const uint32_t gi_flags[] = {MD_CONSISTENT, MD_UP_TO_DATE, MD_PRIMARY,
    MD_CONNECTED, MD_FULL_SYNC, MD_PEER_OUTDATED, MD_CRASHED_PRIMARY};

enum { GI_FLAGS = sizeof(gi_flags) / sizeof(gi_flags[0]) };

void
meta_print_gi(const uint64_t uuid[4], uint32_t flags)
{
	int i;

	for (i = 0; i < 4; i++)
		printf("%s%016" PRIX64, i == 0 ? "" : ":", uuid[i]);
	for (i = 0; i < GI_FLAGS; i++)
		printf(":%d", (flags & gi_flags[i]) != 0);
	printf("\n");
}

static const char *
disk_text(uint32_t flags)
{
	if (!(flags & MD_CONSISTENT))
		return "Inconsistent";
	return flags & MD_UP_TO_DATE ? "UpToDate" : "Outdated";
}

void
meta_print_gi_picture(const uint64_t uuid[4], uint32_t flags)
{
	printf("\n"
	       "       +--<  Current data generation UUID  >-\n"
	       "       |               +--<  Bitmap's base data generation "
	       "UUID  >-\n"
	       "       |               |                 +--<  younger history "
	       "UUID  >-\n"
	       "       |               |                 |         +-<  older "
	       "history  >-\n"
	       "       V               V                 V         V\n");
	meta_print_gi(uuid, flags);
	printf("%68s^ ^ ^ ^ ^ ^ ^\n", "");
	printf("%38s-<  Data consistency flag  >--+ | | | | | |\n", "");
	printf("%29s-<  Data was/is currently up-to-date  >--+ | | | | |\n",
	    "");
	printf("%34s-<  Node was/is currently primary  >--+ | | | |\n", "");
	printf("%34s-<  Node was/is currently connected  >--+ | | |\n", "");
	printf("%9s-<  Node was in the progress of setting all bits in the "
	       "bitmap  >--+ | |\n",
	    "");
	printf("%24s-<  The peer's disk was out-dated or inconsistent  "
	       ">--+ |\n",
	    "");
	printf("%6s-<  This node was a crashed primary, and has not seen its "
	       "peer since   >--+\n\n",
	    "");
	printf("flags: %s%s, %s, %s%s%s\n",
	    flags & MD_CRASHED_PRIMARY ? "crashed " : "",
	    flags & (MD_PRIMARY | MD_CRASHED_PRIMARY) ? "Primary" : "Secondary",
	    flags & MD_CONNECTED ? "Connected" : "StandAlone", disk_text(flags),
	    flags & MD_FULL_SYNC ? ", need full sync" : "",
	    flags & MD_PEER_OUTDATED ? ", peer Outdated" : "");
}

int
meta_get_gi(struct meta *m)
{
	meta_print_gi(m->super.uuid, m->super.flags);
	return 0;
}

int
meta_show_gi(struct meta *m)
{
	const struct md_super *s = &m->super;

	meta_print_gi_picture(s->uuid, s->flags);
	printf("meta-data: %s\n", md_is_unclean(s) ? "need apply-al" : "clean");
	if (s->la_sectors == 0) {
		printf("zero size device -- never seen peer yet?\n");
		return 0;
	}
	printf("last agreed size: %" PRIu64 " %s (%" PRIu64 " sectors)\n",
	    s->la_sectors < 2048 ? s->la_sectors / 2 : s->la_sectors / 2048,
	    s->la_sectors < 2048 ? "KB" : "MB", s->la_sectors);
	printf("last agreed max bio size: %u Byte\n", s->peer_max_bio);
	return 0;
}

/* Fields between colons; an empty one stays as it is. */
static int
parse_gi(struct md_super *s, const char *text)
{
	unsigned long long v;
	char field[20];
	size_t len;
	int i;

	for (i = 0; i < 4 + GI_FLAGS && *text != '\0'; i++) {
		len = strcspn(text, ":");
		if (len >= sizeof(field))
			return -1;
		memcpy(field, text, len);
		field[len] = '\0';
		if (len > 0) {
			if (num_parse_hex(field, i < 4 ? UINT64_MAX : 1, &v) !=
			    0)
				return -1;
			if (i < 4)
				s->uuid[i] = v;
			else if (v != 0)
				s->flags |= gi_flags[i - 4];
			else
				s->flags &= ~gi_flags[i - 4];
		}
		text += len;
		if (*text == ':')
			text++;
	}
	return *text == '\0' ? 0 : -1;
}

int
meta_set_gi(struct meta *m)
{
	struct md_super old = m->super;

	if (m->argc != 1 || parse_gi(&m->super, m->argv[0]) != 0) {
		fprintf(stderr, "set-gi: four hexadecimal UUIDs and seven "
				"flags (0 or 1) expected, colons between "
				"them\n");
		return META_USAGE;
	}
	printf("previously ");
	meta_print_gi(old.uuid, old.flags);
	printf("set GI to  ");
	meta_print_gi(m->super.uuid, m->super.flags);
	if (!meta_confirm(m, "Write new GI to disk?")) {
		printf("Operation canceled.\n");
		return META_NONE;
	}
	return meta_store(m);
}

int
meta_dstate(struct meta *m)
{
	uint32_t flags = m->super.flags;
	const char *text = disk_text(flags);

	/* without a word from the peer nobody knows whether it is newer */
	if (strcmp(text, "UpToDate") == 0 && !(flags & MD_PEER_OUTDATED))
		text = "Consistent";
	printf("%s\n", text);
	return 0;
}

int
meta_outdate(struct meta *m)
{
	if (!(m->super.flags & MD_CONSISTENT)) {
		fprintf(stderr, "Device is inconsistent.\n");
		return 5;
	}
	m->super.flags &= ~(uint32_t)MD_UP_TO_DATE;
	return meta_store(m);
}

int
meta_invalidate(struct meta *m)
{
	/* the bitmap knows nothing of what is wrong: all of it is */
	m->super.flags &= ~(uint32_t)(MD_UP_TO_DATE | MD_CONSISTENT);
	m->super.flags |= MD_FULL_SYNC;
	return meta_store(m);
}

int
meta_read_uuid(struct meta *m)
{
	printf("%016" PRIX64 "\n", m->super.device_uuid);
	return 0;
}

int
meta_write_uuid(struct meta *m)
{
	unsigned long long v;

	if (m->argc != 1 || num_parse_hex(m->argv[0], UINT64_MAX, &v) != 0) {
		fprintf(stderr, "write-dev-uuid: 16 hexadecimal digits "
				"expected\n");
		return META_USAGE;
	}
	m->super.device_uuid = v;
	meta_remember(m);
	return meta_store(m);
}
