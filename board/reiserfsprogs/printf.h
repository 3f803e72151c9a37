// SPDX-License-Identifier: GPL-2.0-or-later
// The part of glibc's <printf.h> that reiserfsprogs uses: conversions of a
// program's own (%k prints a key), for its one call of vfprintf().
#ifndef PRINTF_H
#define PRINTF_H
#include <stdarg.h>
#include <stdio.h>

struct printf_info {
	int width;
	unsigned left; // flag '-'
};

// Prints the value at args[0] as the directive in info asks; returns the number
// of characters, or -1.
typedef int printf_function(FILE *stream, const struct printf_info *info,
    const void *const *args);
// Never called: each conversion here takes one word.
typedef int printf_arginfo(const struct printf_info *info, size_t n,
    int *argtypes);
#define PA_FLAG_PTR 0x800

int register_printf_function(int conversion, printf_function *print,
    printf_arginfo *arginfo);

// vfprintf() that knows the registered conversions. Ours, as C's, take an
// int, a long, a long long, a double or a pointer; no '*', no '$'.
int vfprintf_registered(FILE *stream, const char *format, va_list args);
#define vfprintf vfprintf_registered

#endif
