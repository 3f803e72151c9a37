/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lab's daemon: two nodes, two cables, a null modem, the LAN's hosts. */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "acks.h"
#include "lab.h"
#include "lan.h"
#include "speed.h"
#include "../lib/num.h"

struct lab lab = {
    .node = {{.name = "nodo1",
		 .cpu = "pentium",
		 .memory_mb = 64,
		 .nic = {"rtl8139", "rtl8139"}},
	{.name = "nodo2",
	    .cpu = "pentium2",
	    .memory_mb = 32,
	    .nic = {"i82557b", "ne2k_pci"}}},
    .cable = {{.seg.name = "eth0"}, {.seg.name = "eth1"}},
};

struct node *
lab_node(const char *name)
{
	int i;

	for (i = 0; i < LAB_NODES; i++)
		if (strcmp(lab.node[i].name, name) == 0)
			return &lab.node[i];
	return NULL;
}

struct cable *
lab_cable(const char *name)
{
	int i;

	for (i = 0; i < LAB_CABLES; i++)
		if (strcmp(lab.cable[i].seg.name, name) == 0)
			return &lab.cable[i];
	return NULL;
}

int64_t
lab_scaled_us(int64_t seconds)
{
	return seconds * lab.scale_percent * 10000;
}

static void
show(const char *bytes, size_t len)
{
	int i;

	for (i = 0; i < LAB_SHOWS; i++)
		if (lab.show[i])
			ctl_out(lab.show[i], bytes, len);
}

void
lab_say(const char *fmt, ...)
{
	char line[2048];
	int64_t ms = (mono_now().us - lab.start.us) / 1000;
	va_list ap;
	int n, m;

	n = snprintf(line, sizeof(line),
	    "%5lld.%03lld lab: ", (long long)ms / 1000, (long long)ms % 1000);
	va_start(ap, fmt);
	m = vsnprintf(line + n, sizeof(line) - (size_t)n - 1, fmt, ap);
	va_end(ap);
	n += m < (int)sizeof(line) - n - 2 ? m : (int)sizeof(line) - n - 2;
	line[n++] = '\n';
	if (write(lab.log, line, (size_t)n) < 0)
		warn("out/pair/log");
	show(line, (size_t)n);
}

void
lab_show(struct node *n, const uint8_t *bytes, size_t len)
{
	char line[sizeof(n->shown) + 32];
	size_t i;
	int m;

	for (i = 0; i < len; i++) {
		if (bytes[i] == '\r' || bytes[i] == '\0')
			continue;
		if (bytes[i] != '\n')
			n->shown[n->shown_len++] = (char)bytes[i];
		if (bytes[i] != '\n' && n->shown_len < sizeof(n->shown))
			continue;
		m = snprintf(line, sizeof(line), "%s| %.*s\n", n->name,
		    (int)n->shown_len, n->shown);
		show(line, (size_t)m);
		n->shown_len = 0;
	}
}

static void
late_frames(void *arg)
{
	struct cable *c = arg;
	struct mono due = seg_run(&c->seg, mono_now());

	if (due.us >= 0)
		loop_timer_set(&c->timer, due);
}

void
lab_moved(struct seg *s)
{
	struct cable *c = lab_cable(s->name);

	if (s->late)
		late_frames(c);
}

void
lab_carrier(void)
{
	struct node *n;
	char json[128];
	int i, nic, up, both = 1;

	for (i = 0; i < LAB_NODES; i++)
		both = both && lab.node[i].power != POWER_OFF &&
		       lab.node[i].plugged[1];
	for (i = 0; i < LAB_NODES; i++) {
		n = &lab.node[i];
		for (nic = 0; nic < NODE_NICS; nic++) {
			up = nic == 0 ? n->plugged[0] : both;
			if (n->power == POWER_OFF || up == n->carrier[nic])
				continue;
			n->carrier[nic] = up;
			seg_port_set(&n->port[nic].seg, up);
			snprintf(json, sizeof(json),
			    "{\"execute\":\"set_link\",\"arguments\":"
			    "{\"name\":\"eth%d\",\"up\":%s}}",
			    nic, up ? "true" : "false");
			qmp_send(&n->qmp, json, NULL, NULL);
		}
	}
}

static void
signals(void *arg, short revents)
{
	struct signalfd_siginfo si;
	int fd = *(int *)arg, i, status;
	pid_t pid;

	(void)revents;
	if (read(fd, &si, sizeof(si)) != (ssize_t)sizeof(si))
		return;
	if (si.ssi_signo != SIGCHLD) {
		loop_stop(0);
		return;
	}
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (i = 0; i < LAB_NODES; i++)
			if (lab.node[i].pid == pid)
				guest_ended(&lab.node[i], status);
}

static void
watch_signals(void)
{
	static int fd;
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		err(1, "signalfd");
	loop_add(fd, POLLIN, signals, &fd);
}

static int
create(const char *name, const char *suffix)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "%s%s", name, suffix);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC,
	    0666);
	if (fd < 0)
		err(1, "%s", path);
	return fd;
}

static void
setup_nodes(void)
{
	uint8_t mac[6] = {0x52, 0x54, 0, 0, 0, 0};
	char name[24];
	struct node *n;
	int i, j;

	for (i = 0; i < LAB_NODES; i++) {
		n = &lab.node[i];
		n->console_log = create(n->name, ".console");
		n->halog_log = create(n->name, ".ha-log");
		n->qmp.stream.fd = n->errors.fd = -1;
		for (j = 0; j < LINES; j++)
			n->line[j].fd = -1;
		for (j = 0; j < NODE_DISKS; j++) {
			n->drives[j].disk.fd = -1;
			n->drives[j].stream.fd = -1;
		}
		n->modem_plugged = 1;
		for (j = 0; j < NODE_NICS; j++) {
			n->plugged[j] = 1;
			n->port[j].fd = -1;
			n->port[j].moved = lab_moved;
			snprintf(n->port[j].seg.name,
			    sizeof(n->port[j].seg.name), "%s", n->name);
			mac[4] = (uint8_t)(i + 1);
			mac[5] = (uint8_t)j;
			snprintf(name, sizeof(name), "%s", n->name);
			lan_name(mac, name);
		}
	}
}

/* one lab for each folder; the lock goes with the process */
static void
lock(void)
{
	int fd = open("lock", O_RDWR | O_CREAT | O_CLOEXEC, 0666);

	if (fd < 0)
		err(1, "lock");
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		errx(1, "the lab is up already (another daemon holds %s/lock)",
		    getenv("PWD") ? getenv("PWD") : ".");
	unlink("ctl");
}

static void
join_bridge(const char *name)
{
	const char *what;
	int fd = port_tap(name, &what);

	if (fd < 0)
		err(1, "--bridge %s: %s", name, what);
	lab.bridge.moved = lab_moved;
	snprintf(lab.bridge.seg.name, sizeof(lab.bridge.seg.name), "bridge");
	if (port_open(&lab.bridge, &lab.cable[0].seg, fd) < 0)
		err(1, "--bridge %s", name);
}

/* nodo2 becomes a machine with another system: a PC of today */
static void
foreign(void)
{
	struct node *n = &lab.node[1];

	n->foreign = 1;
	n->cpu = "qemu64";
	n->memory_mb = 256;
	n->nic[0] = n->nic[1] = "e1000";
}

/* an option of `pair up`; the sh front has checked the spelling */
static void
option(const char *word, int *off)
{
	struct node *n;
	long long mb;
	char name[32];
	const char *eq = strchr(word, '=');

	if (strncmp(word, "bridge=", 7) == 0)
		join_bridge(word + 7);
	else if (strcmp(word, "peer") == 0)
		foreign();
	else if (strncmp(word, "off=", 4) == 0 && lab_node(word + 4))
		off[lab_node(word + 4) - lab.node] = 1;
	else if (eq && (size_t)(eq - word) < sizeof(name)) {
		snprintf(name, sizeof(name), "%.*s", (int)(eq - word), word);
		n = lab_node(name);
		if (n == NULL || num_parse(eq + 1, 8, 4096, &mb) != 0)
			errx(2, "%s: expected NODE=MB, 8 to 4096", word);
		n->memory_mb = (int)mb;
	} else
		errx(2,
		    "%s: expected off=NODE, bridge=NAME, peer "
		    "or NODE=MB",
		    word);
}

int
main(int argc, char **argv)
{
	int off[LAB_NODES] = {0}, i, status;

	if (argc < 4)
		errx(2, "usage: labd DIR OUT OBJECTS [option=value…]");
	lab.out = argv[2];
	if (chdir(argv[1]) < 0)
		err(1, "%s", argv[1]);
	lock();
	lab.start = mono_now();
	lab.log = create("log", "");
	for (i = 0; i < LAB_CABLES; i++) {
		lab.cable[i].timer.fire = late_frames;
		lab.cable[i].timer.arg = &lab.cable[i];
		lab.cable[i].pcap.fd = -1;
		lab.cable[i].seg.fault.seed = 1;
	}
	if (lan_start(&lab.cable[0].seg, lab_moved) < 0)
		err(1, "the LAN's hosts");
	acks_start();
	setup_nodes();
	for (i = 4; i < argc; i++)
		option(argv[i], off);
	speed_measure(argv[3], &lab.accel, &lab.scale_percent);
	lab_say("%s, time-outs scaled by %d %%",
	    strcmp(lab.accel, "kvm") == 0 ? "KVM works"
					  : "KVM does not work here, TCG",
	    lab.scale_percent);
	watch_signals();
	if (ctl_listen("ctl", cmd_dispatch) < 0)
		err(1, "ctl");
	for (i = 0; i < LAB_NODES; i++)
		if (!off[i] && guest_start(&lab.node[i]) < 0)
			lab_say("%s: %s", lab.node[i].name, lab.node[i].end);
	/* whoever started us waits for this */
	close(STDOUT_FILENO);
	status = loop_run();
	unlink("ctl");
	for (i = 0; i < LAB_NODES; i++) {
		guest_flush(&lab.node[i]);
		if (lab.node[i].pid > 0) {
			kill(lab.node[i].pid, SIGKILL);
			waitpid(lab.node[i].pid, NULL, 0);
		}
	}
	return status;
}
