/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Children: started clean, waited for with a limit, killed with all theirs. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "process.h"

pid_t
process_fork(void)
{
	sigset_t none;
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	return 0;
}

int
process_real_time(unsigned priority)
{
	struct sched_param p = {.sched_priority = (int)priority};

	/* The call itself, since musl's function only answers ENOSYS. */
	return (int)syscall(SYS_sched_setscheduler, 0,
	    SCHED_RR | SCHED_RESET_ON_FORK, &p);
}

static void
child(char *const argv[], int out)
{
	int null = open("/dev/null", O_RDWR);

	dup2(null, STDIN_FILENO);
	dup2(out == -1 ? null : out, STDOUT_FILENO);
	dup2(out == -1 ? null : out, STDERR_FILENO);
	if (null > STDERR_FILENO)
		close(null);
	execv(argv[0], argv);
	_exit(errno == ENOENT ? 127 : 126);
}

static long
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)(t.tv_sec * 1000L + t.tv_nsec / 1000000);
}

#define LOG_LOOK_MS 200 /* how long a script may fill its log unseen */

/* Wait for the end of pid while its output is read; -1: time is over. */
static int
wait_and_read(int pidfd, int in, int limit_ms, char *out, size_t room,
    const char *log)
{
	struct pollfd fds[2] = {{pidfd, POLLIN, 0}, {in, POLLIN, 0}};
	long end = now_ms() + limit_ms, left;
	char scrap[256];
	size_t len = 0;
	ssize_t n;

	for (;;) {
		left = end - now_ms();
		if (left <= 0)
			return -1;
		if (log != NULL && left > LOG_LOOK_MS)
			left = LOG_LOOK_MS;
		if (poll(fds, 2, (int)left) == -1 && errno != EINTR)
			return -1;
		log_bound(log);
		/* Read first: what it wrote before it ended is wanted. */
		while (fds[1].fd != -1 &&
		       (n = read(in, len + 1 < room ? out + len : scrap,
			    len + 1 < room ? room - 1 - len : sizeof(scrap))) !=
			   -1) {
			if (n == 0)
				fds[1].fd = -1;
			else if (len + 1 < room)
				len += (size_t)n;
		}
		if (out != NULL)
			out[len] = '\0';
		if (fds[0].revents != 0)
			return 0;
		fds[0].revents = 0;
	}
}

static int
finish(pid_t pid, int ended)
{
	int status;

	/* Also what it left behind in its group, when the time is over. */
	if (ended == -1)
		kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return -1;
	if (ended == -1) {
		errno = ETIMEDOUT;
		return -1;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int
process_run(char *const argv[], int limit_ms, char *out, size_t room,
    const char *log)
{
	int fds[2] = {-1, -1}, log_fd = -1, pidfd, ended;
	pid_t pid;

	if (out != NULL && pipe2(fds, O_CLOEXEC) == -1)
		return -1;
	if (out != NULL)
		fcntl(fds[0], F_SETFL, O_NONBLOCK);
	else if (log != NULL)
		log_fd =
		    open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
	pid = process_fork();
	if (pid == 0)
		child(argv, out != NULL ? fds[1] : log_fd);
	if (fds[1] != -1)
		close(fds[1]);
	if (log_fd != -1)
		close(log_fd); /* its number tells that there is one */
	if (pid == -1) {
		if (fds[0] != -1)
			close(fds[0]);
		return -1;
	}
	setpgid(pid, pid); /* whichever of the two comes first */
	pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	ended = pidfd == -1 ? -1
			    : wait_and_read(pidfd, fds[0], limit_ms, out, room,
				  log_fd != -1 ? log : NULL);
	if (pidfd != -1)
		close(pidfd);
	if (fds[0] != -1)
		close(fds[0]);
	return finish(pid, ended);
}
