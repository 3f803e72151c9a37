/* SPDX-License-Identifier: GPL-2.0-or-later */
/* include: which files a pattern means, and that they are read. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/tap.h"
#include "conf.h"
#include "files.h"

static void
put(const char *file, const char *text)
{
	FILE *f = fopen(file, "w");

	if (f == NULL || fputs(text, f) == EOF || fclose(f) != 0) {
		printf("Bail out! %s: cannot be written\n", file);
		exit(1);
	}
}

int
main(void)
{
	char dir[] = "/tmp/drbd-test-XXXXXX";
	struct arena a = {0};
	const char **found;
	struct conf c;

	ok(files_match("*.res", "r0.res"), "*.res is r0.res");
	ok(!files_match("*.res", "r0.res~"), "and not r0.res~");
	ok(!files_match("*.res", ".r0.res"), "nor what is hidden");
	ok(files_match("a*b*c", "aXbbXc"), "stars may be several");
	ok(!files_match("a*b*c", "aXbbXd"), "and fail in the end");
	ok(files_match("r?.res", "r1.res"), "? is one character");
	ok(!files_match("", "x"), "nothing is not something");

	if (mkdtemp(dir) == NULL || chdir(dir) != 0) {
		printf("Bail out! no folder\n");
		return 1;
	}
	mkdir("d", 0755);
	put("d/b.res", "resource b { }\n");
	put("d/a.res", "resource a { }\n");
	put("d/c.res~", "rubbish");
	put("drbd.conf", "include \"d/*.res\";\ninclude \"none/*.res\";\n"
			 "include \"loop\";\n");
	put("loop", "include \"loop\";\n");
	found = files_find(&a, "d/*.res");
	is_str(found[0], "d/a.res", "files are found");
	is_str(found[1], "d/b.res", "in order");
	ok(found[2] == NULL, "and no others");
	is_num(conf_read(&c, "drbd.conf"), 10,
	    "a file that includes itself is refused");
	ok(conf_resource(&c, "a") != NULL && conf_resource(&c, "b") != NULL,
	    "what is included is there");
	ok(c.resources != NULL && strcmp(c.resources->pos.file, "d/a.res") == 0,
	    "with its own file's name");
	conf_free(&c);
	is_num(conf_read(&c, "none.conf"), 20, "no file is exit 20");
	conf_free(&c);
	is_num(conf_read(&c, "d"), 20, "so is a folder");
	conf_free(&c);
	arena_free(&a);
	unlink("d/a.res");
	unlink("d/b.res");
	unlink("d/c.res~");
	unlink("drbd.conf");
	unlink("loop");
	rmdir("d");
	if (chdir("/") == 0)
		rmdir(dir);
	return tap_done();
}
