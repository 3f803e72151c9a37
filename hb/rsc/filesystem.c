/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Filesystem(8): a file system that one node at a time has mounted. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "../../lib/halog.h"
#include "agent.h"
#include "dirs.h"
#include "fsck.h"
#include "holders.h"
#include "mounts.h"

/* How long a process that holds the file system may take to end. */
#define TERM_MS 3000
#define KILL_MS 3000

const char filesystem_usage[] =
    "Filesystem DEVICE DIRECTORY [FSTYPE [OPTIONS]]\n"
    "                  start|stop|status|monitor\n"
    "\n"
    "Mount DEVICE on DIRECTORY, or unmount it, ending who still uses it.\n"
    "FSTYPE may be auto; OPTIONS are mount(8)'s, with or without -o.\n"
    "exit status: 0 done, or running; 1 failed; 2 usage; 3 status: stopped;\n"
    "             7 monitor: stopped\n";

struct fs {
	const char *device;
	char dir[PATH_MAX];
	const char *type; /* "auto": each that the kernel knows */
	unsigned long flags;
	char data[1024];
};

/* The device of what is mounted on dir, "" when nothing is. */
static int
mounted(const char *dir, char device[PATH_MAX], struct mounts *below)
{
	FILE *f = fopen("/proc/self/mounts", "re");
	int r;

	if (f == NULL)
		return agent_error("/proc/self/mounts: %s", strerror(errno));
	r = mounts_read(f, dir, device, below);
	fclose(f);
	if (r == -1)
		return agent_error("%s: over %d mounts below it", dir,
		    MOUNTS_MAX);
	return AGENT_OK;
}

/* Whether the two names are one device, as /dev/nb0 and /dev/drbd0 are. */
static int
same_device(const char *a, const char *b)
{
	struct stat sa;
	struct stat sb;

	if (strcmp(a, b) == 0)
		return 1;
	return stat(a, &sa) == 0 && stat(b, &sb) == 0 && S_ISBLK(sa.st_mode) &&
	       S_ISBLK(sb.st_mode) && sa.st_rdev == sb.st_rdev;
}

/* Whether what is mounted from device is what fs means. */
static int
is_ours(const struct fs *fs, const char *device)
{
	/* of a bind mount the kernel names the device, not the directory */
	return device[0] != '\0' &&
	       ((fs->flags & MS_BIND) != 0 || same_device(device, fs->device));
}

/* What of device and type can be told before mount(2) is asked. */
static int
check(const struct fs *fs)
{
	struct stat st;
	FILE *f;
	int on_device;

	if ((fs->flags & MS_BIND) != 0)
		return AGENT_OK;
	if (strcmp(fs->type, "auto") != 0) {
		f = fopen("/proc/filesystems", "re");
		if (f == NULL)
			return agent_error("/proc/filesystems: %s",
			    strerror(errno));
		on_device = mounts_type_on_device(f, fs->type);
		fclose(f);
		if (on_device == -1)
			return agent_error("%s: the kernel does not know this "
					   "file system",
			    fs->type);
		if (on_device == 0)
			return AGENT_OK;
	}
	if (stat(fs->device, &st) == -1)
		return agent_error("%s: %s", fs->device, strerror(errno));
	if (!S_ISBLK(st.st_mode))
		return agent_error("%s: not a block device", fs->device);
	if (strcmp(fs->type, "auto") != 0 &&
	    fsck_run(fs->type, fs->device) == -1)
		return AGENT_FAILED;
	return AGENT_OK;
}

static int
try_mount(const struct fs *fs, const char *type)
{
	return mount(fs->device, fs->dir, type, fs->flags, fs->data);
}

/* Try the types in the kernel's order; the errno is the last one's. */
static int
mount_auto(const struct fs *fs)
{
	FILE *f = fopen("/proc/filesystems", "re");
	char type[MOUNTS_TYPE_MAX];
	int r = -1;

	if (f == NULL)
		return -1;
	errno = ENODEV;
	while (r == -1 && mounts_next_type(f, type) == 0) {
		r = try_mount(fs, type);
		/* EINVAL: not this type; anything else is about the device */
		if (r == -1 && errno != EINVAL)
			break;
	}
	fclose(f);
	return r;
}

static const char *
mount_error(int e)
{
	if (e == EMEDIUMTYPE)
		return "its DRBD is secondary here: only the primary mounts";
	if (e == EINVAL)
		return "no file system of this type on it, or a bad option";
	return strerror(e);
}

static int
start(const struct fs *fs)
{
	static struct mounts below;
	char device[PATH_MAX];
	int r;

	if (mounted(fs->dir, device, &below) != AGENT_OK)
		return AGENT_FAILED;
	if (is_ours(fs, device)) {
		halog("info", "Filesystem %s is already mounted.", fs->dir);
		return AGENT_OK;
	}
	if (device[0] != '\0')
		return agent_error("%s: already the place of %s", fs->dir,
		    device);
	if (below.count > 0)
		return agent_error("%s: something is mounted below it, on %s",
		    fs->dir, below.dir[0]);
	if (check(fs) != AGENT_OK)
		return AGENT_FAILED;
	if (dirs_make(fs->dir) == -1)
		return agent_error("%s: %s", fs->dir, strerror(errno));
	r = strcmp(fs->type, "auto") == 0 ? mount_auto(fs)
					  : try_mount(fs, fs->type);
	if (r == -1)
		return agent_error("%s on %s (%s): %s", fs->device, fs->dir,
		    fs->type, mount_error(errno));
	return AGENT_OK;
}

/*
 * The device number of the file system on dir. Returns -1 with errno EBUSY
 * when it is also that of the directory above, as after a race with another
 * umount, or a bind mount: who holds that one must not be killed.
 */
static int
device_on(const char *dir, dev_t *dev)
{
	char above[PATH_MAX + 4];
	struct stat st;
	struct stat st_above;

	snprintf(above, sizeof(above), "%s/..", dir);
	if (stat(dir, &st) == -1 || stat(above, &st_above) == -1)
		return -1;
	*dev = st.st_dev;
	errno = EBUSY;
	return st.st_dev == st_above.st_dev ? -1 : 0;
}

/* Unmount one directory, with force when asking is not enough. */
static int
unmount(const char *dir)
{
	static const struct {
		int sig;
		int wait_ms;
	} force[] = {{SIGTERM, TERM_MS}, {SIGKILL, KILL_MS}};
	dev_t dev;

	if (umount2(dir, UMOUNT_NOFOLLOW) == 0)
		return AGENT_OK;
	for (size_t i = 0; errno == EBUSY && i < 2; i++) {
		halog("WARN",
		    "Filesystem: Couldn't unmount %s; trying cleanup with %s",
		    dir, force[i].sig == SIGTERM ? "SIGTERM" : "SIGKILL");
		if (device_on(dir, &dev) == -1)
			break;
		if (holders_signal(dev, force[i].sig, force[i].wait_ms) == -1)
			break;
		if (umount2(dir, UMOUNT_NOFOLLOW) == 0)
			return AGENT_OK;
	}
	return agent_error("%s: not unmounted: %s", dir, strerror(errno));
}

static int
stop(const struct fs *fs)
{
	static struct mounts m;
	char device[PATH_MAX];

	if (mounted(fs->dir, device, &m) != AGENT_OK)
		return AGENT_FAILED;
	/* the last one mounted first: it may cover or hold the others */
	while (m.count > 0)
		if (unmount(m.dir[--m.count]) != AGENT_OK)
			return AGENT_FAILED;
	return AGENT_OK;
}

static int
status(const struct fs *fs, enum agent_action action)
{
	char device[PATH_MAX];
	char text[2 * PATH_MAX + 64];
	int running;

	if (mounted(fs->dir, device, NULL) != AGENT_OK)
		return AGENT_FAILED;
	running = is_ours(fs, device);
	if (device[0] != '\0' && !running)
		snprintf(text, sizeof(text), "%s is the place of %s (stopped)",
		    fs->dir, device);
	else
		snprintf(text, sizeof(text), "%s is %s", fs->dir,
		    running ? "mounted (running)" : "unmounted (stopped)");
	return agent_report(action, running, text);
}

/* dir as the kernel lists it: without symbolic links, /./ and a last /. */
static int
real_dir(const char *dir, char real[PATH_MAX])
{
	size_t len = strlen(dir);

	if (dir[0] != '/' || len >= PATH_MAX)
		return -1;
	if (realpath(dir, real) != NULL)
		return 0;
	/* start makes it */
	memcpy(real, dir, len + 1);
	while (len > 1 && real[len - 1] == '/')
		real[--len] = '\0';
	return 0;
}

int
filesystem_run(int argc, char **argv, enum agent_action action)
{
	struct fs fs = {.device = argv[0]};
	const char *options = argc > 3 ? argv[3] : "";

	fs.type = argc > 2 && argv[2][0] != '\0' ? argv[2] : "auto";
	if (real_dir(argv[1], fs.dir) == -1) {
		agent_error("%s: expected a directory that begins with /",
		    argv[1]);
		return AGENT_USAGE;
	}
	if (strcmp(fs.dir, "/") == 0) {
		agent_error("/: expected any directory but this one");
		return AGENT_USAGE;
	}
	if (strncmp(options, "-o", 2) == 0)
		options += 2 + strspn(options + 2, " ");
	if (mounts_options(options, &fs.flags, fs.data, sizeof(fs.data)) ==
	    -1) {
		agent_error("%s: options too long: expected up to %zu bytes",
		    fs.dir, sizeof(fs.data));
		return AGENT_USAGE;
	}
	switch (action) {
	case AGENT_START:
		return start(&fs);
	case AGENT_STOP:
		return stop(&fs);
	case AGENT_STATUS:
	case AGENT_MONITOR:
	case AGENT_PROBE:
		break;
	}
	return status(&fs, action);
}
