/* SPDX-License-Identifier: GPL-2.0-or-later */
/* meatware: a human resets the node and says so with meatclient(8). */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "applets.h"
#include "fence.h"
#include "log.h"
#include "paths.h"

static const char *
fifo(char path[PATHS_MAX], const char *node)
{
	snprintf(path, PATHS_MAX, "%s/meatware.%s", paths_run(), node);
	return path;
}

int
meatware_reset(const char *node)
{
	char path[PATHS_MAX], answer = 0;
	int fd;

	/* Nobody waits any more for a node that has come back. */
	signal(SIGTERM, SIG_DFL);
	unlink(fifo(path, node));
	if (mkfifo(path, 0600) == -1) {
		log_warn("%s", path);
		return -1;
	}
	log_line(LEVEL_CRIT, "OPERATOR INTERVENTION REQUIRED to reset %s.",
	    node);
	log_line(LEVEL_CRIT,
	    "Run \"meatclient -c %s\" AFTER power-cycling "
	    "the machine.",
	    node);
	/* Opens when somebody is at the other end. */
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd != -1)
		(void)!read(fd, &answer, 1);
	close(fd);
	unlink(path);
	if (answer != 'y')
		log_error("Meatware: reset of %s was not confirmed", node);
	return answer == 'y' ? 0 : -1;
}

static bool
sure(const char *node)
{
	char line[16];

	printf("WARNING: unless %s was switched off and on by hand, or cut "
	       "from all shared\ndisks and networks, its resources will run "
	       "on both nodes and data be lost.\nPROCEED? [yN] ",
	    node);
	fflush(stdout);
	return fgets(line, sizeof(line), stdin) != NULL &&
	       (line[0] == 'y' || line[0] == 'Y');
}

static int
open_fifo(const char *path, bool wait)
{
	const struct timespec pause = {0, 100 * 1000 * 1000};
	int fd;

	while ((fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)) == -1 &&
	       wait && (errno == ENOENT || errno == ENXIO))
		nanosleep(&pause, NULL);
	return fd;
}

int
meatclient_main(int argc, char **argv)
{
	const char *node = NULL;
	char path[PATHS_MAX];
	bool wait = false, yes;
	int c, fd;

	while ((c = getopt(argc, argv, "c:wh")) != -1) {
		if (c == 'c')
			node = optarg;
		else if (c == 'w')
			wait = true;
		else if (c == 'h')
			break;
		else
			node = NULL, optind = argc + 1;
	}
	if (node == NULL || optind != argc || strchr(node, '/') != NULL) {
		fputs("usage: meatclient -c NODE [-w]\n",
		    c == 'h' ? stdout : stderr);
		return c == 'h' ? 0 : 2;
	}
	fd = open_fifo(fifo(path, node), wait);
	if (fd == -1) {
		fprintf(stderr,
		    "meatclient: %s: %s, expected meatware to wait for the "
		    "reset of %s\n",
		    path, strerror(errno), node);
		return 1;
	}
	yes = sure(node);
	if (write(fd, yes ? "y" : "n", 1) != 1) {
		perror("meatclient");
		return 1;
	}
	puts(yes ? "Meatware_client: reset confirmed."
		 : "Meatware_client: operation canceled.");
	return yes ? 0 : 1;
}
