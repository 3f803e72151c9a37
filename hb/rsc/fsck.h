/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The check before a mount, for file systems that have no journal. */
#ifndef FSCK_H
#define FSCK_H

/*
 * Run `fsck.TYPE -p DEVICE` where type is one that the real Filesystem agent
 * checks: all but the journaled ones, FAT, and what is not on a disk.
 * Returns 0: nothing to do, or repaired; -1: not to be mounted, and the log
 * says why.
 */
int fsck_run(const char *type, const char *device);

#endif
