/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For a guest: how fast a block device, whose content is lost, is written to.
 *   diskrate DEVICE AT_MB MB WRITES
 * In the MB from AT_MB on: all in sequence, flushed once; then so many blocks
 * of 4 KiB at random places, each one flushed. Prints KB per second of the
 * first and writes per second of the second.
 */
#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../lib/num.h"

enum { CHUNK = 64 * 1024, BLOCK = 4096, MIB = 1024 * 1024 };

static uint8_t bytes[CHUNK];

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
put(int fd, size_t len, off_t at)
{
	if (pwrite(fd, bytes, len, at) != (ssize_t)len)
		err(1, "write at %lld", (long long)at);
}

static void
flush(int fd)
{
	if (fdatasync(fd) < 0)
		err(1, "flush");
}

static double
in_sequence(int fd, off_t begin, off_t size)
{
	double since = now();
	off_t at;

	for (at = 0; at < size; at += CHUNK)
		put(fd, CHUNK, begin + at);
	flush(fd);
	return (double)size / 1024 / (now() - since);
}

static double
at_random(int fd, off_t begin, off_t size, long long writes)
{
	double since = now();
	uint32_t place = 1;
	long long i;

	for (i = 0; i < writes; i++) {
		/* the low bits of such a generator are not random */
		place = place * 1664525 + 1013904223;
		bytes[0] = (uint8_t)i;
		put(fd, BLOCK,
		    begin + (off_t)(place >> 8) % (size / BLOCK) * BLOCK);
		flush(fd);
	}
	return (double)writes / (now() - since);
}

int
main(int argc, char **argv)
{
	long long at, mb, writes;
	double rate;
	int fd;

	if (argc != 5 || num_parse(argv[2], 0, 65536, &at) != 0 ||
	    num_parse(argv[3], 1, 65536, &mb) != 0 ||
	    num_parse(argv[4], 1, 1000000, &writes) != 0)
		errx(2, "usage: diskrate DEVICE AT_MB MB WRITES");
	fd = open(argv[1], O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		err(1, "%s", argv[1]);
	memset(bytes, 0x5a, sizeof(bytes));
	rate = in_sequence(fd, at * MIB, mb * MIB);
	printf("%.0f %.1f\n", rate, at_random(fd, at * MIB, mb * MIB, writes));
	return 0;
}
