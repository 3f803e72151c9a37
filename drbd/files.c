/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files that an include statement means. (The C library's glob brings
 * 15 KB of it along.) */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

enum { MAX_FILE_BYTES = 16 << 20, MAX_FILES = 256, PIPE_BYTES = 65536 };

char *
files_read(struct arena *a, const char *file, size_t *len)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	char *text = NULL;
	struct stat st;
	size_t cap;
	ssize_t n;

	if (fd == -1)
		return NULL;
	*len = 0;
	if (fstat(fd, &st) != 0) {
		close(fd);
		return NULL;
	}
	if (S_ISDIR(st.st_mode) || st.st_size > MAX_FILE_BYTES) {
		close(fd);
		errno = S_ISDIR(st.st_mode) ? EISDIR : EFBIG;
		return NULL;
	}
	/* a pipe has no size: take what fits */
	cap = st.st_size > 0 ? (size_t)st.st_size : PIPE_BYTES;
	text = arena_alloc(a, cap + 1);
	while ((n = read(fd, text + *len, cap - *len)) > 0)
		*len += (size_t)n;
	close(fd);
	return n < 0 ? NULL : text;
}

static int
match(const char *p, const char *s)
{
	const char *star = NULL, *again = NULL;

	/* only the last star has to be tried again */
	while (*s != '\0') {
		if (*p == '*') {
			star = ++p;
			again = s;
		} else if (*p == '?' || *p == *s) {
			p++;
			s++;
		} else if (star != NULL) {
			p = star;
			s = ++again;
		} else {
			return 0;
		}
	}
	while (*p == '*')
		p++;
	return *p == '\0';
}

int
files_match(const char *pattern, const char *name)
{
	return (*name != '.' || *pattern == '.') && match(pattern, name);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **
files_find(struct arena *a, const char *path)
{
	const char **found = arena_alloc(a, MAX_FILES * sizeof(*found));
	const char *slash = strrchr(path, '/');
	const char *pattern = slash == NULL ? path : slash + 1;
	int prefix = (int)(pattern - path);
	struct dirent *e;
	size_t n = 0;
	DIR *dir;

	if (strpbrk(pattern, "*?") == NULL) {
		found[0] = path;
		return found;
	}
	dir =
	    opendir(slash == NULL ? "." : arena_strn(a, path, (size_t)prefix));
	if (dir == NULL)
		return found;
	while (n < MAX_FILES - 1 && (e = readdir(dir)) != NULL)
		if (files_match(pattern, e->d_name))
			found[n++] =
			    arena_printf(a, "%.*s%s", prefix, path, e->d_name);
	closedir(dir);
	qsort(found, n, sizeof(*found), compare);
	return found;
}
