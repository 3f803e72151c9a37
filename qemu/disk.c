/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A disk with a volatile write cache over a raw image file. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"
#include "../lib/imagelock.h"

struct disk_slot {
	uint64_t sector;
	uint16_t next; /* in the hash chain: slot number + 1, 0 ends it */
	uint8_t bytes[DISK_SECTOR];
};

int
disk_open(struct disk *d, const char *path)
{
	struct stat st;
	int saved;

	memset(d, 0, sizeof(*d));
	d->fd = open(path, O_RDWR | O_CLOEXEC);
	if (d->fd < 0)
		return -1;
	if (imagelock(d->fd) < 0)
		goto fail;
	if (fstat(d->fd, &st) < 0)
		goto fail;
	errno = EINVAL;
	if (st.st_size == 0 || st.st_size % DISK_SECTOR != 0)
		goto fail;
	d->size_bytes = st.st_size;
	d->slots = malloc(DISK_CACHE_SECTORS * sizeof(*d->slots));
	if (d->slots == NULL)
		goto fail;
	return 0;
fail:
	saved = errno;
	close(d->fd);
	d->fd = -1;
	errno = saved;
	return -1;
}

void
disk_close(struct disk *d)
{
	if (d->fd >= 0)
		close(d->fd);
	free(d->slots);
	d->fd = -1;
	d->slots = NULL;
}

static uint16_t *
chain_of(struct disk *d, uint64_t sector)
{
	return &d->hash[(sector * 0x9e3779b97f4a7c15 >> 40) %
			DISK_CACHE_SECTORS];
}

static struct disk_slot *
find(struct disk *d, uint64_t sector)
{
	uint16_t i;

	for (i = *chain_of(d, sector); i != 0; i = d->slots[i - 1].next)
		if (d->slots[i - 1].sector == sector)
			return &d->slots[i - 1];
	return NULL;
}

static int
write_file(struct disk *d, uint64_t offset, const void *from, size_t len)
{
	const uint8_t *p = from;
	ssize_t n;

	while (len > 0) {
		n = pwrite(d->fd, p, len, (off_t)offset);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? errno : EIO;
		p += n;
		len -= (size_t)n;
		offset += (uint64_t)n;
	}
	return 0;
}

/* the oldest slot goes to the medium and is free again */
static int
write_out(struct disk *d)
{
	struct disk_slot *slot = &d->slots[d->oldest];
	uint16_t *at, self = (uint16_t)(d->oldest + 1);
	int e;

	e = write_file(d, slot->sector * DISK_SECTOR, slot->bytes, DISK_SECTOR);
	if (e != 0)
		return e;
	for (at = chain_of(d, slot->sector); *at != self;
	     at = &d->slots[*at - 1].next)
		;
	*at = slot->next;
	d->oldest = (d->oldest + 1) % DISK_CACHE_SECTORS;
	d->used--;
	return 0;
}

static int
whole(struct disk *d, uint64_t offset, size_t len)
{
	return offset % DISK_SECTOR == 0 && len % DISK_SECTOR == 0 &&
	       offset <= (uint64_t)d->size_bytes &&
	       len <= (uint64_t)d->size_bytes - offset;
}

static int
fails(const struct disk *d, int kind, uint64_t offset, size_t len)
{
	return kind && offset < d->defect.offset + d->defect.len &&
	       d->defect.offset < offset + len;
}

static int
read_disk(struct disk *d, uint64_t offset, void *to, size_t len)
{
	struct disk_slot *slot;
	uint8_t *p = to;
	size_t done;
	ssize_t n;

	if (!whole(d, offset, len))
		return EINVAL;
	for (done = 0; done < len; done += (size_t)n) {
		n = pread(d->fd, p + done, len - done, (off_t)(offset + done));
		if (n < 0 && errno == EINTR)
			n = 0;
		else if (n <= 0)
			return n < 0 ? errno : EIO;
	}
	if (d->used == 0)
		return 0;
	for (done = 0; done < len; done += DISK_SECTOR)
		if ((slot = find(d, (offset + done) / DISK_SECTOR)) != NULL)
			memcpy(p + done, slot->bytes, DISK_SECTOR);
	return 0;
}

int
disk_read(struct disk *d, uint64_t offset, void *to, size_t len)
{
	if (fails(d, d->defect.reads, offset, len))
		return EIO;
	return read_disk(d, offset, to, len);
}

static int
cache(struct disk *d, uint64_t sector, const uint8_t *bytes)
{
	struct disk_slot *slot = find(d, sector);
	uint16_t *chain;
	unsigned i;
	int e;

	if (slot == NULL) {
		if (d->used == DISK_CACHE_SECTORS && (e = write_out(d)) != 0)
			return e;
		i = (d->oldest + d->used++) % DISK_CACHE_SECTORS;
		slot = &d->slots[i];
		slot->sector = sector;
		chain = chain_of(d, sector);
		slot->next = *chain;
		*chain = (uint16_t)(i + 1);
	}
	memcpy(slot->bytes, bytes, DISK_SECTOR);
	return 0;
}

static int
write_disk(struct disk *d, uint64_t offset, const void *from, size_t len,
    int through)
{
	struct disk_slot *slot;
	const uint8_t *p = from;
	size_t done;
	int e = 0;

	if (!whole(d, offset, len))
		return EINVAL;
	for (done = 0; done < len && e == 0; done += DISK_SECTOR)
		if (!through)
			e = cache(d, (offset + done) / DISK_SECTOR, p + done);
		else if ((slot = find(d, (offset + done) / DISK_SECTOR)))
			/* an older write must not come after this one */
			memcpy(slot->bytes, p + done, DISK_SECTOR);
	if (through)
		e = write_file(d, offset, from, len);
	return e;
}

int
disk_write(struct disk *d, uint64_t offset, const void *from, size_t len,
    int through)
{
	if (fails(d, d->defect.writes, offset, len))
		return EIO;
	return write_disk(d, offset, from, len, through);
}

int
disk_spoil(struct disk *d, uint64_t offset)
{
	uint8_t bytes[DISK_SECTOR];
	size_t i;
	int e;

	e = read_disk(d, offset, bytes, sizeof(bytes));
	if (e != 0)
		return e;
	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] ^= 0xff;
	return write_disk(d, offset, bytes, sizeof(bytes), 1);
}

int
disk_flush(struct disk *d)
{
	int e = 0;

	while (d->used > 0 && e == 0)
		e = write_out(d);
	return e;
}

unsigned
disk_power_cut(struct disk *d)
{
	unsigned lost = d->used;

	d->used = 0;
	memset(d->hash, 0, sizeof(d->hash));
	return lost;
}
