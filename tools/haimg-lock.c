/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a command while holding an image, so that neither a guest nor a second
 * haimg has it at the same time.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../lib/imagelock.h"

int
main(int argc, char **argv)
{
	const char *why;
	int fd;

	if (argc < 3) {
		fprintf(stderr, "usage: haimg-lock IMG COMMAND [ARG...]\n");
		return 2;
	}
	/* The command inherits the descriptor and with it the lock. */
	fd = open(argv[1], O_RDONLY);
	if (fd == -1 || imagelock(fd) == -1) {
		why = errno == EBUSY
			  ? "in use by a running guest or another haimg"
			  : strerror(errno);
		fprintf(stderr, "haimg: %s: %s\n", argv[1], why);
		return 1;
	}
	execvp(argv[2], argv + 2);
	fprintf(stderr, "haimg: %s: %s\n", argv[2], strerror(errno));
	return 127;
}
