/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks of a meta-data device. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mdio.h"

int
mdio_open(struct mdio *io, const char *name, int writable, int exclusive)
{
	struct stat st;
	off_t end;
	int flags = (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC;

	io->name = name;
	io->fd = -1;
	if (stat(name, &st) != 0)
		return -1;
	io->is_block = S_ISBLK(st.st_mode);
	/* the driver reads and writes the device below the page cache */
	if (io->is_block)
		flags |= O_DIRECT | (exclusive ? O_EXCL : 0);
	io->fd = open(name, flags);
	if (io->fd == -1)
		return -1;
	end = lseek(io->fd, 0, SEEK_END);
	if (end == -1) {
		mdio_close(io);
		return -1;
	}
	io->bytes = (uint64_t)end;
	return 0;
}

int
mdio_close(struct mdio *io)
{
	int rc = 0;

	if (io->fd != -1) {
		if (fsync(io->fd) != 0 && errno != EINVAL && errno != EROFS)
			rc = -1;
		if (close(io->fd) != 0)
			rc = -1;
	}
	io->fd = -1;
	return rc;
}

int
mdio_read(struct mdio *io, uint64_t at, size_t len)
{
	ssize_t n = pread(io->fd, io->block, len, (off_t)at);

	if (n == (ssize_t)len)
		return 0;
	if (n >= 0)
		errno = EIO;
	return -1;
}

int
mdio_write(struct mdio *io, uint64_t at, size_t len)
{
	ssize_t n = pwrite(io->fd, io->block, len, (off_t)at);

	if (n == (ssize_t)len)
		return 0;
	if (n >= 0)
		errno = EIO;
	return -1;
}
