/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values of options: units, ranges, words. */
#include <inttypes.h>

#include "../lib/tap.h"
#include "opt.h"

static void
takes(enum opt_group g, const char *name, const char *text, int64_t want)
{
	const struct opt_desc *d = opt_find(g, OPT_NONE, name);
	int64_t v = -2;

	ok(d != NULL && opt_value(d, text, &v) == OPT_OK && v == want,
	    "%s %s is %" PRId64, name, text == NULL ? "" : text, want);
	if (v != want)
		printf("# got %" PRId64 "\n", v);
}

static void
refuses(enum opt_group g, const char *name, const char *text,
    enum opt_error why)
{
	const struct opt_desc *d = opt_find(g, OPT_NONE, name);
	int64_t v = 0;

	ok(d != NULL && opt_value(d, text, &v) == why, "%s %s is refused", name,
	    text == NULL ? "" : text);
}

int
main(void)
{
	const struct opt_desc *d = NULL;
	int n = 0;

	takes(OPT_DISK, "resync-rate", "10M", 10240);
	takes(OPT_DISK, "resync-rate", "250", 250);
	takes(OPT_DISK, "resync-rate", "1G", 1048576);
	takes(OPT_DISK, "c-fill-target", "50k", 100);
	takes(OPT_DISK, "c-fill-target", "100s", 100);
	takes(OPT_ATTACH, "size", "614400s", 614400);
	takes(OPT_ATTACH, "size", "1G", 2097152);
	takes(OPT_NET, "sndbuf-size", "512k", 524288);
	takes(OPT_NET, "protocol", "c", 3);
	takes(OPT_NET, "after-sb-1pri", "discard-secondary", 8);
	takes(OPT_NET, "rr-conflict", "call-pri-lost", 9);
	takes(OPT_DISK, "read-balancing", "1M-striping", 10);
	takes(OPT_DISK, "disk-flushes", NULL, 1);
	takes(OPT_DISK, "disk-flushes", "no", 0);
	takes(OPT_DISK, "resync-after", "-1", -1);
	takes(OPT_ROLE, "do-what-I-say", NULL, 1);
	takes(OPT_NET, "ping_timeout", "7", 7);
	refuses(OPT_DISK, "resync-rate", "0", OPT_RANGE);
	refuses(OPT_DISK, "al-extents", "66", OPT_RANGE);
	refuses(OPT_NET, "timeout", "601", OPT_RANGE);
	refuses(OPT_NET, "timeout", "", OPT_NOT_A_NUMBER);
	refuses(OPT_NET, "timeout", "6x", OPT_NOT_A_NUMBER);
	refuses(OPT_NET, "timeout", "99999999999999999999", OPT_NOT_A_NUMBER);
	refuses(OPT_NET, "protocol", "D", OPT_NOT_IN_LIST);
	refuses(OPT_NET, "protocol", "", OPT_NOT_IN_LIST);
	refuses(OPT_NET, "after-sb-2pri", "discard-local", OPT_NOT_IN_LIST);
	refuses(OPT_NET, "tcp-cork", "maybe", OPT_NOT_IN_LIST);
	ok(opt_find(OPT_NET, OPT_NONE, "resync-rate") == NULL,
	    "an option of another section is not found");
	while ((d = opt_each(OPT_NET, d)) != NULL)
		n += d->group == OPT_NET && d->attr != 0;
	is_num(n, 29, "all of net's 29 options have an attribute");
	return tap_done();
}
