/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdmeta: meta-data as text, and back. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../lib/num.h"
#include "files.h"
#include "lex.h"
#include "meta.h"

enum {
	WORDS_PER_BLOCK = MD_BLOCK / 8,
	WORDS_PER_COMMENT = 32, /* 8 MiB of data */
	KBYTES_PER_WORD = 64 * 4
};

static const char unclean_mark[] =
    "This_is_an_unclean_meta_data_dump._Don't_trust_the_bitmap.";

/* The bitmap, word by word; runs of equal words are counted. */
struct words {
	uint64_t run_at, run_length, value; /* what is not printed yet */
	uint64_t row[4];
	uint64_t bits_set;
};

static void
print_comment(uint64_t word)
{
	if (word % WORDS_PER_COMMENT == 0)
		printf("   # at %" PRIu64 "kB\n", word * KBYTES_PER_WORD);
}

static void
flush_run(struct words *w)
{
	if (w->run_length == 0)
		return;
	print_comment(w->run_at);
	printf("    %" PRIu64 " times 0x%016" PRIX64 ";\n", w->run_length,
	    w->value);
	w->run_at += w->run_length;
	w->run_length = 0;
}

/* Four more words; runs are counted in fours. */
static void
add_row(struct words *w, uint64_t at)
{
	const uint64_t *row = w->row;
	int same = row[0] == row[1] && row[0] == row[2] && row[0] == row[3];

	if (w->run_length > 0 && (!same || row[0] != w->value))
		flush_run(w);
	if (same) {
		if (w->run_length == 0)
			w->run_at = at;
		w->value = row[0];
		w->run_length += 4;
		return;
	}
	print_comment(at);
	printf("    0x%016" PRIX64 "; 0x%016" PRIX64 "; 0x%016" PRIX64
	       "; 0x%016" PRIX64 ";\n",
	    row[0], row[1], row[2], row[3]);
}

static int
dump_bitmap(struct meta *m)
{
	uint64_t bytes = md_bitmap_bytes(m->super.la_sectors), done;
	struct words w = {0};
	size_t i, k;

	printf("# bm-bytes %" PRIu64 ";\nbm {\n", bytes);
	for (done = 0; done < bytes; done += MD_BLOCK) {
		if (mdio_read(&m->io, m->layout.bitmap + done, MD_BLOCK) != 0)
			return meta_io_error(m, "reading the bitmap");
		for (i = 0; i < WORDS_PER_BLOCK; i += 4) {
			for (k = 0; k < 4; k++) {
				uint64_t v = 0;
				int b;

				for (b = 7; b >= 0; b--)
					v = v << 8 |
					    m->io
						.block[(i + k) * 8 + (size_t)b];
				w.row[k] = v;
				w.bits_set += (uint64_t)__builtin_popcountll(v);
			}
			add_row(&w, done / 8 + i);
		}
	}
	flush_run(&w);
	printf("}\n# bits-set %" PRIu64 ";\n", w.bits_set);
	return 0;
}

int
meta_dump(struct meta *m)
{
	const struct md_super *s = &m->super;
	char when[80] = "", host[65] = "";
	time_t now = time(NULL);
	struct tm tm;
	int i;

	if (md_is_unclean(s)) {
		fprintf(stderr, "Found meta data is \"unclean\", please "
				"apply-al first\n");
		if (!m->force)
			return META_NONE;
	}
	if (gmtime_r(&now, &tm) != NULL)
		snprintf(when, sizeof(when),
		    "%d-%02d-%02d %02d:%02d:%02d +0000", tm.tm_year + 1900,
		    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
		    tm.tm_sec);
	gethostname(host, sizeof(host) - 1);
	printf("# DRBD meta data dump\n# %s [%lld]\n", when, (long long)now);
	printf("# %s> drbdmeta %d v08 %s dump-md\n#\n\nversion \"v08\";\n\n",
	    host, m->minor, m->io.name);
	if (md_is_unclean(s))
		printf("%s\n# You should \"apply-al\" first, if you plan to "
		       "restore this.\n\n",
		    unclean_mark);
	printf("# md_size_sect %u\n# md_offset %" PRIu64
	       "\n# al_offset %" PRIu64 "\n# bm_offset %" PRIu64 "\n\n",
	    s->md_sectors, m->layout.super, m->layout.al, m->layout.bitmap);
	printf("uuid {\n   ");
	for (i = 0; i < 4; i++)
		printf(" 0x%016" PRIX64 ";", s->uuid[i]);
	printf("\n    flags 0x%08X;\n}\n", s->flags & ~(unsigned)MD_AL_CLEAN);
	printf("# al-extents %u;\nla-size-sect %" PRIu64
	       ";\nbm-byte-per-bit %u;\ndevice-uuid 0x%016" PRIX64 ";\n",
	    s->al_extents, s->la_sectors, s->bytes_per_bit, s->device_uuid);
	printf("la-peer-max-bio-size %u;\nal-stripes %u;\n"
	       "al-stripe-size-4k %u;\n",
	    s->peer_max_bio, m->layout.al_stripes, m->layout.al_stripe_4k);
	return dump_bitmap(m);
}

/* A dump that is read. With m it is written as it comes, else only looked
 * at. */
struct restore {
	struct lex x;
	struct md_super super;
	struct meta *m;
	uint64_t word; /* of the bitmap, the next one */
	int code;
};

static void
complain(struct restore *r, const char *expected)
{
	if (r->code == 0)
		fprintf(stderr, "line %u: '%s' expected, but got '%s'\n",
		    r->x.token.line, expected, r->x.token.text);
	r->code = META_BAD;
}

static int
take(struct restore *r, const char *text)
{
	if (r->code != 0 || r->x.token.type == LEX_UNTERMINATED ||
	    strcmp(r->x.token.text, text) != 0) {
		complain(r, text);
		return -1;
	}
	lex_next(&r->x);
	return 0;
}

static uint64_t
take_number(struct restore *r, uint64_t max)
{
	const char *text = r->x.token.text;
	unsigned long long v = 0;
	long long d;
	int rc;

	if (strncmp(text, "0x", 2) == 0) {
		rc = num_parse_hex(text + 2, max, &v);
	} else {
		rc = num_parse(text, 0,
		    max > INT64_MAX ? INT64_MAX : (long long)max, &d);
		v = rc == 0 ? (unsigned long long)d : 0;
	}
	if (rc != 0)
		complain(r, "a number");
	else
		lex_next(&r->x);
	return v;
}

static uint64_t
take_field(struct restore *r, const char *name, uint64_t max)
{
	uint64_t v;

	take(r, name);
	v = take_number(r, max);
	take(r, ";");
	return v;
}

static void
put_word(struct restore *r, uint64_t value)
{
	size_t at = (size_t)(r->word % WORDS_PER_BLOCK) * 8;
	uint64_t block = r->word / WORDS_PER_BLOCK;
	int b;

	for (b = 0; b < 8; b++, value >>= 8)
		r->m->io.block[at + (size_t)b] = (unsigned char)value;
	if (at + 8 == MD_BLOCK &&
	    mdio_write(&r->m->io, r->m->layout.bitmap + block * MD_BLOCK,
		MD_BLOCK) != 0)
		r->code = meta_io_error(r->m, "writing the bitmap");
}

static void
take_words(struct restore *r)
{
	uint64_t words = md_bitmap_bytes(r->super.la_sectors) / 8, n, v;

	take(r, "bm");
	take(r, "{");
	while (r->code == 0 && !lex_is(&r->x, '}')) {
		n = 1;
		v = take_number(r, UINT64_MAX);
		if (strcmp(r->x.token.text, "times") == 0) {
			lex_next(&r->x);
			n = v;
			v = take_number(r, UINT64_MAX);
		}
		take(r, ";");
		if (n > words - r->word) {
			complain(r, "}");
			return;
		}
		if (r->m == NULL) {
			r->word += n;
			continue;
		}
		for (; n > 0 && r->code == 0; n--, r->word++)
			put_word(r, v);
	}
	take(r, "}");
	if (r->code == 0 && r->word != words)
		complain(r, "the rest of the bitmap");
}

static void
take_head(struct restore *r)
{
	struct md_super *s = &r->super;
	int i;

	take(r, "version");
	take(r, "v08");
	take(r, ";");
	take(r, "uuid");
	take(r, "{");
	for (i = 0; i < 4; i++) {
		s->uuid[i] = take_number(r, UINT64_MAX);
		take(r, ";");
	}
	s->flags = (uint32_t)take_field(r, "flags", UINT32_MAX);
	take(r, "}");
	s->la_sectors = take_field(r, "la-size-sect", 1ULL << 41);
	take(r, "bm-byte-per-bit");
	take(r, "4096");
	take(r, ";");
	s->bytes_per_bit = MD_BYTES_PER_BIT;
	s->device_uuid = take_field(r, "device-uuid", UINT64_MAX);
	s->peer_max_bio =
	    (uint32_t)take_field(r, "la-peer-max-bio-size", UINT32_MAX);
	s->al_stripes = (uint32_t)take_field(r, "al-stripes", 1024);
	s->al_stripe_4k = (uint32_t)take_field(r, "al-stripe-size-4k", 1 << 22);
}

static char *
read_dump(struct arena *a, const char *name, size_t *len)
{
	char *text = files_read(a, name, len);

	if (text == NULL)
		fprintf(stderr, "open(%s) failed: %s\n", name, strerror(errno));
	return text;
}

/* Read the dump; with write, onto the device of m. */
static int
read_and_restore(struct meta *m, int write)
{
	struct arena a = {0};
	struct restore r = {0};
	size_t len;
	char *text;

	if (m->argc != 1) {
		fprintf(stderr, "%s: a file name expected\n", m->verb);
		return META_USAGE;
	}
	text = read_dump(&a, m->argv[0], &len);
	if (text == NULL)
		return META_USAGE;
	lex_start(&r.x, &a, text, len);
	take_head(&r);
	/* another log for the same data: dump-md, then this */
	if (m->al_given) {
		r.super.al_stripes = m->al_stripes;
		r.super.al_stripe_4k = m->al_stripe_4k;
	}
	if (r.code == 0 && write) {
		if (md_plan(&m->layout, m->index, m->io.bytes,
			r.super.al_stripes, r.super.al_stripe_4k) != MD_OK ||
		    md_bitmap_bytes(r.super.la_sectors) >
			m->io.bytes - m->layout.bitmap) {
			fprintf(stderr,
			    "'%s' is too small for this "
			    "meta-data\n",
			    m->io.name);
			r.code = META_BAD;
		}
		r.m = m;
	}
	if (r.code == 0)
		take_words(&r);
	m->super = r.super;
	arena_free(&a);
	return r.code;
}

int
meta_verify_dump(struct meta *m)
{
	int code = read_and_restore(m, 0);

	if (code == 0)
		printf("input file parsed ok\n");
	return code;
}

int
meta_restore(struct meta *m)
{
	struct md_super fresh;
	int code;

	if (!meta_may_overwrite(m))
		return META_NONE;
	/* first without writing: half a dump must change nothing */
	code = read_and_restore(m, 0);
	if (code == 0)
		code = read_and_restore(m, 1);
	if (code != 0)
		return code;
	md_fresh(&fresh, &m->layout);
	m->super.magic = fresh.magic;
	m->super.md_sectors = fresh.md_sectors;
	m->super.al_offset = fresh.al_offset;
	m->super.bm_offset = fresh.bm_offset;
	m->super.al_extents = fresh.al_extents;
	m->super.flags |= MD_AL_CLEAN;
	code = meta_blank_al(m);
	if (code == 0)
		code = meta_store(m);
	if (code == 0)
		printf("Successfully restored meta data\n");
	return code;
}
