/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small meta-data device on tmpfs, and drbdmeta on it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../meta.h"
#include "device.h"

unsigned char *device;

static char name[] = "/dev/shm/fuzz.XXXXXX";

static void
remove_device(void)
{
	unlink(name);
}

void
device_reset(void)
{
	int fd;

	if (device == NULL) {
		fd = mkstemp(name);
		if (fd == -1 || ftruncate(fd, DEVICE_BYTES) != 0)
			abort();
		device = mmap(NULL, DEVICE_BYTES, PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
		if (device == MAP_FAILED)
			abort();
		close(fd);
		atexit(remove_device);
	}
	memset(device, DEVICE_PATTERN, DEVICE_BYTES);
}

int
device_untouched(uint64_t bytes)
{
	/* each byte is the first one if each is the one before */
	return bytes == 0 ||
	       (device[0] == DEVICE_PATTERN &&
		   memcmp(device, device + 1, (size_t)bytes - 1) == 0);
}

int
device_run(const char *index, const char *verb, const char *argument)
{
	const char *words[] = {
	    "drbdmeta", "--force", "-", "v08", name, index, verb, argument};
	char text[8][64], *argv[9] = {NULL};
	int i, argc = argument == NULL ? 7 : 8;

	for (i = 0; i < argc; i++) {
		snprintf(text[i], sizeof(text[i]), "%s", words[i]);
		argv[i] = text[i];
	}
	return meta_main(argc, argv);
}
