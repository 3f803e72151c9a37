/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a backing device was when it was last seen: one that has grown has its
 * internal meta-data no longer at its end. The files are drbd-utils':
 * /var/lib/drbd/drbd-minor-N.lkbd (DRBD_LIB_DIR names another folder).
 */
#ifndef LKBD_H
#define LKBD_H

#include <stdint.h>

struct lkbd {
	uint64_t bytes;
	uint64_t uuid; /* of the meta-data's device, 0: not known */
	char name[256];
};

/* 0, or -1 when nothing (that can be read) is known of that minor. */
int lkbd_load(int minor, struct lkbd *k);

/* Remember it, if it differs from what is remembered. 0 or -1 with errno. */
int lkbd_save(int minor, const struct lkbd *k);

void lkbd_forget(int minor);

#endif
