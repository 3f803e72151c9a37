/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A disk as a power cut sees it: what was written stays in a volatile cache
 * until it is flushed, as in the drive's own memory, and a power cut drops it.
 */
#ifndef DISK_H
#define DISK_H

#include <stddef.h>
#include <stdint.h>

enum { DISK_SECTOR = 512, DISK_CACHE_SECTORS = 16384 };

struct disk {
	int fd;
	int64_t size_bytes;
	struct disk_slot *slots; /* a ring: the oldest write goes out first */
	unsigned oldest, used;
	uint16_t hash[DISK_CACHE_SECTORS]; /* slot number + 1 */
};

/*
 * Open the raw image file path. Returns 0, or -1 with errno; EINVAL: its
 * size is not a number of whole sectors, EBUSY: QEMU or haimg has it.
 */
int disk_open(struct disk *d, const char *path);

/*
 * Read or write len bytes at offset, both whole sectors.
 * Returns 0 or an errno: EINVAL (not whole sectors, or behind the end), or
 * what the image file says. A write with through set (forced unit access) is
 * on the medium when it returns; any other one is in the cache only.
 */
int disk_read(struct disk *d, uint64_t offset, void *to, size_t len);
int disk_write(struct disk *d, uint64_t offset, const void *from, size_t len,
    int through);

/* Bring the cache to the medium; returns 0 or an errno. */
int disk_flush(struct disk *d);

/* Lose the cache; returns how many sectors were in it. */
unsigned disk_power_cut(struct disk *d);

/* Close without a flush. */
void disk_close(struct disk *d);

#endif
