/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks at random: a story from a seed, run, and shortened when it fails. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "load.h"
#include "run.h"
#include "story.h"
#include "walk.h"

#define FAILURES_MAX 5

/* The configurations that occur, read when first used. */
static struct conf *setups[STORY_SETUPS][SIM_NODES];
static struct world world;
static uint64_t events, virtual_ms, overlaps;

static int
write_file(const char *dir, const char *name, const char *text)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "we");
	if (f == NULL || fputs(text, f) == EOF || fclose(f) == EOF) {
		perror(path);
		return -1;
	}
	return 0;
}

static int
write_setup(const char *dir, unsigned setup)
{
	char text[STORY_TEXT];

	if (write_file(dir, "ha.cf", story_hacf(setup, text)) == -1 ||
	    write_file(dir, "haresources", story_haresources(setup, text)) ==
		-1)
		return -1;
	return write_file(dir, "authkeys", story_authkeys(setup, text));
}

static void
forget_setup(const char *dir)
{
	static const char *const names[] = {"ha.cf", "haresources", "authkeys"};
	char path[512];

	for (unsigned i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

static int
read_setup(unsigned setup)
{
	char dir[] = "/tmp/sim-walk.XXXXXX", name[8];
	int e;

	if (setups[setup][0] != NULL)
		return 0;
	if (mkdtemp(dir) == NULL) {
		perror("sim: /tmp");
		return -1;
	}
	e = write_setup(dir, setup);
	for (unsigned n = 0; n < SIM_NODES && e == 0; n++) {
		snprintf(name, sizeof(name), "nodo%u", n + 1);
		setups[setup][n] = calloc(1, sizeof(struct conf));
		if (setups[setup][n] == NULL)
			abort();
		e = load_conf(dir, name, setups[setup][n]);
	}
	forget_setup(dir);
	return e;
}

/* Run the story; what broke is copied to broken, "" when nothing did. */
static int
run(const struct story *s, char broken[240])
{
	const struct conf *conf[SIM_NODES] = {
	    setups[s->setup][0], setups[s->setup][1]};
	char text[STORY_FILE], why[160];
	int e;

	world_init(&world, conf, s->seed);
	world.record.quiet = true;
	if (story_has(s, "replay "))
		for (unsigned n = 0; n < SIM_NODES; n++)
			world.node[n].sent =
			    calloc(SIM_SENT, sizeof(struct sent));
	e = run_faults(&world, story_faults(s, text), why, sizeof(why));
	snprintf(broken, 240, "%s", world.check.broken);
	if (e == -1)
		fprintf(stderr, "sim: walk %" PRIu64 ":%s\n", s->seed, why);
	events += world.events;
	virtual_ms += (uint64_t)world.now_ms;
	overlaps += world.check.overlaps;
	world_free(&world);
	return e;
}

/* Leave out lines, by halves, quarters, … as long as something breaks. */
static void
shorten(struct story *s, char broken[240])
{
	struct story less;
	char other[240];
	unsigned tries = 0;

	for (unsigned size = s->lines / 2 + 1; size > 0;) {
		bool shorter = false;

		for (unsigned at = 0; at < s->lines && tries < 2000;) {
			less = *s;
			story_cut(&less, at, size);
			tries++;
			if (run(&less, other) == 0 && other[0] != '\0') {
				*s = less;
				memcpy(broken, other, sizeof(other));
				shorter = true;
			} else {
				at += size;
			}
		}
		if (size > 1)
			size /= 2;
		else if (!shorter)
			break;
	}
}

static void
report(struct story *s, char broken[240], const char *out)
{
	char dir[400], text[STORY_FILE], name[40];

	shorten(s, broken);
	snprintf(name, sizeof(name), "sim-fail-%" PRIu64, s->seed);
	snprintf(dir, sizeof(dir), "%s/%s", out, name);
	printf("# seed %" PRIu64 ": %s\n", s->seed, broken);
	mkdir(dir, 0755);
	if (write_setup(dir, s->setup) == 0 &&
	    write_file(dir, "faults", story_faults(s, text)) == 0)
		printf("# the shortest story: sim -p %s\n", dir);
	for (char *line = strtok(text, "\n"); line != NULL;
	     line = strtok(NULL, "\n"))
		printf("#   %s\n", line);
	fflush(stdout);
}

bool
walk_runs(uint64_t seed, uint64_t runs, const char *out)
{
	struct story s;
	char broken[240];
	unsigned failures = 0;
	uint64_t i;

	for (i = 0; i < runs && failures < FAILURES_MAX; i++) {
		story_make(&s, seed + i);
		if (read_setup(s.setup) == -1 || run(&s, broken) == -1) {
			failures++;
			break;
		}
		if (broken[0] == '\0')
			continue;
		failures++;
		report(&s, broken, out);
	}
	printf("# %" PRIu64 " walks: %" PRIu64
	       " hours of virtual time, %" PRIu64 " events, %" PRIu64
	       " groups ran on both nodes for a while\n",
	    i, virtual_ms / 3600000, events, overlaps);
	for (unsigned k = 0; k < STORY_SETUPS; k++)
		for (unsigned n = 0; n < SIM_NODES; n++) {
			free(setups[k][n]);
			setups[k][n] = NULL;
		}
	return failures == 0;
}
