/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The daemon's loop: events from descriptors go through the core, and what it
 * decides is done. After start-up nothing is allocated and nothing waits.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "daemon.h"
#include "heartbeat.h"
#include "log.h"
#include "paths.h"
#include "process.h"
#include "state.h"
#include "trace.h"
#include "watchdog.h"

#define LINK_RETRY_MS 2000
#define BAD_PACKETS_MS 10000 /* one line about bad packets in that time */
#define LOG_LOOK_MS 2000     /* how often the logs' size is looked at */
#define WORDS_AT_ONCE 256    /* words; then signals and clients have a turn */

struct mono
heartbeat_now(void)
{
	struct timespec t;

	/* A machine that was suspended is to see for how long. */
	clock_gettime(CLOCK_BOOTTIME, &t);
	return (struct mono){(int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000};
}

/* Returns whether one was opened: then somebody must read it. */
static bool
links_open(struct daemon *d, struct mono now)
{
	const struct conf *conf = d->conf;
	bool all = true, some = false;

	for (unsigned i = 0; i < conf->medias; i++) {
		struct link *l = &d->link[i];
		const char *name = conf->media[i].name;

		if (l->fd != -1)
			continue;
		if (link_open(l, &conf->media[i], conf->baud) == 0) {
			l->sick = 0;
			some = true;
			log_info("heartbeat started on %s", name);
			continue;
		}
		all = false;
		if (l->sick != errno)
			log_warn("%s: cannot be used, trying again", name);
		l->sick = errno;
	}
	d->link_retry = all ? MONO_NEVER : mono_add(now, LINK_RETRY_MS);
	return some;
}

static void
to_all_links(struct daemon *d, const char *wire, size_t len)
{
	for (unsigned i = 0; i < d->conf->medias; i++) {
		struct link *l = &d->link[i];
		int e;

		if (l->fd == -1)
			continue;
		e = link_send(l, wire, len) == -1 ? errno : 0;
		if (e != 0 && e != l->sick)
			log_warn("%s: cannot send", d->conf->media[i].name);
		l->sick = e;
	}
}

static void
load_average(char *out, size_t room)
{
	FILE *f = fopen("/proc/loadavg", "re");

	if (f == NULL || fgets(out, (int)room, f) == NULL)
		snprintf(out, room, "0.00 0.00 0.00 1/1 1");
	out[strcspn(out, "\n")] = '\0';
	if (f != NULL)
		fclose(f);
}

static void
send_message(struct daemon *d, struct msg *m)
{
	char wire[MSG_WIRE_MAX];
	size_t len;

	m->ts = (uint64_t)time(NULL);
	load_average(m->ld, sizeof(m->ld));
	len = msg_encode(m, d->conf->framing, &d->conf->keys, wire);
	if (len == 0) {
		log_error("message %s does not fit a packet",
		    msg_type_name(m->type));
		return;
	}
	if (m->seq != 0)
		history_add(&d->history, m->seq, wire, len);
	to_all_links(d, wire, len);
	trace_message("sent", "", m);
}

static void
resend(struct daemon *d, uint32_t first, uint32_t last)
{
	const char *wire;
	size_t len;

	for (uint32_t s = first; s <= last; s++)
		if ((wire = history_get(&d->history, s, &len)) != NULL)
			to_all_links(d, wire, len);
}

/* In a child: a slow card is not to delay a beat. */
static void
remember(const struct identity *id)
{
	char dir[PATHS_MAX];
	pid_t pid = process_fork();

	if (pid == 0 &&
	    state_keep_peer(paths_join(dir, paths_conf(), "state"), id) == -1)
		log_warn("%s: cannot keep the peer's generation", dir);
	if (pid == 0)
		_exit(0);
	if (pid == -1)
		log_warn("fork to keep the peer's generation");
}

static void
deliver(struct daemon *d, const struct msg *m)
{
	if (m->type == MSG_START_OUTDATE)
		outdate_run(d, m);
	else if (m->type == MSG_OUTDATE_RC)
		ctl_outdated(d, m);
	else
		ctl_deliver(d, m);
}

static void
act(struct daemon *d, struct action *a)
{
	switch (a->type) {
	case ACT_SEND:
		send_message(d, &a->msg);
		break;
	case ACT_RESEND:
		resend(d, a->resend.first, a->resend.last);
		break;
	case ACT_JOB:
		exec_job(&d->exec, a->job.take, a->job.hold, a->job.groups,
		    a->job.why);
		break;
	case ACT_FENCE:
		if (exec_fence(&d->exec,
			d->conf->node[d->cluster.peer_index]) == -1)
			log_warn("fork for STONITH");
		break;
	case ACT_UNFENCE:
		exec_unfence(&d->exec);
		break;
	case ACT_RESET:
		_exit(1); /* nobody feeds the watchdog any more */
	case ACT_PROBE:
		exec_probe(&d->exec, a->job.hold, heartbeat_now());
		break;
	case ACT_RC:
		exec_rc(&d->exec, &a->msg);
		break;
	case ACT_STATUS:
		ctl_status(d, a->status.node, a->status.status);
		break;
	case ACT_DELIVER:
		deliver(d, &a->msg);
		break;
	case ACT_LOG:
		log_line(a->log.level, "%s", a->log.text);
		break;
	case ACT_REMEMBER:
		remember(&a->id);
		break;
	case ACT_TELL:
		exec_tell(&d->exec, a->job.hold);
		break;
	case ACT_LIVE:
		d->exec.clients_wanted = true;
		break;
	case ACT_EXIT:
		d->leaving = true;
		break;
	}
}

void
daemon_event(struct daemon *d, const struct event *ev)
{
	cluster_event(&d->cluster, ev, heartbeat_now(), &d->actions);
	for (unsigned i = 0; i < d->actions.n; i++)
		act(d, &d->actions.list[i]);
	/* An attempt that could not be started has failed. */
	if (d->cluster.fence_runs && d->exec.fence == 0)
		daemon_event(d,
		    &(struct event){.type = EV_FENCED, .failed = true});
	if (d->exec.job_waits)
		exec_turn(&d->exec, 0, heartbeat_now());
}

static void
bad_packets(struct daemon *d, const struct reader_word *w)
{
	struct mono now = heartbeat_now();

	d->bad_packets += w->count;
	if (!d->conf->log_badpack || !mono_due(d->bad_told, now))
		return;
	log_warnx("%s: %s (%u bad packets)", d->conf->media[w->link].name,
	    msg_error_text((enum msg_error)w->value), d->bad_packets);
	d->bad_packets = 0;
	d->bad_told = mono_add(now, BAD_PACKETS_MS);
}

static void
link_failed(struct daemon *d, const struct reader_word *w)
{
	struct link *l = &d->link[w->link];

	if (l->fd == -1)
		return;
	errno = (int)w->value;
	if (l->sick != errno)
		log_warn("%s", d->conf->media[w->link].name);
	l->sick = errno;
	close(l->fd);
	l->fd = -1;
	d->link_retry = mono_add(heartbeat_now(), LINK_RETRY_MS);
}

static void
ping_answered(struct daemon *d, const struct reader_word *w)
{
	const struct ping_answer a = {w->link, w->value};

	if (ping_known(&d->pinger, &a))
		daemon_event(d,
		    &(struct event){.type = EV_PING, .link = w->link});
}

/* As a debug line; not what we hear of ourselves. */
static void
heard(const struct daemon *d, const struct reader_word *w)
{
	const struct conf *conf = d->conf;

	if (strcmp(w->msg.src, conf->node[conf->self]) != 0)
		trace_message("heard", conf->media[w->link].name, &w->msg);
}

static void
reader_in(struct daemon *d)
{
	struct reader_word w;

	for (unsigned i = 0; i < WORDS_AT_ONCE && reader_read(d, &w) == 1; i++)
		switch ((enum reader_kind)w.kind) {
		case READER_MESSAGE:
			heard(d, &w);
			daemon_event(d, &(struct event){.type = EV_MESSAGE,
					    .link = w.link,
					    .msg = &w.msg});
			break;
		case READER_BAD:
			bad_packets(d, &w);
			break;
		case READER_LINK:
			link_failed(d, &w);
			break;
		case READER_PING:
			ping_answered(d, &w);
			break;
		default:
			break;
		}
}

static void
children(struct daemon *d)
{
	enum exec_end end;

	while ((end = exec_reap(&d->exec, heartbeat_now())) != EXEC_NONE) {
		if (end == EXEC_OTHER && d->exec.other == d->reader.pid)
			reader_reaped(d, d->exec.other_status);
		if (end == EXEC_OTHER)
			outdate_reaped(d, d->exec.other, d->exec.other_status);
		if (end == EXEC_JOB)
			daemon_event(d, &(struct event){.type = EV_JOB_DONE,
					    .result = *d->exec.result});
		if (end == EXEC_FENCED || end == EXEC_NOT_FENCED)
			daemon_event(d, &(struct event){.type = EV_FENCED,
					    .failed = end == EXEC_NOT_FENCED});
		if (end == EXEC_WATCH_FAILED)
			daemon_event(d, &(struct event){.type = EV_MONITOR,
					    .link = d->exec.failed_watch});
		if (end == EXEC_FAILFAST) {
			log_line(LEVEL_CRIT, "a failfast client ended: "
					     "leaving the cluster");
			daemon_event(d, &(struct event){.type = EV_STOP});
		}
	}
}

static void
signal_in(struct daemon *d)
{
	struct signalfd_siginfo si;

	while (read(d->signals, &si, sizeof(si)) == sizeof(si)) {
		if (si.ssi_signo == SIGCHLD) {
			children(d);
		} else if (si.ssi_signo == SIGHUP) {
			daemon_reload(d);
		} else {
			exec_stop_clients(&d->exec);
			daemon_event(d, &(struct event){.type = EV_STOP});
		}
	}
}

static struct mono
deadline(const struct daemon *d)
{
	struct mono when = cluster_deadline(&d->cluster);

	when = mono_min(when, ping_deadline(&d->pinger));
	when = mono_min(when,
	    exec_deadline(&d->exec, cluster_monitored(&d->cluster)));
	when = mono_min(when, reader_deadline(d));
	return mono_min(when, d->link_retry);
}

static void
set_timer(struct daemon *d)
{
	int64_t due = deadline(d).ms, look = d->reader.look.ms;
	int64_t ms = due > look ? due : look;
	struct itimerspec when = {
	    .it_value = {.tv_sec = (time_t)(ms / 1000),
		.tv_nsec = (long)(ms % 1000) * 1000000 + 1}};

	timerfd_settime(d->timer, TFD_TIMER_ABSTIME, &when, NULL);
}

static void
timer_in(struct daemon *d)
{
	struct mono now = heartbeat_now();
	uint64_t times;

	(void)!read(d->timer, &times, sizeof(times));
	if (reader_behind(d, now))
		return;
	if (mono_due(d->link_retry, now) && links_open(d, now))
		reader_restart(d);
	if (mono_due(d->log_look, now)) {
		log_bound_all();
		d->log_look = mono_add(now, LOG_LOOK_MS);
	}
	reader_tick(d, now);
	ping_tick(&d->pinger, now);
	exec_turn(&d->exec, cluster_monitored(&d->cluster), now);
	daemon_event(d, &(struct event){.type = EV_TICK});
	watchdog_feed(d->watchdog);
}

/* The descriptors, in a fixed order: index tells who it is. */
enum {
	AT_SIGNALS,
	AT_TIMER,
	AT_CTL,
	AT_NET,
	AT_RESOLVER,
	AT_CLIENTS,
	AT_END = AT_CLIENTS + CTL_CLIENTS
};

static void
turn(struct daemon *d)
{
	struct pollfd fds[AT_END];

	for (unsigned i = 0; i < AT_END; i++)
		fds[i] = (struct pollfd){.fd = -1, .events = POLLIN};
	fds[AT_SIGNALS].fd = d->signals;
	fds[AT_TIMER].fd = d->timer;
	fds[AT_CTL].fd = d->ctl.fd;
	fds[AT_NET].fd = d->reader.fd;
	fds[AT_RESOLVER].fd = d->pinger.pipe;
	for (unsigned i = 0; i < CTL_CLIENTS; i++)
		fds[AT_CLIENTS + i].fd = d->ctl.client[i].fd;
	set_timer(d);
	if (poll(fds, AT_END, -1) == -1)
		return;
	/* What the network says first: nobody is dead who has spoken. */
	if (fds[AT_NET].revents)
		reader_in(d);
	if (fds[AT_SIGNALS].revents)
		signal_in(d);
	if (fds[AT_TIMER].revents)
		timer_in(d);
	if (fds[AT_RESOLVER].revents && d->pinger.pipe != -1)
		ping_resolved(&d->pinger);
	if (fds[AT_CTL].revents)
		ctl_accept(d);
	for (unsigned i = 0; i < CTL_CLIENTS; i++)
		if (fds[AT_CLIENTS + i].revents && d->ctl.client[i].fd != -1)
			ctl_serve(d, i);
}

int
heartbeat_loop(struct daemon *d)
{
	struct mono now = heartbeat_now();
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	d->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	d->timer = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	if (d->signals == -1 || d->timer == -1 || ctl_open(d) == -1 ||
	    exec_init(&d->exec, d->conf) == -1) {
		log_warn("cannot start");
		return 1;
	}
	for (unsigned i = 0; i < CONF_MEDIA; i++)
		d->link[i].fd = -1;
	d->bad_told = now;
	(void)links_open(d, now);
	if (ping_open(&d->pinger, d->conf, now) == -1)
		log_warn("ping nodes cannot be asked");
	if (reader_open(d) == -1)
		return 1;
	daemon_event(d, &(struct event){.type = EV_START});
	if (d->ready != -1) {
		(void)!write(d->ready, "", 1);
		close(d->ready);
	}
	while (!d->leaving)
		turn(d);
	exec_stop_clients(&d->exec);
	reader_stop(d);
	ctl_close(d);
	watchdog_close(d->watchdog);
	return d->status;
}
