/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Directories made with all that are above them. */
#ifndef DIRS_H
#define DIRS_H

/* Make path and what is missing above it. Returns 0, or -1 with errno. */
int dirs_make(const char *path);

/* The same for the directory that path's last component is in. */
int dirs_make_parents(const char *path);

#endif
