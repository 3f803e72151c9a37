/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the rooms of the drbd.conf parser share. */
#ifndef PARSE_H
#define PARSE_H

#include "conf.h"
#include "lex.h"

enum { PARSE_INCLUDE_DEPTH = 8 };

struct parser {
	struct conf *conf;
	struct lex x;
	const char *file;
	int depth;                      /* of include */
	struct conf_resource *group_of; /* whose syncer section is read */
};

struct pos parse_pos(const struct parser *p);

/* Add an error where the parser stands. */
__attribute__((format(printf, 2, 3))) void parse_error(struct parser *p,
    const char *fmt, ...);

/* "'what' expected, but got" the current token. */
void parse_expected(struct parser *p, const char *what);

/* The current token is c: step over it and return 0. Otherwise add an error
 * and return -1; a ; missing at the end of a line is taken as written. */
int parse_expect(struct parser *p, char c);

/* After an error: go behind the statement or block that holds it. */
void parse_recover(struct parser *p);

/* Take a word or string as a value; NULL with an error if there is none. */
const char *parse_value(struct parser *p, const char *what);

/* Between braces: 1 while there is another statement; 0 when the closing
 * brace was taken, or the file ended (which is only warned of, since drbd-utils
 * take it too). */
int parse_more(struct parser *p, const char *block, struct pos opened);

/* { option value; … } of a section of a resource or of common; name is the
 * section's as written (syncer too). */
void parse_section(struct parser *p, struct conf_resource *r, const char *name);

/* global { … } */
void parse_global(struct parser *p);

/* protocol, incon-degr-cmd: options that old files have outside of sections.
 * 1 when name is one, and it is taken with its semicolon. */
int parse_loose_option(struct parser *p, struct conf_resource *r,
    const char *name);

/* A section's name: its number, CONF_SECTIONS for syncer, -1 for another. */
int parse_section_number(const char *name);

/* Options of a disk section inside a volume. */
void parse_disk_options(struct parser *p, struct conf_opt **list);

/* Append one; value NULL: a bare name. */
struct conf_opt *parse_add(struct parser *p, struct conf_opt **list,
    const struct opt_desc *d, const char *value);

/* A statement of a volume (device, disk, meta-disk), or volume N { }; 1 when
 * name is one and it is taken. */
int parse_volume_part(struct parser *p, struct conf_volume **list,
    const char *name);

/* on HOST … { } and floating ADDRESS { }, from behind that word. */
void parse_on(struct parser *p, struct conf_resource *r, struct pos pos);
void parse_floating(struct parser *p, struct conf_resource *r, struct pos pos);

/* A whole text. */
void parse_text(struct parser *p, const char *text, size_t len);

/* After everything is read: inherit, map what old files mean, and check. */
void conf_check(struct conf *c);

#endif
