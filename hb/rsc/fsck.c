/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The check before a mount, for file systems that have no journal. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../lib/halog.h"
#include "agent.h"
#include "fsck.h"

/* fsck(8): from 4 on there are errors left */
#define UNCORRECTED 4

extern char **environ;

static const char *const unchecked[] = {"ext3", "ext4", "reiserfs", "xfs",
    "jfs", "btrfs", "f2fs", "vfat", "msdos", "nfs", "nfs4", "cifs", "tmpfs",
    "iso9660", "squashfs"};

int
fsck_run(const char *type, const char *device)
{
	const char *argv[] = {NULL, "-p", device, NULL};
	char program[80];
	int status = -1; /* no exit code, should the wait fail */
	pid_t pid;
	int r;

	for (size_t i = 0; i < sizeof(unchecked) / sizeof(unchecked[0]); i++)
		if (strcmp(unchecked[i], type) == 0)
			return 0;
	snprintf(program, sizeof(program), "fsck.%s", type);
	argv[0] = program;
	halog("info", "Filesystem: Starting filesystem check on %s", device);
	/* exec does not write to its arguments, whatever its type says */
	r = posix_spawnp(&pid, program, NULL, NULL,
	    (char *const *)(uintptr_t)argv, environ);
	if (r != 0) {
		agent_error("%s: %s: %s is not checked, so not mounted",
		    program, strerror(r), device);
		return -1;
	}
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		continue;
	if (WIFEXITED(status) && WEXITSTATUS(status) < UNCORRECTED)
		return 0;
	agent_error("%s -p %s: ended with %s %d: not mounted", program, device,
	    WIFEXITED(status) ? "status" : "signal",
	    WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	return -1;
}
