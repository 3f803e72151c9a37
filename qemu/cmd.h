/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands of the control socket, by what they are about. */
#ifndef CMD_H
#define CMD_H

#include "ctl.h"

struct cmd {
	const char *name;
	int min, max; /* arguments behind the name */
	const char *usage;
	void (*run)(struct client *c, int argc, char **argv);
};

/* each list ends with a NULL name */
extern const struct cmd cmd_lab[], cmd_node[], cmd_lan[];

/* The number s of seconds scaled to µs; or fail c and return -1. */
int64_t cmd_seconds(struct client *c, const char *s);

#endif
