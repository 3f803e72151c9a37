/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small meta-data device on tmpfs, and drbdmeta on it. */
#ifndef FUZZ_DEVICE_H
#define FUZZ_DEVICE_H

#include <stdint.h>

enum { DEVICE_BYTES = 256 << 10, DEVICE_PATTERN = 0xa5 };

/* The device's content, which every verb sees. */
extern unsigned char *device;

/* Fill it with the pattern; the first call makes it. */
void device_reset(void);

/* Whether the first bytes of it are still the pattern. */
int device_untouched(uint64_t bytes);

/* Run "drbdmeta --force - v08 DEVICE INDEX VERB [ARGUMENT]"; the exit code. */
int device_run(const char *index, const char *verb, const char *argument);

#endif
