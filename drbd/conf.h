/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * drbd.conf of 0.7, 8.0-8.3 and 8.4 in one internal form, which is 8.4's.
 * Grammar: ../shared reference/drbd section 3; manual page drbd.conf(5).
 */
#ifndef CONF_H
#define CONF_H

#include "arena.h"
#include "diag.h"
#include "opt.h"

enum {
	CONF_META_INTERNAL = -3, /* as the kernel numbers them */
	CONF_META_FLEXIBLE = -2,
	CONF_META_NONE = -1
};

/* One option that was written: name value; */
struct conf_opt {
	struct conf_opt *next;
	const struct opt_desc *desc;
	const char *value; /* NULL: only the name */
	struct pos pos;
	int legacy; /* an old spelling that means more than its new name */
};

enum conf_section {
	CONF_OPTIONS,
	CONF_NET,
	CONF_DISK,
	CONF_STARTUP,
	CONF_HANDLERS,
	CONF_SECTIONS
};

struct conf_volume {
	struct conf_volume *next;
	struct pos pos;
	unsigned number;
	int explicit;       /* written as volume N { } */
	const char *device; /* as it is written, NULL: only "minor N" */
	int minor;          /* -1: not told */
	const char *disk, *meta_disk;
	int meta_index; /* or a CONF_META_… */
	struct conf_opt *disk_opts;
};

struct conf_name {
	struct conf_name *next;
	const char *name;
};

struct conf_host {
	struct conf_host *next;
	struct pos pos;
	struct conf_name *names; /* none: floating */
	const char *address;     /* "ipv4:192.168.0.21:7788" */
	struct conf_volume *volumes;
};

struct conf_resource {
	struct conf_resource *next;
	const char *name;
	struct pos pos;
	struct conf_host *hosts;
	struct conf_volume *volumes; /* what all hosts inherit */
	struct conf_opt *opts[CONF_SECTIONS];
	struct pos seen[CONF_SECTIONS + 1]; /* where it began; last: syncer */
	int group;                          /* 0.7's; -1: none is told */
	struct pos group_pos;
	int repeated; /* another one has the name */
	struct conf_name *ignored_on;
	/* set by conf_select */
	struct conf_host *me, *peer;
	int peers; /* how many hosts beside me */
};

struct conf {
	struct arena arena;
	struct diags diags;
	const char *file;
	struct pos global_pos; /* of the section; line 0: there is none */
	struct conf_opt *global;
	struct conf_resource common;
	struct conf_resource *resources;
};

/* Read a file with all that it includes, and check it; what its common section
 * leaves open is that of defaults, if there is such a file (or NULL). Returns
 * 0, or the exit code: 20 it cannot be read (errno), 10 it has errors, which
 * are in diags. conf_free is needed either way. */
int conf_read(struct conf *c, const char *file, const char *defaults);

/* The same on text that is already here; for tests. */
int conf_parse(struct conf *c, const char *file, const char *text, size_t len);

void conf_free(struct conf *c);

/* Find in each resource this host, by node name or floating address, and its
 * peer; peer_name chooses among several (else NULL). */
void conf_select(struct conf *c, const char *node, const char *peer_name);

/* The option that holds for the resource: its own, else common's. NULL if
 * neither has it. */
const struct conf_opt *conf_get(const struct conf *c,
    const struct conf_resource *r, enum conf_section s, const char *name);

/* The last of that name in a list. */
const struct conf_opt *conf_in_list(const struct conf_opt *list,
    const struct opt_desc *d);

struct conf_resource *conf_resource(const struct conf *c, const char *name);
struct conf_volume *conf_volume(struct conf_volume *list, unsigned number);
const char *conf_section_name(enum conf_section s);

/* The minor of a device name (drbd0, /dev/drbd0, /dev/nb0, minor-0) or of a
 * plain number; -1 when it names none. */
int conf_device_minor(const char *device);

/* Print the whole configuration, or one resource, in 8.4's form; node is this
 * host's name. */
void conf_dump(const struct conf *c, const char *node, FILE *f);
void conf_dump_resource(const struct conf *c, const struct conf_resource *r,
    const char *node, FILE *f);

/* The same as XML; of one resource, or of all with NULL. */
void conf_dump_xml(const struct conf *c, const struct conf_resource *only,
    FILE *f);

#endif
