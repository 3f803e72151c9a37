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

static const char *
value(const struct conf *c, enum conf_section s, const char *name)
{
	const struct conf_opt *o = conf_get(c, conf_resource(c, "r"), s, name);

	return o == NULL ? "" : o->value;
}

/* /etc/drbd.defaults */
static void
defaults(void)
{
	struct conf c;

	put("defaults", "common { net { timeout 50; ping-int 5; ko-count 4; }\n"
			"disk { c-min-rate 1M; } }\n");
	put("main", "common { net { ping-int 7; } }\n"
		    "resource r { net { ko-count 9; } }\n");
	conf_read(&c, "main", "defaults");
	is_str(value(&c, CONF_NET, "timeout"), "50",
	    "a default holds for what nobody sets");
	is_str(value(&c, CONF_DISK, "c-min-rate"), "1M",
	    "in a section that common does not have");
	is_str(value(&c, CONF_NET, "ping-int"), "7", "common comes before it");
	is_str(value(&c, CONF_NET, "ko-count"), "9",
	    "and so does the resource");
	conf_free(&c);
	put("main", "resource r { }\n");
	conf_read(&c, "main", "defaults");
	is_str(value(&c, CONF_NET, "ping-int"), "5",
	    "it holds without any common section");
	conf_free(&c);
	conf_read(&c, "main", "none");
	is_str(value(&c, CONF_NET, "ping-int"), "",
	    "a file of defaults need not be there");
	conf_free(&c);
	put("defaults", "resource r { }\n");
	is_num(conf_read(&c, "main", "defaults"), 10,
	    "it may have no resources");
	conf_free(&c);
	put("defaults", "common { net { timeout x; } }\n");
	ok(conf_read(&c, "main", "defaults") != 0 && c.diags.first != NULL &&
		strcmp(c.diags.first->pos.file, "defaults") == 0,
	    "an error in it is told with its name");
	conf_free(&c);
	unlink("defaults");
	unlink("main");
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
	is_num(conf_read(&c, "drbd.conf", NULL), 10,
	    "a file that includes itself is refused");
	ok(conf_resource(&c, "a") != NULL && conf_resource(&c, "b") != NULL,
	    "what is included is there");
	ok(c.resources != NULL && strcmp(c.resources->pos.file, "d/a.res") == 0,
	    "with its own file's name");
	conf_free(&c);
	is_num(conf_read(&c, "none.conf", NULL), 20, "no file is exit 20");
	conf_free(&c);
	is_num(conf_read(&c, "d", NULL), 20, "so is a folder");
	conf_free(&c);
	arena_free(&a);
	defaults();
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
