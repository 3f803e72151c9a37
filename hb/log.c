/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The log: two files of bounded size, syslog's socket, stderr. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "log.h"

#define LINE_MAX_BYTES 512

static struct log_to to = {.facility = -1, .err = true};
static int syslog_fd = -1;

static const char *const names[] = {"debug", "info", "WARN", "ERROR", "CRIT"};

/*
 * Not renamed: what a script has left running still has the file open, and
 * would fill one that nobody sees any more.
 */
static void
bound(int fd, const char *file)
{
	struct stat st;
	char old[256];
	off_t from;
	int out;

	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode) ||
	    st.st_size < LOG_BYTES_MAX || flock(fd, LOCK_EX | LOCK_NB) == -1)
		return;
	/* Meanwhile another of us may have done it. */
	if (fstat(fd, &st) == 0 && st.st_size >= LOG_BYTES_MAX) {
		snprintf(old, sizeof(old), "%s.0", file);
		out = open(old,
		    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
		    0644);
		from = st.st_size - LOG_BYTES_MAX;
		/* A full disk is no reason to keep the rest, too. */
		if (out != -1)
			(void)sendfile(out, fd, &from, LOG_BYTES_MAX);
		if (out != -1)
			close(out);
		(void)!ftruncate(fd, 0);
	}
	flock(fd, LOCK_UN);
}

void
log_bound(const char *file)
{
	int fd;

	if (file == NULL ||
	    (fd = open(file, O_RDWR | O_APPEND | O_CLOEXEC)) == -1)
		return;
	bound(fd, file);
	close(fd);
}

void
log_bound_all(void)
{
	log_bound(to.file);
	log_bound(to.debugfile);
}

/* Opened for each line: the agents append to it, and may move it, too. */
static void
append(const char *file, const char *line, size_t len)
{
	int fd;

	if (file == NULL ||
	    (fd = open(file, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644)) ==
		-1)
		return;
	bound(fd, file);
	if (write(fd, line, len) == -1 && to.err)
		fprintf(stderr, "heartbeat: %s: %s\n", file, strerror(errno));
	close(fd);
}

static void
to_syslog(enum level level, const char *text)
{
	static const int priority[] = {
	    LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERR, LOG_CRIT};
	struct sockaddr_un a = {.sun_family = AF_UNIX, .sun_path = "/dev/log"};
	char line[LINE_MAX_BYTES];
	int n;

	if (to.facility == -1)
		return;
	if (syslog_fd == -1)
		syslog_fd = socket(AF_UNIX,
		    SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	n = snprintf(line, sizeof(line), "<%d>heartbeat: %s: %s",
	    to.facility | priority[level], names[level], text);
	if (n > 0 && syslog_fd != -1)
		/* No listener, or a full one, is no reason to wait. */
		(void)sendto(syslog_fd, line, strnlen(line, sizeof(line)),
		    MSG_NOSIGNAL, (struct sockaddr *)&a, sizeof(a));
}

void
log_open(const struct log_to *new)
{
	to = *new;
}

bool
log_wants(unsigned level)
{
	return to.debug >= level;
}

static void
write_line(enum level level, const char *text)
{
	char line[LINE_MAX_BYTES];
	struct tm tm;
	time_t now = time(NULL);
	size_t n;

	if (level == LEVEL_DEBUG && to.debug == 0)
		return;
	localtime_r(&now, &tm);
	snprintf(line, sizeof(line) - 1,
	    "heartbeat: %04d/%02d/%02d_%02d:%02d:%02d %s: %s",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
	    tm.tm_sec, names[level], text);
	n = strlen(line);
	line[n++] = '\n';
	if (level != LEVEL_DEBUG)
		append(to.file, line, n);
	append(to.debugfile, line, n);
	if (to.err)
		(void)!write(STDERR_FILENO, line, n);
	to_syslog(level, text);
}

void
log_line(enum level level, const char *fmt, ...)
{
	char text[LINE_MAX_BYTES - 64];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	write_line(level, text);
}

void
log_warn(const char *fmt, ...)
{
	char text[LINE_MAX_BYTES - 64];
	int saved = errno;
	size_t n;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	n = strlen(text);
	snprintf(text + n, sizeof(text) - n, ": %s", strerror(saved));
	write_line(LEVEL_WARN, text);
}
