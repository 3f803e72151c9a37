/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "halog.h"
#include "tap.h"

static char path[] = "/tmp/halog_test.XXXXXX";

/* The log's last line without its first 31 bytes, the name and the date. */
static const char *
last_line(void)
{
	static char line[HALOG_MAX + 128];
	FILE *f = fopen(path, "r");

	line[0] = '\0';
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		continue;
	if (f != NULL)
		fclose(f);
	return strlen(line) > 31 ? line + 31 : "";
}

int
main(void)
{
	char whole[128];
	char many[HALOG_MAX * 2];
	struct tm tm;
	FILE *f;
	int fd = mkstemp(path);

	if (fd == -1)
		return 1;
	close(fd);
	setenv("HA_LOGFILE", path, 1);

	halog("info", "Link %s:%s dead.", "nodo1", "eth1");
	f = fopen(path, "r");
	ok(f != NULL && fgets(whole, sizeof(whole), f) != NULL &&
		strncmp(whole, "heartbeat: ", 11) == 0 &&
		strptime(whole + 11, "%Y/%m/%d_%H:%M:%S info: Link", &tm),
	    "a line begins with heartbeat and the how-to's date");
	if (f != NULL)
		fclose(f);
	is_str(last_line(), "info: Link nodo1:eth1 dead.\n",
	    "the level and the text follow");
	halog(NULL, "Sending");
	is_str(last_line(), "Sending\n", "a line may have no level");
	halog("info", "a\nb\tc\033d");
	is_str(last_line(), "info: a b c d\n",
	    "no text can begin a second line or steer a terminal");
	memset(many, 'x', sizeof(many));
	many[sizeof(many) - 1] = '\0';
	halog(NULL, "%s", many);
	is_num((long long)strlen(last_line()), HALOG_MAX,
	    "a long text is cut and still ends its line");
	errno = EBUSY;
	halog("ERROR", "%m");
	is_num(errno, EBUSY, "errno stays as it was");
	is_str(last_line(), "ERROR: Device or resource busy\n",
	    "the text can name errno");
	unlink(path);
	return tap_done();
}
