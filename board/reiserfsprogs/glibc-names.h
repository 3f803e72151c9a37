// SPDX-License-Identifier: GPL-2.0-or-later
// Types of glibc that reiserfsprogs uses and musl does not have; given to the
// compiler with -include.
#define _GNU_SOURCE 1
#include <fcntl.h>
typedef int (*comparison_fn_t)(const void *, const void *);
typedef comparison_fn_t __compar_fn_t;
