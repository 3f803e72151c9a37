/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other processes, held by pidfd so that a reused number is never hit. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "process.h"

int
process_open(pid_t pid)
{
	return (int)syscall(SYS_pidfd_open, pid, 0);
}

int
process_signal(int pidfd, int sig)
{
	return (int)syscall(SYS_pidfd_send_signal, pidfd, sig, NULL, 0);
}

static long long
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

size_t
process_wait(const int *pidfds, size_t count, int limit_ms)
{
	long long end = now_ms() + limit_ms;
	size_t alive = 0;

	for (size_t i = 0; i < count; i++) {
		struct pollfd p = {.fd = pidfds[i], .events = POLLIN};
		long long left;
		int r;

		if (pidfds[i] == -1)
			continue;
		/* one after the other: they all have the same end */
		do {
			left = end - now_ms();
			r = poll(&p, 1, left > 0 ? (int)left : 0);
		} while (r == -1 && errno == EINTR);
		if (r != 1)
			alive++;
	}
	return alive;
}

/* Read a small file of /proc/pid. Returns its length, 0 when it is gone. */
static size_t
read_proc(pid_t pid, const char *name, char *buf, size_t size)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return 0;
	n = read(fd, buf, size - 1);
	close(fd);
	if (n < 0)
		n = 0;
	buf[n] = '\0';
	return (size_t)n;
}

int
process_has_argument(pid_t pid, const char *arg)
{
	char line[4096];
	size_t len = read_proc(pid, "cmdline", line, sizeof(line));

	for (size_t i = 0; i < len; i += strlen(line + i) + 1)
		if (strcmp(line + i, arg) == 0)
			return 1;
	return 0;
}

void
process_name(pid_t pid, char name[16])
{
	if (read_proc(pid, "comm", name, 16) == 0)
		memcpy(name, "?", 2);
	name[strcspn(name, "\n")] = '\0';
}
