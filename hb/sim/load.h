/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The configuration of a scenario folder. A file that a node has of its own
 * is FILE.NODE; one that the folder lacks is taken from ../default.
 */
#ifndef SIM_LOAD_H
#define SIM_LOAD_H

#include "../conf.h"

/*
 * Read the configuration of node out of folder dir. Returns 0; or -1, and
 * what is wrong has been told on stderr.
 */
int load_conf(const char *dir, const char *node, struct conf *conf);

/* Keys out of another file of dir; the same. */
int load_keys(const char *dir, const char *file, struct auth_keys *keys);

/* Read a text file of a folder; the caller frees it. NULL: there is none. */
char *load_text(const char *dir, const char *file);

#endif
