/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes that keep a file system from being unmounted, from /proc. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "../../lib/halog.h"
#include "../../lib/num.h"
#include "holders.h"
#include "process.h"

/* Whether the link name in the directory at leads to dev. */
static int
leads_to(int at, const char *name, dev_t dev)
{
	struct stat st;

	return fstatat(at, name, &st, 0) == 0 && st.st_dev == dev;
}

static int
has_open(int proc, dev_t dev)
{
	int fd = openat(proc, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct dirent *e;
	int found = 0;
	DIR *d;

	if (fd == -1)
		return 0;
	d = fdopendir(fd);
	if (d == NULL) {
		close(fd);
		return 0;
	}
	while (!found && (e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			found = leads_to(fd, e->d_name, dev);
	closedir(d);
	return found;
}

/* The device is the fourth column of maps: "08048000-… r-xp 00000000 93:00". */
static int
has_mapped(int proc, dev_t dev)
{
	char line[PATH_MAX + 128];
	char want[32];
	int found = 0;
	FILE *f;
	int fd = openat(proc, "maps", O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return 0;
	f = fdopen(fd, "r");
	if (f == NULL) {
		close(fd);
		return 0;
	}
	snprintf(want, sizeof(want), " %02x:%02x ", major(dev), minor(dev));
	while (!found && fgets(line, sizeof(line), f) != NULL) {
		/* only before the path, which may hold anything */
		size_t n = strcspn(line, "/[");

		line[n] = '\0';
		found = strstr(line, want) != NULL;
	}
	fclose(f);
	return found;
}

static int
holds(const char *pid, dev_t dev)
{
	char path[PATH_MAX];
	int proc;
	int found;

	snprintf(path, sizeof(path), "/proc/%s", pid);
	proc = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (proc == -1)
		return 0;
	found = leads_to(proc, "cwd", dev) || leads_to(proc, "root", dev) ||
		leads_to(proc, "exe", dev) || has_open(proc, dev) ||
		has_mapped(proc, dev);
	close(proc);
	return found;
}

int
holders_find(dev_t dev, pid_t pids[HOLDERS_MAX])
{
	const struct dirent *e;
	int count = 0;
	DIR *d = opendir("/proc");

	if (d == NULL)
		return -1;
	while (count < HOLDERS_MAX && (e = readdir(d)) != NULL) {
		long long pid;

		if (num_parse(e->d_name, 2, INT_MAX, &pid) == 0 &&
		    pid != getpid() && holds(e->d_name, dev))
			pids[count++] = (pid_t)pid;
	}
	closedir(d);
	return count;
}

int
holders_signal(dev_t dev, int sig, int limit_ms)
{
	pid_t pids[HOLDERS_MAX];
	int pidfds[HOLDERS_MAX];
	int count = holders_find(dev, pids);

	for (int i = 0; i < count; i++) {
		char name[16];

		process_name(pids[i], name);
		pidfds[i] = process_open(pids[i]);
		if (pidfds[i] == -1)
			continue; /* it has just ended */
		halog("info", "Filesystem: sending signal %s to: %d (%s)",
		    strsignal(sig), (int)pids[i], name);
		process_signal(pidfds[i], sig);
	}
	if (count > 0)
		process_wait(pidfds, (size_t)count, limit_ms);
	for (int i = 0; i < count; i++)
		if (pidfds[i] != -1)
			close(pidfds[i]);
	return count;
}
