/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A faults file: each line at its time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/num.h"
#include "run.h"

/* Copy the next line without its comment. Returns false at the end. */
static bool
next_line(const char **text, char line[160])
{
	size_t n = strcspn(*text, "\n"), keep;

	if (**text == '\0')
		return false;
	keep = strcspn(*text, "#\n");
	if (keep > 159)
		keep = 159;
	memcpy(line, *text, keep);
	while (keep > 0 && (line[keep - 1] == ' ' || line[keep - 1] == '\t'))
		keep--;
	line[keep] = '\0';
	*text += n + ((*text)[n] == '\n');
	return true;
}

uint64_t
run_seed(const char *text)
{
	char line[160];
	long long n;

	while (next_line(&text, line))
		if (strncmp(line, "seed ", 5) == 0 &&
		    num_parse(line + 5, 0, INT64_MAX, &n) == 0)
			return (uint64_t)n;
	return 1;
}

static bool
is_fault(const char *line)
{
	return line[0] != '\0' && strncmp(line, "seed ", 5) != 0;
}

int
run_faults(struct world *w, const char *text, char *why, size_t room)
{
	char line[160], reason[128];
	int64_t at_ms = 0;
	unsigned number = 0;

	while (next_line(&text, line)) {
		number++;
		if (!is_fault(line))
			continue;
		at_ms = fault_time(line, at_ms);
		if (at_ms == -1) {
			snprintf(why, room,
			    "%u: expected a time not before "
			    "that of the line above",
			    number);
			return -1;
		}
		world_run(w, at_ms);
		if (w->check.broken[0] != '\0' || fault_end(w, line))
			return 0;
		if (fault_do(w, line, reason, sizeof(reason)) == -1) {
			snprintf(why, room, "%u: %s", number, reason);
			return -1;
		}
	}
	snprintf(why, room, "%u: expected `TIME end`", number);
	return -1;
}
