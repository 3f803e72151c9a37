/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One line in ha-log, as the how-to shows it. */
#ifndef HALOG_H
#define HALOG_H

/*
 * Append "heartbeat: 2004/08/03_08:19:57 LEVEL: text\n" in local time, in one
 * write, to $HA_LOGFILE, or to /var/log/ha-log when that is not set; and to
 * stderr when it is a terminal or when the file cannot be written. level is
 * "debug", "info", "WARN", "ERROR" or "CRIT"; NULL leaves "LEVEL: " out, as
 * some lines of the real ones do. Control characters in the text become
 * blanks, and it is cut at HALOG_MAX bytes. errno stays as it was.
 */
#define HALOG_MAX 1024
__attribute__((format(printf, 2, 3))) void halog(const char *level,
    const char *fmt, ...);

/* Where it goes. */
const char *halog_path(void);

#endif
