/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether KVM works, and how fast this machine is as a lab. */
#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "loop.h"
#include "speed.h"
#include "../lib/num.h"

enum {
	KVM_LIMIT_MS = 2000,
	LOOP_LIMIT_MS = 60000,
	/* speed.bin took so long where the time-outs were chosen (2 cores,
	 * TCG of QEMU 7.2, idle) */
	REFERENCE_US = 400000,
	SCALE_MAX = 2000,
	EXIT_STATUS = 33, /* what isa-debug-exit makes of the 16 written */
};

/*
 * Run a BIOS image until it ends the machine. Returns the µs from the first
 * byte on its debug console to the end; -1 if it did not end so in time.
 */
static int64_t
run(const char *image, const char *accel, int limit_ms)
{
	int out[2], status;
	struct pollfd p;
	struct mono begin, end;
	int64_t left_ms;
	char byte;
	pid_t pid;

	if (pipe2(out, O_CLOEXEC) < 0)
		err(1, "pipe");
	begin = end = mono_now();
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (pid == 0) {
		dup2(out[1], STDOUT_FILENO);
		dup2(open("/dev/null", O_RDWR), STDERR_FILENO);
		execlp("qemu-system-i386", "qemu-system-i386", "-nodefaults",
		    "-no-user-config", "-display", "none", "-vga", "none",
		    "-cpu", "pentium", "-m", "16", "-accel", accel, "-bios",
		    image, "-debugcon", "stdio", "-device",
		    "isa-debug-exit,iobase=0x501,iosize=2", (char *)NULL);
		_exit(127);
	}
	close(out[1]);
	p = (struct pollfd){out[0], POLLIN, 0};
	for (;;) {
		left_ms = limit_ms - (mono_now().us - begin.us) / 1000;
		if (left_ms <= 0 || poll(&p, 1, (int)left_ms) <= 0) {
			kill(pid, SIGKILL);
			break;
		}
		if (read(out[0], &byte, 1) <= 0)
			break;
		end = mono_now();
	}
	close(out[0]);
	waitpid(pid, &status, 0);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_STATUS)
		return -1;
	return mono_now().us - end.us;
}

void
speed_measure(const char *objects, const char **accel, int *scale_percent)
{
	const char *given = getenv("LATIDO_ACCEL");
	char image[4096];
	long long factor;
	int64_t us;

	*accel = "tcg";
	snprintf(image, sizeof(image), "%s/probe.bin", objects);
	if (given && (strcmp(given, "kvm") == 0 || strcmp(given, "tcg") == 0))
		*accel = strcmp(given, "kvm") == 0 ? "kvm" : "tcg";
	else if (access("/dev/kvm", R_OK | W_OK) == 0 &&
		 run(image, "kvm", KVM_LIMIT_MS) >= 0)
		*accel = "kvm";
	given = getenv("LATIDO_SCALE");
	if (given && num_parse(given, 1, 100, &factor) == 0) {
		*scale_percent = (int)factor * 100;
		return;
	}
	snprintf(image, sizeof(image), "%s/speed.bin", objects);
	us = run(image, *accel, LOOP_LIMIT_MS);
	if (us < 0)
		errx(1, "qemu-system-i386 does not run %s", image);
	*scale_percent = (int)(us * 100 / REFERENCE_US);
	if (*scale_percent < 100)
		*scale_percent = 100;
	if (*scale_percent > SCALE_MAX)
		*scale_percent = SCALE_MAX;
}
