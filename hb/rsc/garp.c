/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running send_arp(8): the probe before an address, the announcements after. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../lib/halog.h"
#include "../../lib/num.h"
#include "dirs.h"
#include "garp.h"
#include "process.h"

/* The how-to's: five pairs of frames, 1010 ms apart. */
#define INTERVAL_MS "1010"
#define REPEAT "5"
#define REFRESH_S_DEFAULT 60
/* the real one hands this over as the netmask; send_arp ignores it */
#define NETMASK "ffffffffffff"

extern char **environ;

/* $variable/name, or fallback/name where the variable is not set. */
static void
path_in(char path[PATH_MAX], const char *variable, const char *fallback,
    const char *name)
{
	const char *dir = getenv(variable);

	snprintf(path, PATH_MAX, "%s/%s", dir != NULL ? dir : fallback, name);
}

static void
program(char path[PATH_MAX])
{
	path_in(path, "HA_BIN", "/usr/lib/heartbeat", "send_arp");
}

static void
pid_file(char path[PATH_MAX], const char *ip)
{
	char name[64];

	snprintf(name, sizeof(name), "send_arp/send_arp-%s", ip);
	path_in(path, "HA_RSCTMP", "/var/lib/heartbeat/rsctmp", name);
}

/*
 * Start argv with stdin and stdout on /dev/null, stderr on err_fd, and no
 * signal blocked; in a session of its own when background is not 0. Returns 0
 * and its number in pid, or an errno.
 */
static int
start(const char *const argv[], int err_fd, int background, pid_t *pid)
{
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t attr;
	short flags = POSIX_SPAWN_SETSIGMASK;
	sigset_t none;
	int r;

	if (background)
		flags |= POSIX_SPAWN_SETSID;
	sigemptyset(&none);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, flags);
	posix_spawn_file_actions_init(&fa);
	posix_spawn_file_actions_adddup2(&fa, err_fd, STDERR_FILENO);
	posix_spawn_file_actions_addopen(&fa, STDIN_FILENO, "/dev/null",
	    O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&fa, STDOUT_FILENO, "/dev/null",
	    O_WRONLY, 0);
	/* exec does not write to its arguments, whatever its type says */
	r = posix_spawn(pid, argv[0], &fa, &attr,
	    (char *const *)(uintptr_t)argv, environ);
	posix_spawn_file_actions_destroy(&fa);
	posix_spawnattr_destroy(&attr);
	return r;
}

/* The first line of what comes from fd until its end. */
static void
read_line(int fd, char *line, size_t size)
{
	char rest[128];
	size_t len = 0;
	ssize_t n;

	/* to the end in any case: a writer must never be held up by us */
	do {
		if (len < size - 1)
			n = read(fd, line + len, size - 1 - len);
		else
			n = read(fd, rest, sizeof(rest));
		if (n > 0 && len < size - 1)
			len += (size_t)n;
	} while (n > 0 || (n == -1 && errno == EINTR));
	line[len] = '\0';
	line[strcspn(line, "\n")] = '\0';
}

enum garp_probe
garp_probe(const char *dev, const char *ip, int window_ms, char *why,
    size_t why_size)
{
	char send_arp[PATH_MAX];
	char ms[16];
	int pipe_fd[2];
	int status = -1; /* no exit code, should the wait fail */
	pid_t pid;
	int r;

	program(send_arp);
	snprintf(ms, sizeof(ms), "%d", window_ms);
	if (pipe2(pipe_fd, O_CLOEXEC) == -1) {
		snprintf(why, why_size, "pipe: %s", strerror(errno));
		return GARP_UNKNOWN;
	}
	r = start((const char *const[]){send_arp, "-P", ms, dev, ip, "auto", ip,
		      NETMASK, NULL},
	    pipe_fd[1], 0, &pid);
	close(pipe_fd[1]);
	if (r == 0)
		read_line(pipe_fd[0], why, why_size);
	else
		snprintf(why, why_size, "%s: %s", send_arp, strerror(r));
	close(pipe_fd[0]);
	if (r != 0)
		return GARP_UNKNOWN;
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return GARP_FREE;
	if (WIFEXITED(status) &&
	    (WEXITSTATUS(status) == 3 || WEXITSTATUS(status) == 4))
		return GARP_TAKEN;
	return GARP_UNKNOWN;
}

/* Where the background process complains: the log, or nowhere. */
static int
open_log(void)
{
	int fd = open(halog_path(),
	    O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0644);

	return fd != -1 ? fd : open("/dev/null", O_WRONLY | O_CLOEXEC);
}

int
garp_refresh_s(void)
{
	const char *set = getenv("IPADDR_REFRESH_S");
	long long s = REFRESH_S_DEFAULT;

	return set != NULL && num_parse(set, 0, 86400, &s) == -1 ? -1 : (int)s;
}

int
garp_start(const char *dev, const char *label, const char *ip, char *what,
    size_t what_size)
{
	char send_arp[PATH_MAX];
	char file[PATH_MAX];
	char refresh[16];
	int refresh_s = garp_refresh_s();
	pid_t pid;
	int fd;
	int r;

	program(send_arp);
	pid_file(file, ip);
	snprintf(refresh, sizeof(refresh), "%d", refresh_s);
	halog(NULL, "Sending Gratuitous Arp for %s on %s [%s]", ip, label, dev);
	halog(NULL,
	    "%s -i " INTERVAL_MS " -r " REPEAT " -p %s %s %s auto %s " NETMASK,
	    send_arp, file, dev, ip, ip);
	if (dirs_make_parents(file) == -1) {
		snprintf(what, what_size, "%s", file);
		return -1;
	}
	fd = open_log();
	r = start((const char *const[]){send_arp, "-i", INTERVAL_MS, "-r",
		      REPEAT, refresh_s > 0 ? "-f" : "-p",
		      refresh_s > 0 ? refresh : file, "-p", file, dev, ip,
		      "auto", ip, NETMASK, NULL},
	    fd, 1, &pid);
	if (fd != -1)
		close(fd);
	if (r == 0)
		return 0;
	snprintf(what, what_size, "%s", send_arp);
	errno = r;
	return -1;
}

void
garp_stop(const char *ip)
{
	char file[PATH_MAX];
	char line[16];
	long long pid;
	int pidfd;
	FILE *f;

	pid_file(file, ip);
	f = fopen(file, "re");
	if (f == NULL)
		return;
	if (fgets(line, sizeof(line), f) == NULL)
		line[0] = '\0';
	fclose(f);
	line[strcspn(line, "\n")] = '\0';
	if (num_parse(line, 2, INT_MAX, &pid) == -1)
		return;
	/* first the handle, then the look: the number cannot change hands */
	pidfd = process_open((pid_t)pid);
	if (pidfd == -1)
		return;
	if (process_has_argument((pid_t)pid, file) &&
	    process_signal(pidfd, SIGTERM) == 0)
		process_wait(&pidfd, 1, 1000);
	close(pidfd);
}
