/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sim: runs scenarios against log.expect, or walks at random. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/num.h"
#include "load.h"
#include "run.h"
#include "walk.h"

static const char usage[] =
    "usage: sim [-pu] SCENARIO...\n"
    "       sim -w [-s SEED] [-n RUNS] [-o DIR] [SCENARIO...]\n"
    "Runs each scenario folder and compares with its log.expect; walks at\n"
    "random and checks the invariants. Speaks TAP.\n"
    "  -p       print what happens instead of comparing\n"
    "  -u       write log.expect anew\n"
    "  -w       walk at random over faults\n"
    "  -s SEED  of the first walk (1)\n"
    "  -n RUNS  how many walks, each with the next seed (100)\n"
    "  -o DIR   where the scenario of a failure is written (.)\n"
    "Exit status: 0 all is as expected, 1 something is not, 2 usage or a\n"
    "scenario that cannot be read.\n";

static struct world world;
static struct conf conf[SIM_NODES];
static unsigned count, failed;

static void
ok(bool holds, const char *what)
{
	printf("%sok %u - %s\n", holds ? "" : "not ", ++count, what);
	failed += !holds;
}

/* Both texts side by side from the first line that differs. */
static void
show_difference(const char *want, const char *got)
{
	unsigned line = 1;
	size_t n, m;

	for (;; line++) {
		n = strcspn(want, "\n");
		m = strcspn(got, "\n");
		if (n != m || memcmp(want, got, n) != 0 || *want == '\0' ||
		    *got == '\0')
			break;
		want += n + (want[n] == '\n');
		got += m + (got[m] == '\n');
	}
	printf("# log.expect:%u differs:\n", line);
	for (unsigned i = 0; i < 5 && *want != '\0'; i++) {
		n = strcspn(want, "\n");
		printf("# - %.*s\n", (int)n, want);
		want += n + (want[n] == '\n');
	}
	for (unsigned i = 0; i < 5 && *got != '\0'; i++) {
		m = strcspn(got, "\n");
		printf("# + %.*s\n", (int)m, got);
		got += m + (got[m] == '\n');
	}
}

static int
write_expect(const char *dir, const char *text)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/log.expect", dir);
	f = fopen(path, "we");
	if (f == NULL || fputs(text, f) == EOF || fclose(f) == EOF) {
		perror(path);
		return -1;
	}
	return 0;
}

/* "…/a-node-is-alone/" → "a node is alone" */
static void
sentence_of(const char *dir, char *out, size_t room)
{
	size_t n = strlen(dir), from;

	while (n > 0 && dir[n - 1] == '/')
		n--;
	for (from = n; from > 0 && dir[from - 1] != '/'; from--)
		;
	snprintf(out, room, "%.*s", (int)(n - from), dir + from);
	for (; *out != '\0'; out++)
		if (*out == '-')
			*out = ' ';
}

static bool
compare(const char *dir, const char *got)
{
	char *want = load_text(dir, "log.expect");
	bool same = want != NULL && strcmp(want, got) == 0;

	if (want == NULL)
		printf("# %s/log.expect is missing\n", dir);
	else if (!same)
		show_difference(want, got);
	free(want);
	return same;
}

static void
keep_sent(struct world *w)
{
	for (unsigned n = 0; n < SIM_NODES; n++) {
		w->node[n].sent = calloc(SIM_SENT, sizeof(struct sent));
		if (w->node[n].sent == NULL)
			abort();
	}
}

/* Returns 0, or -1 when it could not be run. */
static int
scenario(const char *dir, bool print, bool update)
{
	const struct conf *both[SIM_NODES] = {&conf[0], &conf[1]};
	char name[128], why[192] = "";
	char *text = load_text(dir, "faults");
	const char *got;
	int e;

	if (text == NULL) {
		fprintf(stderr, "sim: %s/faults: cannot be read\n", dir);
		return -1;
	}
	if (load_conf(dir, "nodo1", &conf[0]) == -1 ||
	    load_conf(dir, "nodo2", &conf[1]) == -1) {
		free(text);
		return -1;
	}
	world_init(&world, both, run_seed(text));
	world.dir = dir;
	keep_sent(&world);
	e = run_faults(&world, text, why, sizeof(why));
	got = world.record.text != NULL ? world.record.text : "";
	sentence_of(dir, name, sizeof(name));
	if (e == -1)
		fprintf(stderr, "sim: %s/faults:%s\n", dir, why);
	if (print || update)
		fputs(print ? got : "", stdout);
	else
		ok(e == 0 && compare(dir, got) && world.check.broken[0] == '\0',
		    name);
	if (update && e == 0)
		e = write_expect(dir, got);
	if (world.check.broken[0] != '\0')
		printf("# %s: %s\n", dir, world.check.broken);
	world_free(&world);
	free(text);
	return e;
}

int
main(int argc, char **argv)
{
	long long seed = 1, runs = 100;
	const char *out = ".";
	bool print = false, update = false, walk = false;
	int opt, e = 0;

	while ((opt = getopt(argc, argv, "puws:n:o:")) != -1) {
		if (opt == 'p')
			print = true;
		else if (opt == 'u')
			update = true;
		else if (opt == 'w')
			walk = true;
		else if (opt == 'o')
			out = optarg;
		else if (opt == 's' &&
			 num_parse(optarg, 0, INT64_MAX / 2, &seed) == 0)
			continue;
		else if (opt == 'n' &&
			 num_parse(optarg, 1, 1000000000, &runs) == 0)
			continue;
		else
			goto usage;
	}
	if (!walk && optind == argc)
		goto usage;
	for (int i = optind; i < argc; i++)
		if (scenario(argv[i], print, update) == -1)
			e = 2;
	if (walk)
		ok(walk_runs((uint64_t)seed, (uint64_t)runs, out),
		    "the invariants hold in random walks");
	if (!print && !update)
		printf("1..%u\n", count);
	return e != 0 ? e : failed != 0;
usage:
	fputs(usage, stderr);
	return 2;
}
