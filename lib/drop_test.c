/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Behind the walls: a child that dropped everything tries what a break-in
 * would try. Each wall is tried alone, too: with all of them the last one, the
 * list of system calls, would hide that another is missing.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drop.h"
#include "tap.h"

enum wall { FILES = 1, ROOT = 2, USER = 4, CALLS = 8, EXEC = 16 };

#define ALL (FILES | ROOT | USER | CALLS)

static pid_t parent;
static int report[2]; /* a pipe: what is kept as descriptor 0 */

static void
drop(unsigned walls)
{
	static const int calls[] = {SYS_read};

	if (walls & FILES && drop_files(&report[1], 1) == -1)
		_exit(101);
	if (walls & ROOT && drop_root() == -1)
		_exit(102);
	if (walls & USER && drop_user(parent) == -1)
		_exit(103);
	if (walls & CALLS && drop_calls(calls, 1) == -1)
		_exit(104);
	if (walls & EXEC && drop_exec() == -1)
		_exit(105);
}

/* What tried gives: its exit status, or minus the signal that killed it. */
static int
behind(unsigned walls, int (*tried)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		drop(walls);
		_exit(tried());
	}
	if (pid == -1 || waitpid(pid, &status, 0) != pid)
		return -1000;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* Exit statuses: 0, it could be done; else errno. */
static int
outcome(long r)
{
	return r == -1 ? errno : 0;
}

static int
opens(void)
{
	return outcome(open("/etc/passwd", O_RDONLY));
}

static int
lists(void)
{
	return outcome(open("/", O_RDONLY | O_DIRECTORY));
}

static int
makes(void)
{
	return outcome(open("/drop_test", O_WRONLY | O_CREAT, 0600));
}

static int
devices(void)
{
	int e = outcome(mknod("/tmp/drop_test", S_IFCHR | 0600, 1 << 8 | 3));

	if (e == 0)
		unlink("/tmp/drop_test");
	return e;
}

static int
executes(void)
{
	execl("/bin/sh", "sh", "-c", "exit 0", (char *)NULL);
	return errno;
}

static int
calls_socket(void)
{
	return outcome(socket(AF_INET, SOCK_DGRAM, 0));
}

static int
raw_socket(void)
{
	return outcome(socket(AF_INET, SOCK_RAW, 1));
}

static int
forks(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return outcome(pid);
}

static int
kills(void)
{
	return outcome(kill(parent, 0));
}

static int
becomes_root(void)
{
	return outcome(setresuid(0, 0, 0));
}

static int
priority(void)
{
	struct sched_param p = {.sched_priority = 50};

	/* The call itself: musl's function only answers ENOSYS. */
	return outcome(syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &p));
}

static int
more_files(void)
{
	struct rlimit r = {64, 64};

	return outcome(setrlimit(RLIMIT_NOFILE, &r));
}

static int
maps_code(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? errno : 0;
}

static int
writes_elsewhere(void)
{
	return outcome(write(1, "", 0));
}

static int
reports(void)
{
	return outcome(write(0, "x", 1));
}

static int
groups(void)
{
	gid_t g;

	return getgroups(1, &g) == 0 && getuid() == DROP_ID &&
		       geteuid() == DROP_ID && getgid() == DROP_ID
		   ? 0
		   : 1;
}

static int
dumps(void)
{
	struct rlimit r;

	return getrlimit(RLIMIT_CORE, &r) == -1 || r.rlim_max != 0;
}

/* A user namespace may not have the number. */
static int
knows_user(void)
{
	return outcome(setresuid(DROP_ID, DROP_ID, DROP_ID));
}

static void
each_alone(void)
{
	is_num(behind(FILES, opens), EMFILE,
	    "descriptors: no file can be opened, even as root");
	is_num(behind(FILES, calls_socket), EMFILE, "and no socket");
	is_num(behind(ROOT, opens), ENOENT, "root: there are no files");
	is_num(behind(ROOT, makes), ENOENT, "none can be made");
	is_num(behind(ROOT, executes), ENOENT, "nothing to execute");
	is_num(behind(USER, makes), EACCES, "user: no file can be made");
	is_num(behind(USER, forks), EAGAIN, "no child");
	is_num(behind(USER, kills), EPERM, "no signal to root's processes");
	is_num(behind(USER, raw_socket), EPERM, "no raw socket");
	is_num(behind(USER, devices), EPERM, "no device");
	is_num(behind(USER, priority), EPERM, "no higher priority");
	is_num(behind(USER, becomes_root), EPERM, "no way back to root");
	is_num(behind(FILES | USER, more_files), EPERM, "no more descriptors");
	is_num(behind(USER, groups), 0, "it has no other user and group");
	is_num(behind(USER, dumps), 0, "and leaves no core with the keys");
	is_num(behind(EXEC, executes), -SIGSYS, "an exec kills");
	is_num(behind(EXEC, opens), 0, "and files can still be read");
}

static void
all_together(void)
{
	static const struct {
		int (*tried)(void);
		const char *what;
	} tries[] = {
	    {opens, "opening a file kills"},
	    {lists, "so does opening the root"},
	    {executes, "an exec"},
	    {calls_socket, "a socket"},
	    {forks, "a fork"},
	    {kills, "a signal"},
	    {becomes_root, "setuid"},
	    {more_files, "setrlimit"},
	    {maps_code, "mapping memory for code"},
	    {writes_elsewhere, "writing to any descriptor but the report"},
	};

	for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++)
		is_num(behind(ALL, tries[i].tried), -SIGSYS, tries[i].what);
	is_num(behind(ALL, reports), 0, "and the report can be written");
}

int
main(void)
{
	parent = getpid();
	if (geteuid() != 0 || behind(0, knows_user) != 0) {
		printf("1..0 # SKIP only root can become somebody else\n");
		return 0;
	}
	if (pipe(report) == -1)
		return 1;
	each_alone();
	all_together();
	return tap_done();
}
