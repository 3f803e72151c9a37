/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>

#include "num.h"
#include "tap.h"

static void
refuses(const char *s, int why)
{
	long long v = 7;

	errno = 0;
	ok(num_parse(s, -10, 100, &v) == -1 && errno == why && v == 7,
	    "'%s' is refused and the value stays", s);
}

int
main(void)
{
	long long v;
	unsigned long long u;

	ok(num_parse("100", -10, 100, &v) == 0 && v == 100, "max is taken");
	ok(num_parse("-10", -10, 100, &v) == 0 && v == -10, "min is taken");
	refuses("", EINVAL);
	refuses("-", EINVAL);
	refuses(" 1", EINVAL);
	refuses("1 ", EINVAL);
	refuses("+1", EINVAL);
	refuses("0x10", EINVAL);
	refuses("101", ERANGE);
	refuses("-11", ERANGE);
	refuses("99999999999999999999", ERANGE);

	ok(num_parse_hex("2ee0", 0xffff, &u) == 0 && u == 0x2ee0,
	    "hexadecimal digits are read");
	ok(num_parse_hex("10000", 0xffff, &u) == -1 && errno == ERANGE,
	    "a hexadecimal number over the limit is refused");
	ok(num_parse_hex("0x1", 0xffff, &u) == -1 && errno == EINVAL,
	    "a prefix is refused");
	ok(num_parse_hex("-1", 0xffff, &u) == -1 && errno == EINVAL,
	    "a sign is refused");
	return tap_done();
}
