/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instead of files and of the driver: bytes that the fuzzer writes. */
#ifndef FUZZ_FAKE_H
#define FUZZ_FAKE_H

#include <stddef.h>
#include <stdint.h>

/* What any file holds; NULL: there is none. */
extern const char *fake_text;
extern size_t fake_text_bytes;

/* What the driver answers from now on, message after message. */
void fake_answers(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
