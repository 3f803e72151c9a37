/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "applets.h"

#include <stdio.h>
#include <string.h>

int
applet_run(const struct applet *applets, int argc, char **argv)
{
	static char help[] = "-h";
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *name = slash ? slash + 1 : argc > 0 ? argv[0] : "";

	/* Some take short options only. */
	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		argv[1] = help;
	for (const struct applet *a = applets; a->name != NULL; a++)
		if (strcmp(name, a->name) == 0)
			return a->main(argc, argv);
	fprintf(stderr, "%s: not a name of this program, expected one of",
	    name);
	for (const struct applet *a = applets; a->name != NULL; a++)
		fprintf(stderr, " %s", a->name);
	fputc('\n', stderr);
	return 2;
}
