/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers from text, checked. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "num.h"

int
num_parse(const char *s, long long min, long long max, long long *value)
{
	const char *digits = *s == '-' ? s + 1 : s;
	char *end;
	long long v;

	if (!isdigit((unsigned char)*digits)) {
		errno = EINVAL;
		return -1;
	}
	errno = 0;
	v = strtoll(s, &end, 10);
	if (*end != '\0') {
		errno = EINVAL;
		return -1;
	}
	if (errno != 0 || v < min || v > max) {
		errno = ERANGE;
		return -1;
	}
	*value = v;
	return 0;
}

int
num_parse_hex(const char *s, unsigned long long max, unsigned long long *value)
{
	char *end;
	unsigned long long v;

	/* strtoull alone would also take "0x", a sign and blanks */
	if (!isxdigit((unsigned char)s[0]) || s[1] == 'x' || s[1] == 'X') {
		errno = EINVAL;
		return -1;
	}
	errno = 0;
	v = strtoull(s, &end, 16);
	if (*end != '\0') {
		errno = EINVAL;
		return -1;
	}
	if (errno != 0 || v > max) {
		errno = ERANGE;
		return -1;
	}
	*value = v;
	return 0;
}
