/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which STONITH devices there are, and what parameters each wants. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fence.h"
#include "paths.h"

static const char *const types[][2] = {
    {"meatware", "hostlist"},
    {"null", "hostlist"},
    {"rcd_serial", "hostlist ttydev dtr_rts msduration"},
};

#define TYPES (sizeof(types) / sizeof(types[0]))

const char *
fence_type(unsigned i)
{
	return i < TYPES ? types[i][0] : NULL;
}

const char *
fence_names(const char *type)
{
	char path[PATHS_MAX];

	for (unsigned i = 0; i < TYPES; i++)
		if (strcmp(types[i][0], type) == 0)
			return types[i][1];
	if (strncmp(type, "external/", 9) != 0 || type[9] == '\0' ||
	    strchr(type + 9, '/') != NULL)
		return NULL;
	paths_join(path, paths_external(), type + 9);
	return access(path, X_OK) == 0 ? "" : NULL;
}

unsigned
fence_words(const char *text)
{
	unsigned n = 0;

	for (;;) {
		text += strspn(text, " \t");
		if (*text == '\0')
			return n;
		text += strcspn(text, " \t");
		n++;
	}
}

int
fence_file(const char *path, char *line, size_t room)
{
	/* What never ends, or waits for a writer, would stop the daemon. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	FILE *f = fd != -1 ? fdopen(fd, "r") : NULL;
	bool found = false;
	struct stat st;

	if (f == NULL)
		return -1;
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode)) {
		fclose(f);
		errno = EINVAL;
		return -1;
	}
	while (!found && fgets(line, (int)room, f) != NULL) {
		line[strcspn(line, "#\r\n")] = '\0';
		found = line[strspn(line, " \t")] != '\0';
	}
	fclose(f);
	errno = ENODATA;
	return found ? 0 : -1;
}
