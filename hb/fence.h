/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * STONITH: devices that reset another node, so that nothing runs there any
 * more. The functions of fence.c wait, so they run in a child or a command.
 * External plugins are cluster-glue's (README.external there).
 */
#ifndef HB_FENCE_H
#define HB_FENCE_H

#include "conf.h"

#define FENCE_PARAMS 12

/* fence_types.c: built-in type i, NULL after the last. */
const char *fence_type(unsigned i);

/*
 * The names of a type's parameters, in the order of ha.cf. "" for an
 * external one, which says them itself; NULL: there is no such type.
 */
const char *fence_names(const char *type);

/* How many words these are. */
unsigned fence_words(const char *text);

/*
 * The parameters in a file of `stonith TYPE FILE`: its first line that says
 * something. Returns 0, or -1 with errno.
 */
int fence_file(const char *path, char *line, size_t room);

/* A device with its parameters, ready to be used. */
struct fence {
	const char *type;
	int limit_ms; /* for each call of a plugin */
	unsigned n;
	char *name[FENCE_PARAMS], *value[FENCE_PARAMS];
	char names[512], values[1024], hosts[512];
};

/*
 * params: the values in the order of the names, the last one taking the rest.
 * Returns 0, or -1, logged.
 */
int fence_open(struct fence *f, const char *type, const char *params,
    int limit_ms);

/* The value of a parameter, "" if it was not given. */
const char *fence_value(const struct fence *f, const char *name);

/* The hosts that it can reset, in f->hosts. Returns 0, or -1, logged. */
int fence_hosts(struct fence *f);

/* Is it in order? 0, or -1, logged. */
int fence_status(struct fence *f);

/* op: "reset", "on" or "off". Returns 0 when it is done, or -1, logged. */
int fence_do(struct fence *f, const char *op, const char *node);

/* Reset node with the first device that can. Returns 0, or -1, logged. */
int fence_node(const struct conf *conf, const char *node);

/* fence_meatware.c: ask a human, wait for meatclient(8). */
int meatware_reset(const char *node);

/* fence_serial.c: a pulse on RTS or DTR. Returns 0, or -1, logged. */
int serial_reset(const struct fence *f);

/* Can the line be opened? Returns 0, or -1, logged. */
int serial_status(const struct fence *f);

#endif
