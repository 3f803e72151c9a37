/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clock that waiting is measured by. */
#ifndef NOW_H
#define NOW_H

#include <stdint.h>

/* Milliseconds of a clock that nobody sets. */
int64_t now_ms(void);

#endif
