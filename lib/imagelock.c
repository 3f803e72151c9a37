/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One writer at a time for a disk image: QEMU, the lab or haimg. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "imagelock.h"

static const off_t bytes[] = {101, 201};

static struct flock
range(short type, off_t byte)
{
	return (struct flock){
	    .l_type = type,
	    .l_whence = SEEK_SET,
	    .l_start = byte,
	    .l_len = 1,
	};
}

/* Takes both first and looks for others then: of two at once none is missed. */
int
imagelock(int fd)
{
	struct flock lock;
	size_t i;

	for (i = 0; i < 2; i++) {
		lock = range(F_RDLCK, bytes[i]);
		if (fcntl(fd, F_OFD_SETLK, &lock) == 0)
			continue;
		if (errno == EAGAIN || errno == EACCES)
			errno = EBUSY;
		return -1;
	}
	for (i = 0; i < 2; i++) {
		lock = range(F_WRLCK, bytes[i]);
		if (fcntl(fd, F_OFD_GETLK, &lock) == -1)
			return -1;
		if (lock.l_type != F_UNLCK) {
			errno = EBUSY;
			return -1;
		}
	}
	return 0;
}
