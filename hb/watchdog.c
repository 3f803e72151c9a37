/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The watchdog device, Linux' interface. */
#include <fcntl.h>
#include <linux/watchdog.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "watchdog.h"

int
watchdog_open(const char *device, int limit_s)
{
	int fd = open(device, O_WRONLY | O_CLOEXEC);

	/* A device with a fixed time refuses, and keeps its own. */
	if (fd != -1)
		/* The C libraries differ on ioctl's type, the kernel does not.
		 */
		(void)syscall(SYS_ioctl, fd, WDIOC_SETTIMEOUT, &limit_s);
	return fd;
}

void
watchdog_feed(int fd)
{
	if (fd != -1)
		(void)!write(fd, "k", 1);
}

void
watchdog_close(int fd)
{
	if (fd == -1)
		return;
	(void)!write(fd, "V", 1); /* magic close: do not bite */
	close(fd);
}
