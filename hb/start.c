/* SPDX-License-Identifier: GPL-2.0-or-later */
/* heartbeat(8): options, the configuration's check, and the way into the loop.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "../lib/num.h"
#include "applets.h"
#include "ctl_protocol.h"
#include "daemon.h"
#include "group.h"
#include "heartbeat.h"
#include "log.h"
#include "paths.h"
#include "process.h"
#include "state.h"
#include "watchdog.h"

static struct daemon the_daemon;
static struct conf conf_a, conf_b;
static char node_name[MSG_NAME_MAX];

static const char usage[] =
    "usage: heartbeat [-df] [-C dir] [-R dir]   start\n"
    "       heartbeat -k | -r | -s | -V         stop, reload, status, "
    "version\n"
    "       heartbeat -n [-v] [dir]             check the configuration\n"
    "  -C dir  configuration, instead of /etc/ha.d\n"
    "  -R dir  socket; dir.pid is the pid file, instead of "
    "/var/run/heartbeat\n"
    "  -d      debug lines, too; -dd all messages\n"
    "  -f      stay in the foreground, log to stderr, too\n"
    "  -v      print the configuration as it was understood\n";

static void
to_stderr(void *arg, bool warning, const char *file, int line, const char *text)
{
	(void)arg;
	if (line != 0)
		fprintf(stderr, "heartbeat: %s:%d: %s%s\n", file, line,
		    warning ? "warning: " : "", text);
	else
		fprintf(stderr, "heartbeat: %s: %s%s\n", file,
		    warning ? "warning: " : "", text);
}

static void
to_log(void *arg, bool warning, const char *file, int line, const char *text)
{
	(void)arg;
	log_line(warning ? LEVEL_WARN : LEVEL_ERROR, "%s:%d: %s", file, line,
	    text);
}

const char *
applet_node(void)
{
	struct utsname u;
	if (uname(&u) == -1)
		return "";
	snprintf(node_name, sizeof(node_name), "%s", u.nodename);
	return node_name;
}

unsigned
applet_conf(struct conf *conf, const char *dir)
{
	const struct conf_sink sink = {to_stderr, NULL};

	return conf_read(conf, dir, applet_node(), &sink);
}

static void
open_log(const struct conf *conf, unsigned debug, bool err)
{
	const struct log_to to = {.file = conf->logfile,
	    .debugfile = conf->debugfile,
	    .facility = conf->facility,
	    .debug = debug > conf->debug ? debug : conf->debug,
	    .err = err};

	log_open(&to);
}

void
applet_log(struct conf *conf)
{
	if (conf->logfile == NULL && conf->debugfile == NULL &&
	    conf->facility == -1)
		conf->logfile = PATHS_LOG;
	open_log(conf, 0, false);
}

/* By the name that it has in the environment of Linux-HA's scripts. */
static const char *
ha_name(char name[CONF_NAME_MAX + 3], const struct conf_param *p)
{
	snprintf(name, CONF_NAME_MAX + 3, "HA_%s", p->name);
	return name;
}

/* What the scripts of Linux-HA find in their environment. */
static void
export_all(const struct conf *conf)
{
	static const char *const paths[][2] = {{"HA_RCDIR", "rc.d"},
	    {"HA_RESOURCEDIR", "resource.d"}, {"HA_FUNCS", "shellfuncs"}};
	char name[CONF_NAME_MAX + 3], path[PATHS_MAX];
	/* these first: what follows is heartbeat's own, whatever env says */
	const struct conf_param *p = conf->env;

	for (; p < conf->env + conf->envs; p++) {
		setenv(p->name, p->value, 1);
		/* the only name that Heartbeat 3.0.6 gives it */
		setenv(ha_name(name, p), p->value, 1);
	}
	for (p = conf->param; p < conf->param + conf->params; p++)
		setenv(ha_name(name, p), p->value, 1);
	setenv("HA_DIR", paths_conf(), 1);
	for (unsigned i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		setenv(paths[i][0], paths_join(path, paths_conf(), paths[i][1]),
		    1);
	setenv("HA_BIN", PATHS_BIN, 1);
	setenv("HA_CURHOST", conf->node[conf->self], 1);
	setenv("HA_NICEFAILBACK",
	    conf->failback == FAILBACK_LEGACY ? "no" : "yes", 1);
	setenv("HA_LOGFILE", conf->logfile ? conf->logfile : PATHS_LOG, 1);
	if (conf->debugfile != NULL)
		setenv("HA_DEBUGLOG", conf->debugfile, 1);
	/* empty, as scripts ask for: they have it from the real shellfuncs */
	setenv("HA_LOGFACILITY",
	    conf->facility == -1 ? "" : conf_param(conf, "logfacility"), 1);
	setenv("HA_LOGD", "no", 1);
	setenv("HA_DATEFMT", "%Y/%m/%d_%T ", 1);
	setenv("OCF_ROOT", "/usr/lib/ocf", 0);
}

void
applet_environment(const struct conf *conf)
{
	export_all(conf);
}

static const char *
pid_file(char path[PATHS_MAX])
{
	snprintf(path, PATHS_MAX, "%s.pid", paths_run());
	return path;
}

/* The pid of the running daemon; 0: none. */
static pid_t
running(void)
{
	char path[PATHS_MAX], text[16];
	int fd = open(pid_file(path), O_RDONLY | O_CLOEXEC);
	long long pid = 0;
	ssize_t n;

	if (fd == -1)
		return 0;
	/* The daemon holds the lock as long as it lives. */
	if (flock(fd, LOCK_SH | LOCK_NB) == -1 &&
	    (n = read(fd, text, sizeof(text) - 1)) > 0) {
		text[n] = '\0';
		text[strcspn(text, "\n")] = '\0';
		if (num_parse(text, 1, INT32_MAX, &pid) == -1)
			pid = 0;
	}
	close(fd);
	return (pid_t)pid;
}

static int
take_pid_file(void)
{
	char path[PATHS_MAX];
	int fd;

	if (paths_make(paths_run()) == -1) {
		log_warn("%s", paths_run());
		return -1;
	}
	fd = open(pid_file(path), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (fd == -1 || flock(fd, LOCK_EX | LOCK_NB) == -1 ||
	    ftruncate(fd, 0) == -1 || dprintf(fd, "%d\n", (int)getpid()) < 0) {
		log_warn("%s", path);
		return -1;
	}
	return 0; /* stays open, and with it the lock */
}

static void
become_real_time(const struct conf *conf)
{
	/* One above the network process: no flood starves the beat. */
	unsigned priority = conf->rtprio < 99 ? conf->rtprio + 1 : 99;

	if (conf->realtime && process_real_time(priority) == -1)
		log_warn("real-time priority");
	if (conf->realtime && mlockall(MCL_CURRENT | MCL_FUTURE) == -1)
		log_warn("locking memory");
}

/* It bites before the other node takes what may still run here. */
static int
watchdog_seconds(const struct conf *conf)
{
	int s = (int)(conf->deadtime_ms - conf->keepalive_ms) / 1000;

	return s < 1 ? 1 : s;
}

static int
prepare(struct daemon *d)
{
	char state[PATHS_MAX];
	uint8_t uuid[MSG_UUID_SIZE];
	struct identity peer;
	uint32_t random = 1;
	uint64_t gen;
	int new;

	paths_join(state, paths_conf(), "state");
	if (paths_make(state) == -1 || (gen = state_generation(state)) == 0 ||
	    (new = state_uuid(state, uuid)) == -1) {
		log_warn("%s: cannot keep generation and uuid", state);
		return -1;
	}
	log_info("heartbeat: version " APPLET_VERSION);
	log_info("Heartbeat generation: %llu", (unsigned long long)gen);
	if (new)
		log_info("No uuid found for current node - generating a new "
			 "uuid.");
	(void)!getrandom(&random, sizeof(random), 0);
	d->watchdog = -1;
	if (d->conf->watchdog != NULL) {
		d->watchdog =
		    watchdog_open(d->conf->watchdog, watchdog_seconds(d->conf));
		if (d->watchdog == -1)
			log_warn("watchdog %s is not used", d->conf->watchdog);
	}
	cluster_init(&d->cluster, d->conf, gen, uuid, random, heartbeat_now());
	peer = state_peer(state);
	cluster_remember(&d->cluster, &peer);
	d->cluster.can_reset = d->watchdog != -1;
	return 0;
}

static int
run(struct daemon *d)
{
	int e;

	open_log(d->conf, d->debug, d->foreground);
	if (take_pid_file() == -1)
		return 1;
	export_all(d->conf);
	log_info("**************************");
	group_stop_strays(d->conf);
	log_info("Configuration validated. Starting heartbeat " APPLET_VERSION);
	if (d->conf->failback == FAILBACK_LEGACY)
		log_warnx("auto_failback legacy: no hb_standby, hb_takeover "
			  "and ipfail; 'auto_failback on' has them");
	if (prepare(d) == -1)
		return 1;
	become_real_time(d->conf);
	e = heartbeat_loop(d);
	return e;
}

/* Into the background; the shell gets its prompt when the loop runs. */
static int
run_in_background(struct daemon *d)
{
	int fds[2], null;
	char c;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) == -1 || (pid = fork()) == -1) {
		fprintf(stderr, "heartbeat: fork: %s\n", strerror(errno));
		return 1;
	}
	if (pid != 0) {
		close(fds[1]);
		if (read(fds[0], &c, 1) == 1)
			return 0;
		fprintf(stderr, "heartbeat: did not start, see %s\n",
		    d->conf->logfile ? d->conf->logfile : "syslog");
		return 1;
	}
	setsid();
	close(fds[0]);
	d->ready = fds[1];
	null = open("/dev/null", O_RDWR);
	for (int i = 0; i < 3; i++)
		dup2(null, i);
	if (null > 2)
		close(null);
	if (chdir("/") == -1)
		log_warn("chdir /");
	umask(022);
	return run(d);
}

static bool
same_shape(const struct conf *a, const struct conf *b)
{
	bool same = a->nodes == b->nodes && a->self == b->self &&
		    a->medias == b->medias && a->pings == b->pings &&
		    a->clients == b->clients && a->baud == b->baud;

	for (unsigned i = 0; same && i < a->medias; i++)
		same = a->media[i].kind == b->media[i].kind &&
		       strcmp(a->media[i].name, b->media[i].name) == 0 &&
		       a->media[i].address == b->media[i].address &&
		       a->media[i].port == b->media[i].port;
	for (unsigned i = 0; same && i < a->pings; i++) {
		same = a->ping[i].hosts == b->ping[i].hosts &&
		       strcmp(a->ping[i].name, b->ping[i].name) == 0;
		for (unsigned k = 0; same && k < a->ping[i].hosts; k++)
			same =
			    strcmp(a->ping[i].host[k], b->ping[i].host[k]) == 0;
	}
	for (unsigned i = 0; same && i < a->nodes; i++)
		same = strcmp(a->node[i], b->node[i]) == 0;
	for (unsigned i = 0; same && i < a->clients; i++)
		same = strcmp(a->client[i].command, b->client[i].command) == 0;
	return same;
}

/* Other groups may be read when all rests, and each resource stays home. */
static bool
may_regroup(const struct daemon *d)
{
	const char *moved = conf_rehomed(d->conf, d->spare);

	if (conf_same_groups(d->conf, d->spare))
		return true;
	if (!cluster_rests(&d->cluster)) {
		log_error("haresources has changed while resources are in "
			  "transition: the old one stays until a reload after "
			  "it");
		return false;
	}
	if (moved == NULL)
		return true;
	log_error("haresources: %s belongs to the other node now: the old one "
		  "stays until both nodes are stopped, since the other may "
		  "start it while it runs here",
	    moved);
	return false;
}

int
daemon_reload(struct daemon *d)
{
	const struct conf_sink sink = {to_log, NULL};
	struct conf *old = d->conf;
	char name[CONF_NAME_MAX + 3];
	unsigned errors;

	if (d->exec.job_waits) { /* it may need both configurations */
		log_error("resources are about to change hands: the "
			  "configuration is not read now");
		return -1;
	}
	errors = conf_read(d->spare, paths_conf(), applet_node(), &sink);
	if (errors != 0) {
		log_error("configuration has %u error(s): the old one stays",
		    errors);
		return -1;
	}
	if (!same_shape(old, d->spare)) {
		log_error("nodes, media, ping nodes or clients have changed: "
			  "the old configuration stays until a restart");
		return -1;
	}
	if (!may_regroup(d))
		return -1;
	if (d->spare->logfile == NULL && d->spare->debugfile == NULL &&
	    d->spare->facility == -1)
		d->spare->logfile = PATHS_LOG;
	d->conf = d->spare;
	d->spare = old;
	d->exec.conf = d->pinger.conf = d->conf;
	d->exec.old = old;
	for (unsigned i = 0; i < d->conf->medias; i++)
		d->link[i].media = &d->conf->media[i];
	reader_keys(d);
	for (unsigned i = 0; i < old->envs; i++) {
		unsetenv(old->env[i].name);
		unsetenv(ha_name(name, &old->env[i]));
	}
	export_all(d->conf);
	open_log(d->conf, d->debug, d->foreground);
	log_info("Configuration reread.");
	daemon_event(d, &(struct event){.type = EV_RELOAD, .conf = d->conf});
	return 0;
}

static int
stop_daemon(void)
{
	pid_t pid = running();
	struct timespec pause = {0, 50 * 1000 * 1000};

	if (pid == 0) {
		fprintf(stderr, "heartbeat: is not running\n");
		return 0;
	}
	if (kill(pid, SIGTERM) == -1) {
		fprintf(stderr, "heartbeat: kill %d: %s\n", (int)pid,
		    strerror(errno));
		return 1;
	}
	/* It ends when its resources have stopped, each within its limit. */
	while (running() == pid)
		nanosleep(&pause, NULL);
	return 0;
}

static int
show_status(void)
{
	pid_t pid = running();

	if (pid == 0) {
		printf("heartbeat is stopped. No process\n");
		return 3;
	}
	printf("heartbeat OK [pid %d et al] is running on %s [%s]...\n",
	    (int)pid, applet_node(), applet_node());
	return 0;
}

static int
ask_reload(void)
{
	char answer[256];

	if (ctl_ask("reload", answer, sizeof(answer)) == -1) {
		fprintf(stderr, "heartbeat: is not running\n");
		return 1;
	}
	if (strcmp(answer, "ok\n") == 0)
		return 0;
	fprintf(stderr, "heartbeat: %s", answer);
	return 1;
}

static int
check(const char *dir, bool print)
{
	if (applet_conf(&conf_a, dir ? dir : paths_conf()) != 0)
		return 6;
	if (print)
		conf_print(&conf_a, stdout);
	return 0;
}

static int
start(unsigned debug, bool foreground)
{
	struct daemon *d = &the_daemon;

	if (running() != 0) {
		fprintf(stderr, "heartbeat: is running already, pid %d\n",
		    (int)running());
		return 1;
	}
	if (applet_conf(&conf_a, paths_conf()) != 0) {
		fprintf(stderr, "heartbeat: not started: configuration "
				"error\n");
		return 6;
	}
	d->conf = &conf_a;
	d->spare = &conf_b;
	d->ready = -1;
	applet_log(d->conf);
	d->debug = debug;
	d->foreground = foreground;
	return foreground ? run(d) : run_in_background(d);
}

int
heartbeat_main(int argc, char **argv)
{
	bool foreground = false, print = false;
	unsigned debug = 0;
	char what = 0;
	int c;

	while ((c = getopt(argc, argv, "C:R:dfhknrsvV")) != -1) {
		switch (c) {
		case 'C':
			paths_set_conf(optarg);
			break;
		case 'R':
			paths_set_run(optarg);
			break;
		case 'd':
			debug++;
			break;
		case 'f':
			foreground = true;
			break;
		case 'v':
			print = true;
			break;
		case 'V':
			printf("heartbeat " APPLET_VERSION "\n");
			return 0;
		case 'h':
			fputs(usage, stdout);
			return 0;
		case '?':
			fputs(usage, stderr);
			return 2;
		default:
			what = (char)c;
			break;
		}
	}
	if (optind < argc && (what != 'n' || optind + 1 < argc)) {
		fputs(usage, stderr);
		return 2;
	}
	switch (what) {
	case 'k':
		return stop_daemon();
	case 'n':
		return check(argv[optind], print);
	case 'r':
		return ask_reload();
	case 's':
		return show_status();
	default:
		return start(debug, foreground);
	}
}
