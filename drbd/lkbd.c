/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a backing device was when it was last seen. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/num.h"
#include "lkbd.h"

enum { PATH_BYTES = 192 };

static const char *
folder(void)
{
	const char *dir = getenv("DRBD_LIB_DIR");

	return dir != NULL ? dir : "/var/lib/drbd";
}

static void
file_of(char path[PATH_BYTES], int minor, const char *end)
{
	snprintf(path, PATH_BYTES, "%s/drbd-minor-%d.lkbd%s", folder(), minor,
	    end);
}

/* "SIZE\tNAME\n", and "uuid:\tHEX\n" if that is known. */
static int
parse(struct lkbd *k, FILE *f)
{
	char line[sizeof(k->name) + 32], *tab;
	unsigned long long uuid;
	long long bytes;

	if (fgets(line, sizeof(line), f) == NULL ||
	    (tab = strchr(line, '\t')) == NULL)
		return -1;
	*tab++ = '\0';
	tab[strcspn(tab, "\n")] = '\0';
	if (num_parse(line, 1, INT64_MAX, &bytes) != 0)
		return -1;
	k->bytes = (uint64_t)bytes;
	snprintf(k->name, sizeof(k->name), "%s", tab);
	if (fgets(line, sizeof(line), f) != NULL &&
	    strncmp(line, "uuid:\t", 6) == 0) {
		line[strcspn(line, "\n")] = '\0';
		if (num_parse_hex(line + 6, UINT64_MAX, &uuid) != 0)
			return -1;
		k->uuid = uuid;
	}
	return 0;
}

int
lkbd_load(int minor, struct lkbd *k)
{
	char path[PATH_BYTES];
	FILE *f;
	int rc = -1;

	memset(k, 0, sizeof(*k));
	file_of(path, minor, "");
	f = minor < 0 ? NULL : fopen(path, "re");
	if (f != NULL) {
		rc = parse(k, f);
		fclose(f);
	}
	return rc;
}

int
lkbd_save(int minor, const struct lkbd *k)
{
	char path[PATH_BYTES], new[PATH_BYTES];
	struct lkbd old;
	FILE *f;
	int bad;

	if (minor < 0 ||
	    (lkbd_load(minor, &old) == 0 && old.bytes == k->bytes &&
		old.uuid == k->uuid && strcmp(old.name, k->name) == 0))
		return 0;
	mkdir(folder(), 0755);
	file_of(path, minor, "");
	file_of(new, minor, ".new");
	f = fopen(new, "we");
	if (f == NULL)
		return -1;
	fprintf(f, "%" PRIu64 "\t%s\n", k->bytes, k->name);
	if (k->uuid != 0)
		fprintf(f, "uuid:\t%016" PRIX64 "\n", k->uuid);
	bad = fflush(f) != 0 || fsync(fileno(f)) != 0;
	bad |= fclose(f) != 0;
	return bad ? -1 : rename(new, path);
}

void
lkbd_forget(int minor)
{
	char path[PATH_BYTES];

	file_of(path, minor, "");
	if (minor >= 0)
		unlink(path);
}
