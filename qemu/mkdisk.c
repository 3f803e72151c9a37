/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes a sparse disk image with an MBR:
 *   mkdisk FILE N=MB…   partition N of so many MiB, in this order, each
 *                       beginning at a full MiB
 */
#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../lib/num.h"

enum { MIB_SECTORS = 2048, TYPE_LINUX = 0x83, TABLE = 446 };

static void
put32(uint8_t *to, uint32_t v)
{
	int i;

	for (i = 0; i < 4; i++)
		to[i] = (uint8_t)(v >> 8 * i);
}

int
main(int argc, char **argv)
{
	uint8_t mbr[512] = {0}, *entry;
	uint32_t at = MIB_SECTORS;
	long long mib, nr;
	char digit[2] = "";
	int fd, i;

	if (argc < 3)
		errx(2, "usage: mkdisk FILE N=MB…");
	for (i = 2; i < argc; i++) {
		digit[0] = argv[i][0];
		if (num_parse(digit, 1, 4, &nr) != 0 || argv[i][1] != '=' ||
		    num_parse(argv[i] + 2, 1, 65536, &mib) != 0)
			errx(2, "%s: expected N=MB, N from 1 to 4", argv[i]);
		entry = mbr + TABLE + 16 * (nr - 1);
		/* no cylinders: "too large" says that the LBA counts */
		memcpy(entry + 1, "\xfe\xff\xff", 3);
		entry[4] = TYPE_LINUX;
		memcpy(entry + 5, "\xfe\xff\xff", 3);
		put32(entry + 8, at);
		put32(entry + 12, (uint32_t)mib * MIB_SECTORS);
		at += (uint32_t)mib * MIB_SECTORS;
	}
	mbr[510] = 0x55;
	mbr[511] = 0xaa;
	fd = open(argv[1], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0 || write(fd, mbr, sizeof(mbr)) != (ssize_t)sizeof(mbr) ||
	    ftruncate(fd, (off_t)at * 512) < 0 || close(fd) < 0)
		err(1, "%s", argv[1]);
	return 0;
}
