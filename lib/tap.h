/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Unit tests that speak TAP: each check is a sentence that holds or does not.
 * One test program is one .c file, so the state may live in this header.
 */
#ifndef TAP_H
#define TAP_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int tap_count;
static int tap_failed;

/* Report one check; the format makes the sentence that it proves. */
__attribute__((format(printf, 2, 3))) static inline int
ok(int holds, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", holds ? "" : "not ", ++tap_count);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	if (!holds)
		tap_failed++;
	fflush(stdout);
	return holds;
}

/* The two strings are the same; shows both when they are not. */
static inline int
is_str(const char *got, const char *want, const char *what)
{
	int same = got != NULL && want != NULL && strcmp(got, want) == 0;

	ok(same, "%s", what);
	if (!same)
		printf("# got:  %s\n# want: %s\n", got ? got : "(null)",
		    want ? want : "(null)");
	return same;
}

/* The two numbers are the same; shows both when they are not. */
static inline int
is_num(long long got, long long want, const char *what)
{
	ok(got == want, "%s", what);
	if (got != want)
		printf("# got:  %lld\n# want: %lld\n", got, want);
	return got == want;
}

/* Print the plan; the result is main's. */
static inline int
tap_done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed != 0;
}

#endif
