/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a power cut leaves on a disk, directly and through NBD. */
#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "disk.h"
#include "nbd.h"
#include "../lib/tap.h"

enum { SECTORS = 40000 };

static struct disk disk, other;
static char path[] = "/tmp/latido-disk.XXXXXX";

static int
holds(unsigned sector, int byte)
{
	uint8_t got[DISK_SECTOR];
	int i;

	if (disk_read(&disk, sector * DISK_SECTOR, got, sizeof(got)) != 0)
		return 0;
	for (i = 0; i < DISK_SECTOR; i++)
		if (got[i] != byte)
			return 0;
	return 1;
}

static int
put(unsigned sector, int byte, int through)
{
	uint8_t bytes[DISK_SECTOR];

	memset(bytes, byte, sizeof(bytes));
	return disk_write(&disk, sector * DISK_SECTOR, bytes, sizeof(bytes),
	    through);
}

static void
cache(void)
{
	unsigned i;
	int good;

	put(3, 'a', 0);
	ok(holds(3, 'a'), "a write is read back before it is flushed");
	is_num(disk_power_cut(&disk), 1, "a power cut loses that one sector");
	ok(holds(3, 0), "an unflushed write is gone after a power cut");
	put(3, 'b', 0);
	ok(disk_flush(&disk) == 0, "flush");
	disk_power_cut(&disk);
	ok(holds(3, 'b'), "a flushed write survives a power cut");
	put(4, 'c', 1);
	disk_power_cut(&disk);
	ok(holds(4, 'c'), "a forced write survives a power cut");
	put(4, 'd', 0);
	put(4, 'e', 1);
	ok(holds(4, 'e'), "a forced write replaces one in the cache");
	disk_flush(&disk);
	ok(holds(4, 'e'), "and the older one never comes after it");
	for (i = 0; i < DISK_CACHE_SECTORS + 100; i++)
		put(100 + i, 'f', 0);
	for (good = 1, i = 0; i < DISK_CACHE_SECTORS + 100; i++)
		good = good && holds(100 + i, 'f');
	ok(good, "more than the cache holds is all read back");
	is_num(disk_power_cut(&disk), DISK_CACHE_SECTORS,
	    "the cache is bounded");
	ok(holds(100, 'f') && holds(199, 'f') && holds(200, 0),
	    "the oldest writes left it first");
	ok(put(SECTORS, 'x', 0) == EINVAL, "no write behind the end");
	ok(disk_write(&disk, 1, "x", 512, 0) == EINVAL &&
		disk_write(&disk, 0, "x", 1, 0) == EINVAL,
	    "whole sectors only");
}

static void
defect(void)
{
	put(20, 'g', 1);
	put(21, 'h', 1);
	disk.defect = (struct disk_defect){1, 0, 20 * DISK_SECTOR, DISK_SECTOR};
	ok(!holds(20, 'g') && holds(21, 'h') && put(20, 'i', 1) == 0,
	    "a defect of reading: there, and of nothing else");
	disk.defect.reads = 0;
	ok(holds(20, 'i'), "and gone");
	disk.defect.writes = 1;
	ok(put(20, 'j', 0) == EIO && put(21, 'j', 0) == 0 && holds(20, 'i'),
	    "a defect of writing");
	disk.defect.writes = 0;
	ok(disk_spoil(&disk, 21 * DISK_SECTOR) == 0 && holds(21, 'j' ^ 0xff),
	    "a sector of the cache is changed");
	disk_power_cut(&disk);
	ok(holds(21, 'j' ^ 0xff), "and on the medium");
	ok(disk_spoil(&disk, SECTORS * DISK_SECTOR) == EINVAL,
	    "none behind the end");
}

struct request {
	uint32_t magic;
	uint16_t flags, type;
	uint64_t cookie, offset;
	uint32_t len;
} __attribute__((packed));

static void
ask(struct nbd *n, int type, int flags, uint64_t sector, uint32_t len)
{
	struct request rq = {htobe32(0x25609513), htobe16((uint16_t)flags),
	    htobe16((uint16_t)type), 77, htobe64(sector * DISK_SECTOR),
	    htobe32(len)};

	buf_put(&n->in, &rq, sizeof(rq));
}

/* the error of the next reply; takes it and len bytes behind it */
static long long
reply(struct nbd *n, size_t len, int *byte)
{
	uint32_t word[4];

	if (n->out.len < sizeof(word) + len)
		return -1;
	memcpy(word, n->out.data, sizeof(word));
	if (byte && len)
		*byte = n->out.data[sizeof(word)];
	buf_drop(&n->out, sizeof(word) + len);
	return be32toh(word[0]) == 0x67446698 ? (long long)be32toh(word[1])
					      : -2;
}

static void
protocol(void)
{
	uint8_t data[1024];
	uint64_t size;
	struct nbd n;
	int byte = 0;

	nbd_start(&n, &disk);
	memcpy(&size, n.out.data + 16, 8);
	ok(n.out.len == 152 && memcmp(n.out.data, "NBDMAGIC", 8) == 0 &&
		be64toh(size) == SECTORS * DISK_SECTOR,
	    "the greeting tells the size of the disk");
	buf_drop(&n.out, 152);
	memset(data, 'n', sizeof(data));
	ask(&n, 1, 0, 10, 1024);
	nbd_run(&n);
	is_num((long long)n.out.len, 0, "a write waits for its data");
	buf_put(&n.in, data, 1000);
	nbd_run(&n);
	buf_put(&n.in, data, 24);
	ask(&n, 0, 0, 10, 1024);
	nbd_run(&n);
	is_num(reply(&n, 0, NULL), 0, "the write is answered");
	ok(reply(&n, 1024, &byte) == 0 && byte == 'n', "the read has its data");
	disk_power_cut(&disk);
	ok(holds(10, 0), "NBD: an unflushed write is gone");
	ask(&n, 1, 0, 10, 512);
	buf_put(&n.in, data, 512);
	ask(&n, 3, 0, 0, 0);
	ask(&n, 1, 1, 11, 512);
	buf_put(&n.in, data, 512);
	nbd_run(&n);
	disk_power_cut(&disk);
	ok(holds(10, 'n') && holds(11, 'n'),
	    "NBD: a flushed and a forced write survive");
	buf_drop(&n.out, n.out.len);
	ask(&n, 0, 0, SECTORS, 512);
	nbd_run(&n);
	is_num(reply(&n, 0, NULL), EINVAL, "a read behind the end is refused");
	ok(n.out.len == 0, "without data");
	ask(&n, 9, 0, 0, 0);
	nbd_run(&n);
	is_num(reply(&n, 0, NULL), EINVAL, "so is an unknown request");
	buf_put(&n.in, data, 100);
	nbd_run(&n);
	ok(n.broken, "a client that speaks no NBD is cut off");
	nbd_end(&n);
}

int
main(void)
{
	int fd = mkstemp(path);

	ok(fd >= 0 && ftruncate(fd, SECTORS * DISK_SECTOR) == 0 &&
		disk_open(&disk, path) == 0,
	    "an image opens");
	close(fd);
	ok(disk_open(&other, path) == -1 && errno == EBUSY,
	    "an image is one guest's at a time");
	cache();
	defect();
	protocol();
	disk_close(&disk);
	unlink(path);
	ok(disk_open(&disk, path) == -1 && errno == ENOENT,
	    "an image that is not there is an error");
	return tap_done();
}
