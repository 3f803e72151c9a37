/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * rcd_serial: RTS or DTR of a serial line is held for some time, which closes
 * the reset switch of the other machine (cluster-glue's README.rcd_serial).
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "../lib/num.h"
#include "fence.h"
#include "log.h"

/* The C libraries differ on ioctl's type, the kernel does not. */
static long
set_lines(int fd, int lines)
{
	return syscall(SYS_ioctl, fd, TIOCMSET, &lines);
}

static int
open_line(const char *tty)
{
	int fd = open(tty, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	/* Opening raises both: that is the glitch which the circuit bears. */
	if (fd != -1 && set_lines(fd, 0) == 0)
		return fd;
	log_warn("rcd_serial %s", tty);
	if (fd != -1)
		close(fd);
	return -1;
}

int
serial_status(const struct fence *f)
{
	int fd = open_line(fence_value(f, "ttydev"));

	if (fd == -1)
		return -1;
	close(fd);
	return 0;
}

int
serial_reset(const struct fence *f)
{
	const char *line = fence_value(f, "dtr_rts");
	int bit = strcasecmp(line, "rts") == 0   ? TIOCM_RTS
		  : strcasecmp(line, "dtr") == 0 ? TIOCM_DTR
						 : 0;
	long long ms;
	int fd, e = 0;

	if (bit == 0 ||
	    num_parse(fence_value(f, "msduration"), 1, 60000, &ms) == -1) {
		log_error("rcd_serial %s %s: expected rts or dtr, and 1 to "
			  "60000 ms",
		    line, fence_value(f, "msduration"));
		return -1;
	}
	fd = open_line(fence_value(f, "ttydev"));
	if (fd == -1)
		return -1;
	if (set_lines(fd, bit) == -1)
		e = -1;
	nanosleep(&(struct timespec){ms / 1000, (long)(ms % 1000 * 1000000)},
	    NULL);
	if (set_lines(fd, 0) == -1)
		e = -1;
	if (e == -1)
		log_warn("rcd_serial %s", fence_value(f, "ttydev"));
	close(fd);
	return e;
}
