/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdmeta: what its verbs share. Exit codes: drbdmeta(8). */
#ifndef META_H
#define META_H

#include "mdio.h"

enum {
	META_NONE = 1,    /* no valid meta-data, or "no" to a question */
	META_BAD = 10,    /* this cannot be done on this device */
	META_USAGE = 20,  /* command line, device busy, I/O error */
	META_REFUSED = 40 /* data would be lost */
};

struct meta {
	struct mdio io;
	int minor; /* -1: "-", none */
	int index; /* or MD_INTERNAL, MD_FLEXIBLE */
	int force;
	int attached; /* the driver uses it: what we read may be old */
	uint32_t al_stripes, al_stripe_4k, peer_max_bio;
	int al_given; /* on the command line */
	int version;  /* what md_decode said: 8 with super and layout valid */
	struct md_super super;
	struct md_layout layout;
	int argc; /* of the verb */
	char **argv;
	const char *verb;
};

/* As a command; the exit code. */
int meta_main(int argc, char **argv);

/* Print what an I/O error was about; META_USAGE. */
int meta_io_error(const struct meta *m, const char *doing);

/* Ask; 1 for "yes" or with --force. */
int meta_confirm(const struct meta *m, const char *question);

/* Where no valid meta-data is, or the answer to this question is "yes". */
int meta_may_overwrite(const struct meta *m);

/* Read superblock and layout; an exit code, 0 when version is set. */
int meta_load(struct meta *m);

/* Write m->super. An exit code. */
int meta_store(struct meta *m);

/* Make every block of the activity log an empty one. An exit code. */
int meta_blank_al(struct meta *m);

/* Look at what is on the device already: 0 go on, or an exit code after
 * telling why not. */
int meta_probe(struct meta *m, const struct md_layout *l);

/* Apply the log to the bitmap. An exit code. */
int meta_apply_al(struct meta *m);

/* Note the device's size and name, by which check-resize finds internal
 * meta-data after it has grown. 0 or -1 with errno. */
int meta_remember(const struct meta *m);
int meta_check_resize(struct meta *m);

int meta_create(struct meta *m);
int meta_wipe(struct meta *m);
int meta_get_gi(struct meta *m);
int meta_show_gi(struct meta *m);
int meta_set_gi(struct meta *m);
int meta_dstate(struct meta *m);
int meta_outdate(struct meta *m);
int meta_invalidate(struct meta *m);
int meta_read_uuid(struct meta *m);
int meta_write_uuid(struct meta *m);
int meta_dump(struct meta *m);
int meta_restore(struct meta *m);
int meta_verify_dump(struct meta *m);

/* The generation identifiers of a superblock or of the driver, in the form
 * of get-gi, and the picture that show-gi draws. */
void meta_print_gi(const uint64_t uuid[4], uint32_t flags);
void meta_print_gi_picture(const uint64_t uuid[4], uint32_t flags);

#endif
