/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stonith(8): list devices, ask and use one by hand. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "applets.h"
#include "fence.h"
#include "log.h"
#include "paths.h"

#define LIMIT_MS 60000

static const char usage[] =
    "usage: stonith -L\n"
    "       stonith -t TYPE -n\n"
    "       stonith -t TYPE {-p PARAMETERS | -F FILE | NAME=VALUE ...} -lS\n"
    "       stonith -t TYPE {-p PARAMETERS | -F FILE | NAME=VALUE ...}\n"
    "               [-T reset|on|off] NODE\n";

static int
list(void)
{
	char type[300];
	DIR *dir = opendir(paths_external());
	struct dirent *e;

	for (unsigned i = 0; fence_type(i) != NULL; i++)
		puts(fence_type(i));
	while (dir != NULL && (e = readdir(dir)) != NULL) {
		snprintf(type, sizeof(type), "external/%s", e->d_name);
		if (e->d_name[0] != '.' && fence_names(type) != NULL)
			puts(type);
	}
	if (dir != NULL)
		closedir(dir);
	return 0;
}

/* NAME=VALUE words into their places. Returns 0, or -1. */
static int
assign(struct fence *f, char *word)
{
	char *value = strchr(word, '=');

	*value++ = '\0';
	for (unsigned i = 0; i < f->n; i++)
		if (strcmp(f->name[i], word) == 0) {
			f->value[i] = value;
			return 0;
		}
	fprintf(stderr, "stonith: %s: expected one of `stonith -t %s -n`\n",
	    word, f->type);
	return -1;
}

static int
open_device(struct fence *f, const char *type, const char *params,
    const char *file)
{
	static char line[1024];

	if (file != NULL && fence_file(file, line, sizeof(line)) == -1) {
		perror(file);
		return -1;
	}
	return fence_open(f, type, file ? line : params, LIMIT_MS);
}

static int
names(struct fence *f)
{
	for (unsigned i = 0; i < f->n; i++)
		printf("%s%s", i > 0 ? " " : "", f->name[i]);
	putchar('\n');
	return 0;
}

int
stonith_main(int argc, char **argv)
{
	const char *type = NULL, *params = "", *file = NULL, *op = "reset";
	const struct log_to to = {.facility = -1, .err = true};
	struct fence f;
	char what = 0;
	int c;

	while ((c = getopt(argc, argv, "LhnlSt:p:F:T:")) != -1) {
		if (c == 't')
			type = optarg;
		else if (c == 'p')
			params = optarg;
		else if (c == 'F')
			file = optarg;
		else if (c == 'T')
			op = optarg;
		else
			what = (char)c;
	}
	if (what == 'L')
		return list();
	if (what == 'h' || what == '?' || type == NULL) {
		fputs(usage, what == 'h' ? stdout : stderr);
		return what == 'h' ? 0 : 2;
	}
	log_open(&to);
	if (open_device(&f, type, params, file) == -1)
		return 1;
	if (what == 'n')
		return names(&f);
	while (optind < argc && strchr(argv[optind], '=') != NULL)
		if (assign(&f, argv[optind++]) == -1)
			return 2;
	if (what == 'S') {
		c = fence_status(&f);
		printf("stonith: %s device %s.\n", type,
		    c == 0 ? "OK" : "not accessible");
		return c == 0 ? 0 : 1;
	}
	if (what == 'l') {
		if (fence_hosts(&f) == -1)
			return 1;
		puts(f.hosts);
		return 0;
	}
	if (argc != optind + 1) {
		fputs(usage, stderr);
		return 2;
	}
	return fence_do(&f, op, argv[optind]) == 0 ? 0 : 1;
}
