/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The QEMU process of a node: its devices, sockets, start and end. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.h"

enum { ARGS = 96, NULL_MODEM_QUEUE = 4096 };

struct args {
	char *v[ARGS + 1];
	int n;
	int fds[16], nfds; /* QEMU's ends, which it inherits */
};

/* one argument, from a format */
__attribute__((format(printf, 2, 3))) static void
arg(struct args *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (a->n < ARGS && vasprintf(&a->v[a->n], fmt, ap) >= 0)
		a->n++;
	va_end(ap);
}

/* a socket pair: our end is returned, QEMU's is kept in a and in *theirs */
static int
join(struct args *a, int type, int *theirs)
{
	int fd[2];

	if (socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fd) < 0)
		return -1;
	a->fds[a->nfds++] = *theirs = fd[1];
	return fd[0];
}

static void
modem_input(void *from, const uint8_t *bytes, size_t len)
{
	struct node *n = from;
	struct node *peer = &lab.node[n == &lab.node[0]];
	struct stream *to = &peer->line[LINE_MODEM];

	/* nobody holds back what comes on a serial line: it is lost */
	if (n->modem_plugged && peer->modem_plugged &&
	    to->out.len + len <= NULL_MODEM_QUEUE)
		stream_write(to, bytes, len);
}

static void
errors_input(void *of, const uint8_t *bytes, size_t len)
{
	struct node *n = of;
	size_t have = strlen(n->last_errors);

	if (len > sizeof(n->last_errors) - 1) {
		bytes += len - (sizeof(n->last_errors) - 1);
		len = sizeof(n->last_errors) - 1;
	}
	if (have + len > sizeof(n->last_errors) - 1) {
		memmove(n->last_errors,
		    n->last_errors + have + len + 1 - sizeof(n->last_errors),
		    sizeof(n->last_errors) - 1 - len);
		have = sizeof(n->last_errors) - 1 - len;
	}
	memcpy(n->last_errors + have, bytes, len);
	n->last_errors[have + len] = '\0';
}

static void
drive_input(void *drive, const uint8_t *bytes, size_t len)
{
	struct drive *d = drive;

	buf_put(&d->nbd.in, bytes, len);
	nbd_run(&d->nbd);
	stream_write(&d->stream, d->nbd.out.data, d->nbd.out.len);
	buf_drop(&d->nbd.out, d->nbd.out.len);
	if (d->nbd.broken)
		stream_close(&d->stream);
}

static void
qmp_event(void *of, const char *name)
{
	struct node *n = of;

	if (strcmp(name, "RESET") == 0) {
		lab_say("%s: reset", n->name);
		console_fail(n, "was reset");
		console_reset(n);
	} else if (strcmp(name, "SHUTDOWN") == 0 && n->asked_off == NULL)
		n->asked_off = "powered itself off";
}

static int
open_drive(struct node *n, struct args *a, int i)
{
	/* the card is the secondary master, as in an IDE to CF adapter */
	static const struct {
		const char *suffix;
		int bus, boot;
	} place[NODE_DISKS] = {{"disk", 0, 1}, {"card", 1, 0}};
	struct drive *d = &n->drives[i];
	char path[64];
	int fd, theirs;

	snprintf(path, sizeof(path), "%s.%s", n->name, place[i].suffix);
	if (disk_open(&d->disk, path) < 0 ||
	    (fd = join(a, SOCK_STREAM, &theirs)) < 0) {
		snprintf(n->end, sizeof(n->end), "%s: %s", path,
		    strerror(errno));
		return -1;
	}
	nbd_start(&d->nbd, &d->disk);
	d->stream.input = drive_input;
	d->stream.closed = NULL;
	d->stream.arg = d;
	stream_open(&d->stream, fd);
	stream_write(&d->stream, d->nbd.out.data, d->nbd.out.len);
	buf_drop(&d->nbd.out, d->nbd.out.len);
	arg(a, "-drive");
	arg(a,
	    "if=none,id=%s,format=raw,cache=writeback,file.driver=nbd,"
	    "file.server.type=fd,file.server.str=%d",
	    place[i].suffix, theirs);
	arg(a, "-device");
	if (n->append[0] || n->foreign) /* given, no disk is booted from */
		arg(a, "ide-hd,drive=%s,bus=ide.%d,unit=0", place[i].suffix,
		    place[i].bus);
	else
		arg(a, "ide-hd,drive=%s,bus=ide.%d,unit=0,bootindex=%d",
		    place[i].suffix, place[i].bus, place[i].boot);
	return 0;
}

static void
line_args(struct args *a, const char *id, int theirs)
{
	arg(a, "-chardev");
	arg(a, "socket,id=%s,fd=%d", id, theirs);
	arg(a, "-serial");
	arg(a, "chardev:%s", id);
}

static int
open_lines(struct node *n, struct args *a)
{
	static const struct {
		const char *id;
		void (*input)(void *, const uint8_t *, size_t);
	} line[LINES] = {{"console", console_input}, {"modem", modem_input},
	    {"exec", console_exec_input}, {"halog", console_halog_input}};
	int i, fd, theirs;

	for (i = 0; i < LINES; i++) {
		if ((fd = join(a, SOCK_STREAM, &theirs)) < 0)
			return -1;
		n->line[i].input = line[i].input;
		n->line[i].arg = n;
		stream_open(&n->line[i], fd);
		line_args(a, line[i].id, theirs);
	}
	if ((fd = join(a, SOCK_STREAM, &theirs)) < 0)
		return -1;
	n->qmp.event = qmp_event;
	n->qmp.arg = n;
	qmp_open(&n->qmp, fd);
	arg(a, "-chardev");
	arg(a, "socket,id=qmp,fd=%d", theirs);
	arg(a, "-mon");
	arg(a, "chardev=qmp,mode=control");
	return 0;
}

static int
open_nics(struct node *n, struct args *a)
{
	int i, fd, theirs;

	for (i = 0; i < NODE_NICS; i++) {
		if ((fd = join(a, SOCK_DGRAM, &theirs)) < 0 ||
		    port_open(&n->port[i], &lab.cable[i].seg, fd) < 0)
			return -1;
		n->carrier[i] = 1; /* what QEMU starts with */
		arg(a, "-netdev");
		arg(a, "dgram,id=eth%d,local.type=fd,local.str=%d", i, theirs);
		arg(a, "-device");
		/* no boot ROM: nothing boots from the network */
		arg(a,
		    "%s,netdev=eth%d,mac=52:54:00:00:%02x:%02x,addr=%d,"
		    "romfile=",
		    n->nic[i], i, (int)(n - lab.node) + 1, i, 4 + i);
	}
	return 0;
}

static void
child(struct args *a, int errors)
{
	sigset_t none;
	int i;

	/* a lab that crashes leaves no machines behind */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (i = 0; i < a->nfds; i++)
		fcntl(a->fds[i], F_SETFD, 0);
	dup2(open("/dev/null", O_RDWR), STDIN_FILENO);
	dup2(errors, STDOUT_FILENO);
	dup2(errors, STDERR_FILENO);
	execvp(a->v[0], a->v);
	dprintf(STDERR_FILENO, "%s: %s: install the package qemu-system-x86\n",
	    a->v[0], strerror(errno));
	_exit(127);
}

static void
close_all(struct node *n)
{
	int i;

	for (i = 0; i < NODE_NICS; i++)
		port_close(&n->port[i]);
	for (i = 0; i < LINES; i++)
		stream_close(&n->line[i]);
	qmp_close(&n->qmp);
	stream_close(&n->errors);
	for (i = 0; i < NODE_DISKS; i++) {
		stream_close(&n->drives[i].stream);
		nbd_end(&n->drives[i].nbd);
		disk_close(&n->drives[i].disk);
	}
}

int
guest_start(struct node *n)
{
	struct args a = {0};
	int i, errors[2] = {-1, -1};

	n->end[0] = n->last_errors[0] = '\0';
	n->asked_off = NULL;
	arg(&a, n->foreign ? "qemu-system-x86_64" : "qemu-system-i386");
	arg(&a, "-nodefaults");
	arg(&a, "-no-user-config");
	arg(&a, "-display");
	arg(&a, "none");
	arg(&a, "-vga");
	arg(&a, "none");
	arg(&a, "-name");
	arg(&a, "%s", n->name);
	arg(&a, "-cpu");
	arg(&a, "%s", n->cpu);
	arg(&a, "-m");
	arg(&a, "%d", n->memory_mb);
	arg(&a, "-accel");
	/* the translation of so small a system needs no gigabyte */
	arg(&a, "%s",
	    strcmp(lab.accel, "tcg") == 0 ? "tcg,tb-size=64" : lab.accel);
	/* the links are set before the first instruction */
	arg(&a, "-S");
	if (n->append[0] || n->foreign) {
		arg(&a, "-kernel");
		if (n->foreign)
			arg(&a, "%s.kernel", n->name);
		else
			arg(&a, "%s/bzImage", lab.out);
		arg(&a, "-initrd");
		if (n->foreign)
			arg(&a, "%s.initrd", n->name);
		else
			arg(&a, "%s/initramfs.cpio.xz", lab.out);
		arg(&a, "-append");
		arg(&a, "console=ttyS0,115200 quiet panic=10 %s", n->append);
	}
	/* a foreign machine has no card of ours */
	for (i = 0; i < (n->foreign ? 1 : NODE_DISKS); i++)
		if (open_drive(n, &a, i) < 0)
			goto fail;
	if (open_lines(n, &a) < 0 || open_nics(n, &a) < 0 ||
	    pipe2(errors, O_CLOEXEC) < 0 || (n->pid = fork()) < 0) {
		snprintf(n->end, sizeof(n->end), "%s", strerror(errno));
		goto fail;
	}
	if (n->pid == 0)
		child(&a, errors[1]);
	close(errors[1]);
	n->errors.input = errors_input;
	n->errors.arg = n;
	stream_open(&n->errors, errors[0]);
	for (i = 0; i < a.nfds; i++)
		close(a.fds[i]);
	for (i = 0; i < a.n; i++)
		free(a.v[i]);
	n->power = POWER_ON;
	console_reset(n);
	lab_carrier();
	qmp_send(&n->qmp, "{\"execute\":\"cont\"}", NULL, NULL);
	lab_say("%s: power on", n->name);
	return 0;
fail:
	for (i = 0; i < a.nfds; i++)
		close(a.fds[i]);
	for (i = 0; i < a.n; i++)
		free(a.v[i]);
	n->pid = 0;
	close_all(n);
	return -1;
}

void
guest_flush(struct node *n)
{
	int i;

	for (i = 0; i < NODE_DISKS; i++)
		if (n->drives[i].disk.fd >= 0 &&
		    disk_flush(&n->drives[i].disk) != 0)
			lab_say("%s: its image can't be written", n->name);
}

void
guest_kill(struct node *n, const char *why)
{
	unsigned lost = 0;
	int i;

	/* first the medium, so that nothing of QEMU's last moment gets there */
	for (i = 0; i < NODE_DISKS; i++) {
		stream_close(&n->drives[i].stream);
		lost += disk_power_cut(&n->drives[i].disk);
	}
	n->asked_off = why;
	lab_say("%s: %s; %u unflushed sectors lost", n->name, why, lost);
	kill(n->pid, SIGKILL);
}

void
guest_ended(struct node *n, int status)
{
	uint8_t rest[1024];
	ssize_t len;

	if (n->errors.fd >= 0 &&
	    (len = read(n->errors.fd, rest, sizeof(rest))) > 0)
		errors_input(n, rest, (size_t)len);
	if (n->asked_off)
		snprintf(n->end, sizeof(n->end), "%s", n->asked_off);
	else if (WIFEXITED(status))
		snprintf(n->end, sizeof(n->end),
		    "QEMU died with status %d: %.400s", WEXITSTATUS(status),
		    n->last_errors);
	else
		snprintf(n->end, sizeof(n->end),
		    "QEMU died of signal %d: %.400s", WTERMSIG(status),
		    n->last_errors);
	n->end[strcspn(n->end, "\n")] = '\0';
	n->pid = 0;
	n->power = POWER_OFF;
	/* a machine that powers itself off has had its caches written */
	guest_flush(n);
	close_all(n);
	lab_say("%s: off: %s", n->name, n->end);
	lab_carrier();
	console_fail(n, n->end);
	if (n->cutter)
		ctl_exit(n->cutter, 0);
	n->cutter = NULL;
}
