/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A disk served to QEMU over a stream socket by the Network Block Device
 * protocol (https://github.com/NetworkBlockDevice/nbd, doc/proto.md), in its
 * oldstyle negotiation: the server says size and flags, and that is all.
 */
#ifndef NBD_H
#define NBD_H

#include "buf.h"
#include "disk.h"

struct nbd {
	struct disk *disk;
	int broken; /* the client speaks no NBD; the connection must end */
	struct buf in, out;
};

/* Begin: the greeting is put into out. */
void nbd_start(struct nbd *n, struct disk *disk);

/* Answer all requests that are whole in n->in, into n->out. */
void nbd_run(struct nbd *n);

void nbd_end(struct nbd *n);

#endif
