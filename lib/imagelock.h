/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One writer at a time for a disk image: QEMU, the lab or haimg. */
#ifndef IMAGELOCK_H
#define IMAGELOCK_H

/*
 * Hold the open image the way QEMU holds a disk that it writes to, with open
 * file description locks (QEMU, block/file-posix.c): byte 100 + n is locked
 * by who uses permission n, byte 200 + n by who does not share it, and 1 is
 * "write". Lasts until the last copy of the descriptor is closed.
 * Returns 0; or -1 with errno, EBUSY when somebody else has the image.
 */
int imagelock(int fd);

#endif
