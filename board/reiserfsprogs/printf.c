// SPDX-License-Identifier: GPL-2.0-or-later
// printf() with conversions of a program's own, as glibc has it and musl not.
#include "printf.h"
#include <stdlib.h>
#include <string.h>
#undef vfprintf

static printf_function *registered[128];

int
register_printf_function(int conversion, printf_function *print,
    printf_arginfo *arginfo)
{
	(void)arginfo;
	registered[conversion & 127] = print;
	return 0;
}

// Prints one directive of the format, [format, end), with its own argument.
static int
print_directive(FILE *stream, const char *format, const char *end,
    va_list *args)
{
	char one[32];
	size_t size = (size_t)(end - format);
	int longs = 0;

	if (size >= sizeof(one))
		return fprintf(stream, "%.*s", (int)size, format);
	memcpy(one, format, size);
	one[size] = '\0';
	for (const char *p = one; *p; p++)
		longs += *p == 'l';
	switch (end[-1]) {
	case '%':
		return fputc('%', stream) == EOF ? -1 : 1;
	case 'e':
	case 'f':
	case 'g':
		return fprintf(stream, one, va_arg(*args, double));
	case 's':
	case 'p':
		return fprintf(stream, one, va_arg(*args, void *));
	default:
		if (longs == 2)
			return fprintf(stream, one, va_arg(*args, long long));
		return fprintf(stream, one, va_arg(*args, long));
	}
}

int
vfprintf_registered(FILE *stream, const char *format, va_list list)
{
	va_list args;
	const char *end;
	int total = 0, n;

	va_copy(args, list);
	while (*format) {
		if (*format != '%') {
			end = format + strcspn(format, "%");
			n = fprintf(stream, "%.*s", (int)(end - format),
			    format);
		} else {
			end =
			    format + 1 + strspn(format + 1, "-+ #0.123456789");
			end += strspn(end, "hlzjt");
			if (*end)
				end++;
			if (registered[end[-1] & 127]) {
				struct printf_info info = {
				    .left = format[1] == '-',
				    .width = abs(atoi(format + 1))};
				const void *value = va_arg(args, void *);
				const void *const where[] = {&value};

				n = registered[end[-1] & 127](stream, &info,
				    where);
			} else
				n = print_directive(stream, format, end, &args);
		}
		if (n < 0) {
			total = -1;
			break;
		}
		total += n;
		format = end;
	}
	va_end(args);
	return total;
}
