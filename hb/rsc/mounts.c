/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is mounted where, and mount options as text. */
#include <errno.h>
#include <mntent.h>
#include <string.h>
#include <sys/mount.h>

#include "mounts.h"

static const struct {
	const char *word;
	unsigned long set;
	unsigned long clear;
} words[] = {
    {"ro", MS_RDONLY, 0},
    {"rw", 0, MS_RDONLY},
    {"nosuid", MS_NOSUID, 0},
    {"suid", 0, MS_NOSUID},
    {"nodev", MS_NODEV, 0},
    {"dev", 0, MS_NODEV},
    {"noexec", MS_NOEXEC, 0},
    {"exec", 0, MS_NOEXEC},
    {"sync", MS_SYNCHRONOUS, 0},
    {"async", 0, MS_SYNCHRONOUS},
    {"dirsync", MS_DIRSYNC, 0},
    {"noatime", MS_NOATIME, 0},
    {"atime", 0, MS_NOATIME},
    {"nodiratime", MS_NODIRATIME, 0},
    {"diratime", 0, MS_NODIRATIME},
    {"relatime", MS_RELATIME, 0},
    {"norelatime", 0, MS_RELATIME},
    {"strictatime", MS_STRICTATIME, 0},
    {"bind", MS_BIND, 0},
    {"rbind", MS_BIND | MS_REC, 0},
    {"remount", MS_REMOUNT, 0},
    {"defaults", 0,
	MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_SYNCHRONOUS},
    {"auto", 0, 0},
    {"noauto", 0, 0},
    {"user", 0, 0},
    {"nouser", 0, 0},
    {"_netdev", 0, 0},
    {"nofail", 0, 0},
};

static int
is_below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	if (strcmp(dir, "/") == 0)
		return 1;
	return strncmp(path, dir, len) == 0 &&
	       (path[len] == '/' || path[len] == '\0');
}

int
mounts_read(FILE *table, const char *dir, char device[PATH_MAX],
    struct mounts *m)
{
	char text[2 * PATH_MAX];
	struct mntent e;

	device[0] = '\0';
	if (m != NULL)
		m->count = 0;
	while (getmntent_r(table, &e, text, sizeof(text)) != NULL) {
		if (!is_below(e.mnt_dir, dir))
			continue;
		if (strcmp(e.mnt_dir, dir) == 0)
			snprintf(device, PATH_MAX, "%s", e.mnt_fsname);
		if (m == NULL)
			continue;
		if (m->count == MOUNTS_MAX) {
			errno = E2BIG;
			return -1;
		}
		snprintf(m->dir[m->count++], PATH_MAX, "%s", e.mnt_dir);
	}
	return 0;
}

/* Whether the word of len bytes is one of ours; applies it then. */
static int
apply(const char *word, size_t len, unsigned long *flags)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i].word) != len ||
		    strncmp(words[i].word, word, len) != 0)
			continue;
		*flags = (*flags & ~words[i].clear) | words[i].set;
		return 1;
	}
	return 0;
}

int
mounts_options(const char *options, unsigned long *flags, char *data,
    size_t data_size)
{
	size_t used = 0;
	size_t len;

	*flags = 0;
	data[0] = '\0';
	for (; options != NULL && *options != '\0';
	     options += len + (options[len] == ',')) {
		len = strcspn(options, ",");
		if (len == 0 || apply(options, len, flags))
			continue;
		if (used + 1 + len >= data_size) {
			errno = E2BIG;
			return -1;
		}
		if (used > 0)
			data[used++] = ',';
		memcpy(data + used, options, len);
		used += len;
		data[used] = '\0';
	}
	return 0;
}

int
mounts_type_on_device(FILE *table, const char *type)
{
	char line[128];

	while (fgets(line, sizeof(line), table) != NULL) {
		char *tab = strchr(line, '\t');

		line[strcspn(line, "\n")] = '\0';
		if (tab != NULL && strcmp(tab + 1, type) == 0)
			return tab == line;
	}
	return -1;
}

int
mounts_next_type(FILE *table, char type[MOUNTS_TYPE_MAX])
{
	char line[MOUNTS_TYPE_MAX];

	while (fgets(line, sizeof(line), table) != NULL) {
		if (line[0] != '\t') /* nodev */
			continue;
		line[strcspn(line, "\n")] = '\0';
		snprintf(type, MOUNTS_TYPE_MAX, "%s", line + 1);
		return 0;
	}
	return -1;
}
