/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Directories made with all that are above them. */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "dirs.h"

int
dirs_make_parents(const char *path)
{
	char part[PATH_MAX];
	size_t len = strlen(path);

	if (len >= sizeof(part)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(part, path, len + 1);
	for (char *p = part + 1; *p != '\0'; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(part, 0755) == -1 && errno != EEXIST)
			return -1;
		*p = '/';
	}
	return 0;
}

int
dirs_make(const char *path)
{
	struct stat st;

	if (dirs_make_parents(path) == -1)
		return -1;
	if (mkdir(path, 0755) == 0)
		return 0;
	if (errno != EEXIST || stat(path, &st) == -1)
		return -1;
	errno = ENOTDIR;
	return S_ISDIR(st.st_mode) ? 0 : -1;
}
