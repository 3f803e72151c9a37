/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The options: one table with name, range, unit and the netlink attribute of
 * each, for the parser, the commands and what is read back from the kernel.
 * Facts: include/linux/drbd_genl.h and drbd_limits.h of Linux 6.12.
 */
#ifndef OPT_H
#define OPT_H

#include <stdint.h>

enum opt_group {
	OPT_NONE,
	OPT_NET,
	OPT_DISK,
	OPT_RESOURCE,
	OPT_STARTUP,
	OPT_HANDLERS,
	OPT_GLOBAL,
	/* below: only on the command line */
	OPT_ATTACH,  /* beside OPT_DISK */
	OPT_CONNECT, /* beside OPT_NET */
	OPT_ROLE,    /* primary */
	OPT_DETACH,
	OPT_DISCONNECT,
	OPT_RESIZE,
	OPT_NEW_UUID,
	OPT_VERIFY,
	OPT_WAIT,
	OPT_META
};

enum opt_kind {
	OPT_NUM,
	OPT_BOOL, /* yes, no; a bare name is yes */
	OPT_FLAG, /* yes when it is there */
	OPT_ENUM,
	OPT_STR,
	OPT_LIST /* words up to the semicolon */
};

/* How the kernel wants the value. */
enum opt_wire { WIRE_NONE, WIRE_U8, WIRE_U32, WIRE_S32, WIRE_U64, WIRE_STR };

struct opt_desc {
	const char *name;
	uint8_t group, kind;
	uint8_t wire;   /* enum opt_wire */
	uint8_t attr;   /* number of the attribute in the group's nest */
	char unit;      /* '1'; 'k': KiB; 's': sectors, written in bytes */
	uint8_t noflag; /* the attribute goes without the mandatory bit */
	uint8_t fixed;  /* cannot be changed while it is configured */
	int64_t def, min, max;    /* in the unit */
	const char *const *names; /* of an OPT_ENUM, NULL at the end */
	const char *comment;      /* the unit, as show prints it */
};

enum opt_error { OPT_OK, OPT_NOT_A_NUMBER, OPT_RANGE, OPT_NOT_IN_LIST };

/* The option of that name in one of the groups (OPT_NONE: no second one);
 * NULL when there is none. Underscores count as hyphens. */
const struct opt_desc *opt_find(enum opt_group group, enum opt_group second,
    const char *name);

/* Walk through a group: after prev, or from the start with NULL. */
const struct opt_desc *opt_each(enum opt_group group,
    const struct opt_desc *prev);

/* Read text as the option's value, in the unit that the kernel takes; NULL is
 * a bare flag. Strings are not looked at (*value is 0). */
enum opt_error opt_value(const struct opt_desc *d, const char *text,
    int64_t *value);

/* The number that text with its suffix K, M, G or s stands for, in the
 * option's unit, whatever its range; -1 when it is not a number. */
int opt_number(const struct opt_desc *d, const char *text, int64_t *value);

/* The number of the top-level netlink nest of a group, 0 without one. */
unsigned opt_nest(enum opt_group group);

#endif
