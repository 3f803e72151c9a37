/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For a guest: what it takes to run a command to its end.
 *   startup TIMES COMMAND [ARGUMENT…]
 * Prints microseconds for each run, and the most memory in KB that one process
 * of it had.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../lib/num.h"

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void
run(char **argv)
{
	int status, null;
	pid_t pid = vfork();

	if (pid < 0)
		err(1, "vfork");
	if (pid == 0) {
		null = open("/dev/null", O_WRONLY);
		dup2(null, STDOUT_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) != pid || status != 0)
		errx(1, "%s: failed", argv[0]);
}

int
main(int argc, char **argv)
{
	struct rusage of_all;
	long long times, i;
	double since;

	if (argc < 3 || num_parse(argv[1], 1, 100000, &times) != 0)
		errx(2, "usage: startup TIMES COMMAND [ARGUMENT...]");
	since = now_us();
	for (i = 0; i < times; i++)
		run(argv + 2);
	since = now_us() - since;
	getrusage(RUSAGE_CHILDREN, &of_all);
	printf("%.0f %ld\n", since / (double)times, of_all.ru_maxrss);
	return 0;
}
