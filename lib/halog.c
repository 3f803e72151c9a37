/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One line in ha-log, as the how-to shows it. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "halog.h"

const char *
halog_path(void)
{
	const char *path = getenv("HA_LOGFILE");

	return path != NULL ? path : "/var/log/ha-log";
}

static int
append(const char *line, size_t len)
{
	int fd;
	int result;

	/* opened for each line, so that the file may be moved away */
	fd = open(halog_path(),
	    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0644);
	if (fd == -1)
		return -1;
	result = write(fd, line, len) == (ssize_t)len ? 0 : -1;
	close(fd);
	return result;
}

void
halog(const char *level, const char *fmt, ...)
{
	char line[HALOG_MAX + 64]; /* the date and the level in front */
	int saved = errno;
	time_t now = time(NULL);
	struct tm tm;
	va_list ap;
	size_t len;
	int n;

	localtime_r(&now, &tm);
	len =
	    strftime(line, sizeof(line), "heartbeat: %Y/%m/%d_%H:%M:%S ", &tm);
	if (level != NULL) {
		n = snprintf(line + len, 16, "%.12s: ", level);
		len += n < 0 ? 0 : (size_t)n;
	}
	errno = saved; /* for %m */
	va_start(ap, fmt);
	n = vsnprintf(line + len, HALOG_MAX, fmt, ap);
	va_end(ap);
	if (n > 0) {
		size_t text = (size_t)n < HALOG_MAX ? (size_t)n : HALOG_MAX - 1;

		for (size_t i = len; i < len + text; i++)
			if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
				line[i] = ' ';
		len += text;
	}
	line[len++] = '\n';
	/* where both fail there is nobody left to tell */
	if (append(line, len) == -1 || isatty(STDERR_FILENO))
		(void)!write(STDERR_FILENO, line, len);
	errno = saved;
}
