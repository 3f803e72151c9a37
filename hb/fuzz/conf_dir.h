/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A configuration folder in memory with one file that the fuzzer writes. */
#ifndef FUZZ_CONF_DIR_H
#define FUZZ_CONF_DIR_H

#include <stddef.h>
#include <stdint.h>

/* Read the configuration with data as the named file, and print it. */
int conf_dir_read(const char *name, const uint8_t *data, size_t size);

#endif
