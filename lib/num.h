/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers from text, checked: the only way that text becomes a number. */
#ifndef NUM_H
#define NUM_H

/*
 * Read the whole of s as a decimal number between min and max.
 * Returns 0 and sets *value; or -1 with errno EINVAL (not a number, empty,
 * white space or rubbish around it) or ERANGE (outside of min…max), and
 * leaves *value alone.
 */
int num_parse(const char *s, long long min, long long max, long long *value);

/* The same for hexadecimal digits without a prefix. */
int num_parse_hex(const char *s, unsigned long long max,
    unsigned long long *value);

#endif
