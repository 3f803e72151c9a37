/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A disk served to QEMU by the Network Block Device protocol, oldstyle. */
#include <endian.h>
#include <errno.h>
#include <string.h>

#include "nbd.h"

enum {
	HAS_FLAGS = 1,
	SEND_FLUSH = 4,
	SEND_FUA = 8,
	CMD_READ = 0,
	CMD_WRITE = 1,
	CMD_DISC = 2,
	CMD_FLUSH = 3,
	CMD_FLAG_FUA = 1,
	LEN_MAX = 32 * 1024 * 1024,
	REQUEST_MAGIC = 0x25609513,
	REPLY_MAGIC = 0x67446698,
};

struct request {
	uint32_t magic;
	uint16_t flags, type;
	uint64_t cookie, offset;
	uint32_t len;
} __attribute__((packed));

struct reply {
	uint32_t magic, error;
	uint64_t cookie;
} __attribute__((packed));

void
nbd_start(struct nbd *n, struct disk *disk)
{
	struct {
		uint64_t passwd, magic, size;
		uint32_t flags;
		uint8_t zero[124];
	} __attribute__((packed)) hello = {
	    .passwd = htobe64(0x4e42444d41474943), /* NBDMAGIC */
	    .magic = htobe64(0x00420281861253),
	    .size = htobe64((uint64_t)disk->size_bytes),
	    .flags = htobe32(HAS_FLAGS | SEND_FLUSH | SEND_FUA),
	};

	memset(n, 0, sizeof(*n));
	n->disk = disk;
	buf_put(&n->out, &hello, sizeof(hello));
}

/* NBD's error numbers are Linux's for the few that it has */
static uint32_t
nbd_errno(int e)
{
	switch (e) {
	case 0:
	case EPERM:
	case EIO:
	case ENOMEM:
	case EINVAL:
	case ENOSPC:
		return (uint32_t)e;
	default:
		return EIO;
	}
}

/* one request; the write's data follow it in the buffer */
static void
answer(struct nbd *n, const struct request *rq, const uint8_t *data)
{
	struct reply reply = {
	    .magic = htobe32(REPLY_MAGIC), .cookie = rq->cookie};
	uint64_t offset = be64toh(rq->offset);
	uint32_t len = be32toh(rq->len);
	uint8_t *room;
	int e;

	switch (be16toh(rq->type)) {
	case CMD_READ:
		/* the reply goes before its data and carries the result */
		room = buf_room(&n->out, sizeof(reply) + len);
		e = disk_read(n->disk, offset, room + sizeof(reply), len);
		reply.error = htobe32(nbd_errno(e));
		memcpy(room, &reply, sizeof(reply));
		buf_grew(&n->out, sizeof(reply) + (e == 0 ? len : 0));
		return;
	case CMD_WRITE:
		e = disk_write(n->disk, offset, data, len,
		    be16toh(rq->flags) & CMD_FLAG_FUA);
		break;
	case CMD_FLUSH:
		e = disk_flush(n->disk);
		break;
	default:
		e = EINVAL;
	}
	reply.error = htobe32(nbd_errno(e));
	buf_put(&n->out, &reply, sizeof(reply));
}

void
nbd_run(struct nbd *n)
{
	struct request rq;
	size_t whole;

	while (!n->broken && n->in.len >= sizeof(rq)) {
		memcpy(&rq, n->in.data, sizeof(rq));
		whole = sizeof(rq);
		if (be32toh(rq.magic) != REQUEST_MAGIC ||
		    be32toh(rq.len) > LEN_MAX || be16toh(rq.type) == CMD_DISC) {
			n->broken = 1;
			return;
		}
		if (be16toh(rq.type) == CMD_WRITE)
			whole += be32toh(rq.len);
		if (n->in.len < whole)
			return;
		answer(n, &rq, n->in.data + sizeof(rq));
		buf_drop(&n->in, whole);
	}
}

void
nbd_end(struct nbd *n)
{
	buf_free(&n->in);
	buf_free(&n->out);
}
