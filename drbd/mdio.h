/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks of a meta-data device, read and written past the page cache. */
#ifndef MDIO_H
#define MDIO_H

#include <stddef.h>
#include <stdint.h>

#include "md.h"

struct mdio {
	const char *name;
	int fd;
	int is_block;
	uint64_t bytes;
	/* one block, aligned as direct I/O wants it; for the callers too */
	_Alignas(MD_BLOCK) unsigned char block[MD_BLOCK];
};

/* Open it; exclusive: nobody else may have it, a mounted file system
 * neither. 0 or -1 with errno. */
int mdio_open(struct mdio *io, const char *name, int writable, int exclusive);

/* Write what is buffered and close. 0 or -1 with errno. */
int mdio_close(struct mdio *io);

/* Read into or write from io->block; at and len are multiples of 512 (of
 * anything on a plain file). 0 or -1 with errno, EIO for a short one. */
int mdio_read(struct mdio *io, uint64_t at, size_t len);
int mdio_write(struct mdio *io, uint64_t at, size_t len);

#endif
