/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The option table: lookup, and values from text. */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "../lib/num.h"
#include "opt.h"

static const char *const io_error_names[] = {
    "pass_on", "call-local-io-error", "detach", NULL};
static const char *const fencing_names[] = {
    "dont-care", "resource-only", "resource-and-stonith", NULL};
static const char *const balancing_names[] = {"prefer-local", "prefer-remote",
    "round-robin", "least-pending", "when-congested-remote", "32K-striping",
    "64K-striping", "128K-striping", "256K-striping", "512K-striping",
    "1M-striping", NULL};
static const char *const protocol_names[] = {"", "A", "B", "C", NULL};
/* an empty name is a number that this option cannot have */
static const char *const sb_0pri_names[] = {"disconnect",
    "discard-younger-primary", "discard-older-primary", "discard-zero-changes",
    "discard-least-changes", "discard-local", "discard-remote", NULL};
static const char *const sb_1pri_names[] = {"disconnect", "", "",
    "discard-zero-changes", "", "", "", "consensus", "discard-secondary",
    "call-pri-lost-after-sb", "violently-as0p", NULL};
static const char *const sb_2pri_names[] = {"disconnect", "", "", "", "", "",
    "", "", "", "call-pri-lost-after-sb", "violently-as0p", NULL};
static const char *const rr_names[] = {"disconnect", "", "", "", "", "", "", "",
    "", "call-pri-lost", "violently", NULL};
static const char *const congestion_names[] = {
    "block", "pull-ahead", "disconnect", NULL};
static const char *const no_data_names[] = {"io-error", "suspend-io", NULL};
static const char *const usage_names[] = {"yes", "no", "ask", NULL};

#define NUM(group_, name_, attr_, def_, min_, max_, unit_, ...) \
	{ \
		.name = (name_), .group = (group_), .kind = OPT_NUM, \
		.wire = WIRE_U32, .attr = (attr_), .def = (def_), \
		.min = (min_), .max = (max_), .unit = (unit_), __VA_ARGS__ \
	}
#define BOOL(group_, name_, attr_, def_, ...) \
	{ \
		.name = (name_), .group = (group_), .kind = OPT_BOOL, \
		.wire = WIRE_U8, .attr = (attr_), .def = (def_), .max = 1, \
		__VA_ARGS__ \
	}
#define FLAG(group_, name_, attr_) \
	{ \
		.name = (name_), .group = (group_), .kind = OPT_FLAG, \
		.wire = WIRE_U8, .attr = (attr_), .max = 1, .fixed = 1 \
	}
#define ENUM(group_, name_, attr_, def_, names_) \
	{ \
		.name = (name_), .group = (group_), .kind = OPT_ENUM, \
		.wire = WIRE_U32, .attr = (attr_), .def = (def_), \
		.names = (names_) \
	}
#define STR(group_, name_, attr_) \
	{ \
		.name = (name_), .group = (group_), .kind = OPT_STR, \
		.wire = WIRE_STR, .attr = (attr_) \
	}
#define LOCAL_NUM(group_, name_, max_) \
	{ \
		.name = (name_), .group = (group_), .kind = OPT_NUM, \
		.max = (max_), .unit = '1' \
	}
#define LOCAL(group_, name_, kind_) \
	{ \
		.name = (name_), .group = (group_), .kind = (kind_), .max = 1 \
	}
#define HANDLER(name_) LOCAL(OPT_HANDLERS, name_, OPT_STR)

#define TENTHS .comment = "1/10 seconds"
#define SECONDS .comment = "seconds"
#define BYTES .comment = "bytes"
#define PER_SECOND .comment = "bytes/second"

enum { MAX_SECTORS_SHIFT = 41 };
#define MAX_SECTORS ((int64_t)1 << MAX_SECTORS_SHIFT)

static const struct opt_desc table[] = {
    {.name = "size",
	.group = OPT_ATTACH,
	.kind = OPT_NUM,
	.wire = WIRE_U64,
	.attr = 4,
	.max = MAX_SECTORS,
	.unit = 's',
	.fixed = 1,
	BYTES},
    NUM(OPT_ATTACH, "max-bio-bvecs", 5, 0, 0, 128, '1', .fixed = 1),
    ENUM(OPT_DISK, "on-io-error", 6, 2, io_error_names),
    ENUM(OPT_DISK, "fencing", 7, 0, fencing_names),
    BOOL(OPT_DISK, "disk-barrier", 16, 0),
    BOOL(OPT_DISK, "disk-flushes", 17, 1),
    BOOL(OPT_DISK, "disk-drain", 18, 1),
    BOOL(OPT_DISK, "md-flushes", 19, 1),
    NUM(OPT_DISK, "resync-rate", 8, 250, 1, 4194304, 'k', PER_SECOND),
    NUM(OPT_DISK, "resync-after", 9, -1, -1, 1048575, '1'),
    NUM(OPT_DISK, "al-extents", 10, 1237, 67, 65534, '1'),
    BOOL(OPT_DISK, "al-updates", 23, 1, .noflag = 1),
    BOOL(OPT_DISK, "discard-zeroes-if-aligned", 24, 1, .noflag = 1),
    BOOL(OPT_DISK, "disable-write-same", 26, 0, .noflag = 1),
    NUM(OPT_DISK, "c-plan-ahead", 11, 20, 0, 300, '1', TENTHS),
    NUM(OPT_DISK, "c-delay-target", 12, 10, 1, 100, '1', TENTHS),
    NUM(OPT_DISK, "c-fill-target", 13, 100, 0, 1048576, 's', BYTES),
    NUM(OPT_DISK, "c-max-rate", 14, 102400, 250, 4194304, 'k', PER_SECOND),
    NUM(OPT_DISK, "c-min-rate", 15, 250, 0, 4194304, 'k', PER_SECOND),
    NUM(OPT_DISK, "disk-timeout", 20, 0, 0, 6000, '1', TENTHS),
    {.name = "read-balancing",
	.group = OPT_DISK,
	.kind = OPT_ENUM,
	.wire = WIRE_U32,
	.attr = 21,
	.names = balancing_names,
	.noflag = 1},
    NUM(OPT_DISK, "rs-discard-granularity", 25, 0, 0, 1048576, '1',
	.noflag = 1),

    ENUM(OPT_NET, "protocol", 6, 3, protocol_names),
    NUM(OPT_NET, "timeout", 8, 60, 1, 600, '1', TENTHS),
    NUM(OPT_NET, "max-epoch-size", 15, 2048, 1, 20000, '1'),
    NUM(OPT_NET, "max-buffers", 14, 2048, 32, 131072, '1'),
    NUM(OPT_NET, "unplug-watermark", 16, 128, 1, 131072, '1'),
    NUM(OPT_NET, "connect-int", 7, 10, 1, 120, '1', SECONDS),
    NUM(OPT_NET, "ping-int", 9, 10, 1, 120, '1', SECONDS),
    NUM(OPT_NET, "sndbuf-size", 11, 0, 0, 10485760, '1', BYTES),
    NUM(OPT_NET, "rcvbuf-size", 12, 0, 0, 10485760, '1', BYTES),
    NUM(OPT_NET, "ko-count", 13, 7, 0, 200, '1'),
    BOOL(OPT_NET, "allow-two-primaries", 24, 0),
    STR(OPT_NET, "cram-hmac-alg", 2),
    STR(OPT_NET, "shared-secret", 1),
    ENUM(OPT_NET, "after-sb-0pri", 17, 0, sb_0pri_names),
    ENUM(OPT_NET, "after-sb-1pri", 18, 0, sb_1pri_names),
    ENUM(OPT_NET, "after-sb-2pri", 19, 0, sb_2pri_names),
    BOOL(OPT_NET, "always-asbp", 27, 0),
    ENUM(OPT_NET, "rr-conflict", 20, 0, rr_names),
    NUM(OPT_NET, "ping-timeout", 10, 5, 1, 300, '1', TENTHS),
    STR(OPT_NET, "data-integrity-alg", 3),
    BOOL(OPT_NET, "tcp-cork", 26, 1),
    ENUM(OPT_NET, "on-congestion", 21, 0, congestion_names),
    NUM(OPT_NET, "congestion-fill", 22, 0, 0, 20971520, 's', BYTES),
    NUM(OPT_NET, "congestion-extents", 23, 1237, 67, 65534, '1'),
    STR(OPT_NET, "csums-alg", 5),
    BOOL(OPT_NET, "csums-after-crash-only", 33, 0, .noflag = 1),
    STR(OPT_NET, "verify-alg", 4),
    BOOL(OPT_NET, "use-rle", 29, 1),
    NUM(OPT_NET, "socket-check-timeout", 34, 0, 0, 300, '1', .noflag = 1),
    FLAG(OPT_CONNECT, "discard-my-data", 25),
    FLAG(OPT_CONNECT, "tentative", 28),

    STR(OPT_RESOURCE, "cpu-mask", 1),
    ENUM(OPT_RESOURCE, "on-no-data-accessible", 2, 0, no_data_names),

    LOCAL_NUM(OPT_STARTUP, "wfc-timeout", 300000),
    LOCAL_NUM(OPT_STARTUP, "degr-wfc-timeout", 300000),
    LOCAL_NUM(OPT_STARTUP, "outdated-wfc-timeout", 300000),
    LOCAL(OPT_STARTUP, "wait-after-sb", OPT_BOOL),
    LOCAL(OPT_STARTUP, "stacked-timeouts", OPT_FLAG),
    LOCAL(OPT_STARTUP, "become-primary-on", OPT_LIST),

    HANDLER("pri-on-incon-degr"),
    HANDLER("pri-lost-after-sb"),
    HANDLER("pri-lost"),
    HANDLER("fence-peer"),
    HANDLER("unfence-peer"),
    HANDLER("local-io-error"),
    HANDLER("initial-split-brain"),
    HANDLER("split-brain"),
    HANDLER("before-resync-target"),
    HANDLER("after-resync-target"),
    HANDLER("before-resync-source"),
    HANDLER("out-of-sync"),

    LOCAL(OPT_GLOBAL, "disable-ip-verification", OPT_FLAG),
    LOCAL(OPT_GLOBAL, "udev-always-use-vnr", OPT_FLAG),
    {.name = "minor-count",
	.group = OPT_GLOBAL,
	.kind = OPT_NUM,
	.unit = '1',
	.min = 1,
	.max = 255},
    LOCAL_NUM(OPT_GLOBAL, "dialog-refresh", 600),
    {.name = "usage-count",
	.group = OPT_GLOBAL,
	.kind = OPT_ENUM,
	.names = usage_names},
    LOCAL_NUM(OPT_GLOBAL, "cmd-timeout-short", 900),
    LOCAL_NUM(OPT_GLOBAL, "cmd-timeout-medium", 900),
    LOCAL_NUM(OPT_GLOBAL, "cmd-timeout-long", 900),

    FLAG(OPT_ROLE, "force", 1),
    /* the names that --force had in 8.0-8.3 and in 0.7 */
    FLAG(OPT_ROLE, "overwrite-data-of-peer", 1),
    FLAG(OPT_ROLE, "do-what-I-say", 1),
    FLAG(OPT_DETACH, "force", 1),
    FLAG(OPT_DISCONNECT, "force", 1),
    {.name = "size",
	.group = OPT_RESIZE,
	.kind = OPT_NUM,
	.wire = WIRE_U64,
	.attr = 1,
	.max = MAX_SECTORS,
	.unit = 's'},
    FLAG(OPT_RESIZE, "assume-peer-has-space", 2),
    FLAG(OPT_RESIZE, "assume-clean", 3),
    NUM(OPT_RESIZE, "al-stripes", 4, 1, 1, 1024, '1', .noflag = 1),
    NUM(OPT_RESIZE, "al-stripe-size-kB", 5, 32, 4, 16777216, 'k', .noflag = 1),
    FLAG(OPT_NEW_UUID, "clear-bitmap", 1),
    {.name = "start",
	.group = OPT_VERIFY,
	.kind = OPT_NUM,
	.wire = WIRE_U64,
	.attr = 1,
	.max = MAX_SECTORS,
	.unit = 's'},
    {.name = "stop",
	.group = OPT_VERIFY,
	.kind = OPT_NUM,
	.wire = WIRE_U64,
	.attr = 2,
	.max = MAX_SECTORS,
	.unit = 's'},
    LOCAL_NUM(OPT_WAIT, "wfc-timeout", 300000),
    LOCAL_NUM(OPT_WAIT, "degr-wfc-timeout", 300000),
    LOCAL_NUM(OPT_WAIT, "outdated-wfc-timeout", 300000),
    LOCAL(OPT_WAIT, "wait-after-sb", OPT_BOOL),
    LOCAL(OPT_META, "force", OPT_FLAG),
    {.name = "al-stripes",
	.group = OPT_META,
	.kind = OPT_NUM,
	.unit = '1',
	.min = 1,
	.max = 1024},
    {.name = "al-stripe-size-kB",
	.group = OPT_META,
	.kind = OPT_NUM,
	.unit = 'k',
	.min = 4,
	.max = 16777216},
    {.name = "peer-max-bio-size",
	.group = OPT_META,
	.kind = OPT_NUM,
	.unit = '1',
	.max = 1048576},
};

static const struct opt_desc *const table_end =
    table + sizeof(table) / sizeof(table[0]);

static int
same_name(const char *a, const char *b)
{
	for (; *a != '\0'; a++, b++)
		if (*a != (*b == '_' ? '-' : *b))
			return 0;
	return *b == '\0';
}

const struct opt_desc *
opt_find(enum opt_group group, enum opt_group second, const char *name)
{
	const struct opt_desc *d;

	for (d = table; d < table_end; d++)
		if ((d->group == group ||
			(second != OPT_NONE && d->group == second)) &&
		    same_name(d->name, name))
			return d;
	return NULL;
}

const struct opt_desc *
opt_each(enum opt_group group, const struct opt_desc *prev)
{
	const struct opt_desc *d = prev == NULL ? table : prev + 1;

	while (d < table_end && d->group != group)
		d++;
	return d < table_end ? d : NULL;
}

int
opt_number(const struct opt_desc *d, const char *text, int64_t *value)
{
	char digits[24];
	size_t len = strlen(text);
	long long v;
	int shift = d->unit == 'k' ? 10 : 0; /* of a number without suffix */
	const int64_t limit = (int64_t)1 << 62;

	if (len == 0 || len >= sizeof(digits))
		return -1;
	memcpy(digits, text, len + 1);
	switch (text[len - 1]) {
	case 'k':
	case 'K':
		shift = 10;
		break;
	case 'm':
	case 'M':
		shift = 20;
		break;
	case 'g':
	case 'G':
		shift = 30;
		break;
	case 's':
	case 'S':
		shift = 9;
		break;
	default:
		len++;
	}
	digits[len - 1] = '\0';
	if (num_parse(digits, -1, limit >> shift, &v) != 0)
		return -1;
	if (v < 0) {
		*value = v;
		return 0;
	}
	v <<= shift;
	if (d->unit == 'k')
		v >>= 10;
	else if (d->unit == 's')
		v >>= 9;
	*value = v;
	return 0;
}

static enum opt_error
enum_value(const struct opt_desc *d, const char *text, int64_t *value)
{
	int i;

	for (i = 0; d->names[i] != NULL; i++) {
		if (d->names[i][0] != '\0' &&
		    strcasecmp(d->names[i], text) == 0) {
			*value = i;
			return OPT_OK;
		}
	}
	return OPT_NOT_IN_LIST;
}

enum opt_error
opt_value(const struct opt_desc *d, const char *text, int64_t *value)
{
	switch (d->kind) {
	case OPT_NUM:
		if (text == NULL || opt_number(d, text, value) != 0)
			return OPT_NOT_A_NUMBER;
		return *value < d->min || *value > d->max ? OPT_RANGE : OPT_OK;
	case OPT_BOOL:
	case OPT_FLAG:
		*value = 1;
		if (text == NULL || strcmp(text, "yes") == 0)
			return OPT_OK;
		*value = 0;
		return strcmp(text, "no") == 0 ? OPT_OK : OPT_NOT_IN_LIST;
	case OPT_ENUM:
		return text == NULL ? OPT_NOT_IN_LIST
				    : enum_value(d, text, value);
	default:
		*value = 0;
		return OPT_OK;
	}
}

unsigned
opt_nest(enum opt_group group)
{
	switch (group) {
	case OPT_DISK:
	case OPT_ATTACH:
		return 3;
	case OPT_RESOURCE:
		return 4;
	case OPT_NET:
	case OPT_CONNECT:
		return 5;
	case OPT_ROLE:
		return 6;
	case OPT_RESIZE:
		return 7;
	case OPT_VERIFY:
		return 9;
	case OPT_NEW_UUID:
		return 10;
	case OPT_DISCONNECT:
		return 12;
	case OPT_DETACH:
		return 13;
	default:
		return 0;
	}
}
