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

/* A defect of the medium: which accesses fail, and where. */
struct disk_defect {
	int reads, writes;
	uint64_t offset, len; /* in bytes */
};

struct disk {
	int fd;
	int64_t size_bytes;
	struct disk_defect defect; /* none when the disk is opened */
	struct disk_slot *slots;   /* a ring: the oldest write goes out first */
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
 * Returns 0 or an errno: EINVAL (not whole sectors, or behind the end), EIO
 * (the defect), or what the image file says. A write with through set (forced
 * unit access) is on the medium when it returns; any other one is in the cache
 * only.
 */
int disk_read(struct disk *d, uint64_t offset, void *to, size_t len);
int disk_write(struct disk *d, uint64_t offset, const void *from, size_t len,
    int through);

/*
 * Change every byte of the DISK_SECTOR bytes at offset on the medium, and in
 * the cache if they are there, whatever the defect. Returns 0 or an errno.
 */
int disk_spoil(struct disk *d, uint64_t offset);

/* Bring the cache to the medium; returns 0 or an errno. */
int disk_flush(struct disk *d);

/* Lose the cache; returns how many sectors were in it. */
unsigned disk_power_cut(struct disk *d);

/* Close without a flush. */
void disk_close(struct disk *d);

#endif
