/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The log, in the how-to's format: `heartbeat: 2004/08/03_08:19:57 info: …`.
 * Files are appended to line by line, and kept short, since they lie in memory:
 * past LOG_BYTES_MAX the last so many bytes go to FILE.0 and it is emptied.
 */
#ifndef HB_LOG_H
#define HB_LOG_H

#include "cluster.h"

#define LOG_BYTES_MAX (256 * 1024)

struct log_to {
	const char *file;      /* NULL: none */
	const char *debugfile; /* gets all of file, and debug; NULL: none */
	int facility;          /* of syslog; -1: none */
	unsigned debug;        /* level of debug lines; 0: none are wanted */
	bool err;              /* on stderr too */
};

/* From now on. The strings are kept, not copied. */
void log_open(const struct log_to *to);

/* Are debug lines of that level, from 1 on, written? */
bool log_wants(unsigned level);

/* Shorten a file that others append to, if it is too long; or all of ours. */
void log_bound(const char *file);
void log_bound_all(void);

__attribute__((format(printf, 2, 3))) void log_line(enum level level,
    const char *fmt, ...);

#define log_debug(...) log_line(LEVEL_DEBUG, __VA_ARGS__)
#define log_info(...) log_line(LEVEL_INFO, __VA_ARGS__)
#define log_warnx(...) log_line(LEVEL_WARN, __VA_ARGS__)
#define log_error(...) log_line(LEVEL_ERROR, __VA_ARGS__)

/* A warning that ends with what errno means. */
__attribute__((format(printf, 1, 2))) void log_warn(const char *fmt, ...);

#endif
