/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files that an include statement means, and what is in them. */
#ifndef FILES_H
#define FILES_H

#include <stddef.h>

#include "arena.h"

/* All of a file, at most 16 MiB, ended by a NUL that is not in *len. NULL with
 * errno. */
char *files_read(struct arena *a, const char *file, size_t *len);

/* Whether name has the form of pattern, where * is anything and ? is one
 * character; a dot at the beginning must be written. */
int files_match(const char *pattern, const char *name);

/* The files that path means, sorted, NULL at the end; only its last part may
 * have * and ?. */
const char **files_find(struct arena *a, const char *path);

#endif
