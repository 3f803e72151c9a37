/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A story for a walk: a configuration and lines of faults, from a seed. */
#ifndef SIM_STORY_H
#define SIM_STORY_H

#include <stdbool.h>
#include <stdint.h>

#define STORY_SETUPS 1024 /* configurations */
#define STORY_LINES 96
#define STORY_LINE 56
#define STORY_TEXT 512 /* bytes of a configuration file */
#define STORY_FILE (STORY_LINES * (STORY_LINE + 16))

struct story {
	uint64_t seed;
	unsigned setup, lines;
	int64_t repair_ms;
	struct {
		int64_t at_ms;
		char text[STORY_LINE];
	} line[STORY_LINES];
};

void story_make(struct story *s, uint64_t seed);

/* Leave out n lines from `from` on. */
void story_cut(struct story *s, unsigned from, unsigned n);

/* Does one of its lines hold this text? */
bool story_has(const struct story *s, const char *text);

/* Its files. Each returns text. */
char *story_faults(const struct story *s, char text[STORY_FILE]);
char *story_hacf(unsigned setup, char text[STORY_TEXT]);
char *story_haresources(unsigned setup, char text[STORY_TEXT]);
char *story_authkeys(unsigned setup, char text[STORY_TEXT]);

#endif
