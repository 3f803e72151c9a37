/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stories' writer, for a guest: writes records, each with fdatasync, and
 * tells the lab of each one that was acknowledged; and the check of them.
 *   writer write FILE MB [FIRST]   until it fails or is killed
 *   writer check FILE MB ACKNOWLEDGED
 * The check prints what it found; 0: all acknowledged records are there,
 * 1: some are lost, 2: usage or an error, 3: there is damage.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "acks.h"
#include "record.h"
#include "../lib/num.h"

enum { MB_BLOCKS = 256 };

static uint32_t
number(const char *s, const char *what, uint32_t min, uint32_t max)
{
	long long v;

	if (num_parse(s, min, max, &v) != 0)
		errx(2, "%s: expected %s, %u to %u", s, what, min, max);
	return (uint32_t)v;
}

static int
lab_socket(void)
{
	struct sockaddr_in lab = {
	    .sin_family = AF_INET, .sin_port = htons(ACKS_PORT)};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	inet_pton(AF_INET, "192.168.0.1", &lab.sin_addr);
	if (fd < 0 || connect(fd, (struct sockaddr *)&lab, sizeof(lab)) < 0)
		err(2, "the lab");
	return fd;
}

static void
tell(int fd, const char *what, uint32_t seq)
{
	char line[64];
	int n = snprintf(line, sizeof(line), "%s %u", what, seq);

	/* an acknowledgement that gets lost is one record less to look for */
	if (send(fd, line, (size_t)n, 0) < 0)
		return;
}

static int
write_records(const char *path, uint32_t blocks, uint32_t seq)
{
	uint8_t bytes[RECORD_BYTES];
	int lab = lab_socket(), fd;
	off_t at;

	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		err(2, "%s", path);
	for (;; seq++) {
		record_fill(bytes, seq, blocks);
		at = (off_t)record_block(seq, blocks) * RECORD_BYTES;
		errno = EIO;
		if (pwrite(fd, bytes, sizeof(bytes), at) !=
			(ssize_t)sizeof(bytes) ||
		    fdatasync(fd) < 0) {
			tell(lab, strerror(errno), seq);
			err(2, "%s: record %u", path, seq);
		}
		tell(lab, "ack", seq);
	}
}

static int
read_block(void *arg, uint32_t block, uint8_t *to)
{
	off_t at = (off_t)block * RECORD_BYTES;
	ssize_t n = pread(*(int *)arg, to, RECORD_BYTES, at);

	if (n < 0)
		return -1;
	/* behind the end of the file nothing was written */
	memset(to + n, 0, RECORD_BYTES - (size_t)n);
	return 0;
}

static int
check(const char *path, uint32_t blocks, uint32_t acknowledged)
{
	struct record_verdict v;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		err(2, "%s", path);
	/* the disk is asked, not the memory */
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	if (record_judge(blocks, acknowledged, read_block, &fd, &v) < 0)
		err(2, "%s", path);
	printf("acknowledged %u found %u lost %u damaged %u\n", acknowledged,
	    v.found, v.found < acknowledged ? acknowledged - v.found : 0,
	    v.damaged);
	return v.damaged ? 3 : v.found < acknowledged;
}

int
main(int argc, char **argv)
{
	uint32_t blocks;

	if (argc < 4 || argc > 5 || (argc == 4 && argv[1][0] == 'c'))
		errx(2, "usage: writer write FILE MB [FIRST] | "
			"check FILE MB ACKNOWLEDGED");
	blocks = number(argv[3], "MB", 1, 1024) * MB_BLOCKS;
	if (strcmp(argv[1], "write") == 0)
		return write_records(argv[2], blocks,
		    argc > 4 ? number(argv[4], "a record", 1, 1U << 30) : 1);
	if (strcmp(argv[1], "check") == 0)
		return check(argv[2], blocks,
		    number(argv[4], "a record", 0, 1U << 30));
	errx(2, "%s: expected write or check", argv[1]);
}
