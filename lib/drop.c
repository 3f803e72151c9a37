/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Becoming nobody: descriptors, root, user, system calls. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "drop.h"

#if defined(__i386__)
#define ARCH AUDIT_ARCH_I386
#elif defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#endif

#define CALLS_MAX 24 /* of a program */
#define LOAD(FIELD) \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, \
	    (uint32_t)offsetof(struct seccomp_data, FIELD))
/* Skip so many instructions unless what was loaded is N. */
#define UNLESS(N, SKIP) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, N, 0, SKIP)
#define END(HOW) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_##HOW)
/* Calls of another architecture have other numbers. */
#define BEGIN \
	LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0), \
	    END(KILL_PROCESS), LOAD(nr)

static const int always[] = {
#ifdef SYS_poll
    SYS_poll,
#endif
    SYS_ppoll,
#ifdef SYS_ppoll_time64
    SYS_ppoll_time64,
#endif
    SYS_restart_syscall, /* after a stop and a continue */
    SYS_exit_group,
};

int
drop_files(const int *fd, unsigned n)
{
	const struct rlimit limit = {n, n};
	int high[DROP_FILES];

	if (n > DROP_FILES) {
		errno = EMFILE;
		return -1;
	}
	/* First out of the way, so that none lies where another one goes. */
	for (unsigned i = 0; i < n; i++)
		if ((high[i] = fcntl(fd[i], F_DUPFD_CLOEXEC, 64)) == -1)
			return -1;
	for (unsigned i = 0; i < n; i++)
		if (dup2(high[i], (int)i) == -1)
			return -1;
	if (syscall(SYS_close_range, n, ~0U, 0) == -1)
		return -1;
	return prlimit(0, RLIMIT_NOFILE, &limit, NULL);
}

int
drop_root(void)
{
	return chroot("/proc/self/fdinfo") == -1 ? -1 : chdir("/");
}

int
drop_user(pid_t parent)
{
	const struct rlimit none = {0, 0};

	if (prlimit(0, RLIMIT_NPROC, &none, NULL) == -1 ||
	    prlimit(0, RLIMIT_FSIZE, &none, NULL) == -1 ||
	    prlimit(0, RLIMIT_CORE, &none, NULL) == -1)
		return -1;
	if (setresgid(DROP_ID, DROP_ID, DROP_ID) == 0) {
		if (setgroups(0, NULL) == -1 ||
		    setresuid(DROP_ID, DROP_ID, DROP_ID) == -1)
			return -1;
	} else if (errno != EINVAL) {
		return -1;
	}
	/* Only now: a change of the user forgets it. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		return -1;
	if (getppid() != parent) {
		errno = ESRCH;
		return -1;
	}
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static int
filter(struct sock_filter *f, size_t n)
{
	const struct sock_fprog p = {(unsigned short)n, f};

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &p);
}

static unsigned
allow(struct sock_filter *f, const int *calls, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		f[2 * i] = (struct sock_filter)UNLESS((uint32_t)calls[i], 1);
		f[2 * i + 1] = (struct sock_filter)END(ALLOW);
	}
	return 2 * count;
}

int
drop_calls(const int *calls, unsigned count)
{
	static const struct sock_filter tail[] = {
	    UNLESS(SYS_write, 3),
	    LOAD(args[0]),
	    UNLESS(0, 1),
	    END(ALLOW),
	    END(KILL_PROCESS),
	};
	struct sock_filter f[2 * CALLS_MAX + 16] = {BEGIN};
	unsigned n = 4;

	if (count > CALLS_MAX) {
		errno = E2BIG;
		return -1;
	}
	n += allow(f + n, always, sizeof(always) / sizeof(*always));
	n += allow(f + n, calls, count);
	memcpy(f + n, tail, sizeof(tail));
	return filter(f, n + sizeof(tail) / sizeof(*tail));
}

int
drop_exec(void)
{
	struct sock_filter f[] = {
	    BEGIN,
	    UNLESS(SYS_execve, 1),
	    END(KILL_PROCESS),
	    UNLESS(SYS_execveat, 1),
	    END(KILL_PROCESS),
	    END(ALLOW),
	};

	return filter(f, sizeof(f) / sizeof(*f));
}
