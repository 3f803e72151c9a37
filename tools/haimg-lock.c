/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a command while holding an image the way QEMU holds a disk it writes
 * to, so that neither a guest nor a second haimg has it at the same time.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/*
 * QEMU (docs/system/images, block/file-posix.c): byte 100 + n is locked by who
 * uses permission n, byte 200 + n by who will not share it. 1 is "write".
 */
static const off_t uses_write = 101;
static const off_t keeps_write = 201;

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

/* 1 when another process holds the byte, 0 when not, -1 with errno. */
static int
held_elsewhere(int fd, off_t byte)
{
	struct flock lock = range(F_WRLCK, byte);

	if (fcntl(fd, F_OFD_GETLK, &lock) == -1)
		return -1;
	return lock.l_type != F_UNLCK;
}

/*
 * Takes both locks first and looks for others then, as QEMU does: of two that
 * start at once, none can miss the other. 1 when the image is in use.
 */
static int
hold(int fd)
{
	const off_t bytes[] = {uses_write, keeps_write};

	for (size_t i = 0; i < 2; i++) {
		struct flock lock = range(F_RDLCK, bytes[i]);

		if (fcntl(fd, F_OFD_SETLK, &lock) == -1)
			return errno == EAGAIN || errno == EACCES ? 1 : -1;
	}
	for (size_t i = 0; i < 2; i++) {
		int held = held_elsewhere(fd, bytes[i]);

		if (held != 0)
			return held;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	const char *image = argc > 1 ? argv[1] : NULL;
	int fd;

	if (argc < 3) {
		fprintf(stderr, "usage: haimg-lock IMG COMMAND [ARG...]\n");
		return 2;
	}
	/* The command inherits the descriptor and with it the locks. */
	fd = open(image, O_RDONLY);
	if (fd == -1) {
		fprintf(stderr, "haimg: %s: %s\n", image, strerror(errno));
		return 1;
	}
	switch (hold(fd)) {
	case 0:
		break;
	case 1:
		fprintf(stderr,
		    "haimg: %s: in use by a running guest or another haimg\n",
		    image);
		return 1;
	default:
		fprintf(stderr, "haimg: %s: lock: %s\n", image,
		    strerror(errno));
		return 1;
	}
	execvp(argv[2], argv + 2);
	fprintf(stderr, "haimg: %s: %s\n", argv[2], strerror(errno));
	return 127;
}
