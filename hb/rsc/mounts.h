/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is mounted where, and mount options as text. */
#ifndef MOUNTS_H
#define MOUNTS_H

#include <limits.h>
#include <stddef.h>
#include <stdio.h>

#define MOUNTS_MAX 64 /* at one place and below it */
#define MOUNTS_TYPE_MAX 64

struct mounts {
	size_t count;
	char dir[MOUNTS_MAX][PATH_MAX]; /* in the order of mounting */
};

/*
 * Read table, the text of /proc/self/mounts, for dir (an absolute path
 * without symbolic links). Writes the device of the last mount at dir to
 * device ("" when there is none), and dir and the mounts at or below it to m
 * (NULL: not wanted). Returns 0, or -1 with errno E2BIG: over MOUNTS_MAX.
 */
int mounts_read(FILE *table, const char *dir, char device[PATH_MAX],
    struct mounts *m);

/*
 * Split options ("rw,noatime,data=journal"; NULL and "" are none) into
 * mount(2)'s flags and the rest, which is the file system's own, in data.
 * Words for fstab only (defaults, noauto, _netdev…) are left out. Returns 0,
 * or -1 with errno E2BIG: the rest is too long.
 */
int mounts_options(const char *options, unsigned long *flags, char *data,
    size_t data_size);

/*
 * Whether type needs a block device, by table, the text of
 * /proc/filesystems. Returns 1 or 0, or -1: the kernel does not know type.
 */
int mounts_type_on_device(FILE *table, const char *type);

/*
 * The next type in table that needs a block device, to try one after the
 * other. Returns 0, or -1: there are no more.
 */
int mounts_next_type(FILE *table, char type[MOUNTS_TYPE_MAX]);

#endif
