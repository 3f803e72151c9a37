/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdadm wait-con-int: at boot, wait for the peers, but not for ever. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "adm.h"
#include "now.h"
#include "setup.h"

enum {
	MAX_WAITED = 64,
	DEFAULT_WFC_S = 120, /* nobody wrote one: a boot has to end */
	QUIET_S = 3,         /* a peer that is up is found within */
	LINE_EVERY_S = 10,   /* without a terminal of our own */
	FOREVER = -1
};

struct waited {
	const char *resource;
	uint32_t minor;
	int limit_s, after_sb;
};

struct waiting {
	struct waited list[MAX_WAITED];
	int n;
	struct nlsock ask, events;
	int terminal; /* it is ours: "yes" is read from it */
	int signals;  /* a descriptor: what also ends the waiting */
	char typed[32];
	size_t n_typed;
	int asked; /* the question stands on the terminal */
};

static const char pid_file[] = "/var/run/drbd-wait.pid";

static int
startup_number(const struct adm *a, const struct conf_resource *r,
    const char *name, int otherwise)
{
	const struct conf_opt *o = conf_get(&a->conf, r, CONF_STARTUP, name);
	int64_t v;

	if (o == NULL || opt_value(o->desc, o->value, &v) != OPT_OK)
		return otherwise;
	return (int)v;
}

static void
add_resource(struct waiting *w, const struct adm *a,
    const struct conf_resource *r)
{
	struct setup_limits l = {0};
	const struct conf_volume *v;
	struct kern_state st;
	struct nl_reply reply;
	struct waited *e;
	int limit;

	l.wfc_s = startup_number(a, r, "wfc-timeout", DEFAULT_WFC_S);
	l.degr_s = startup_number(a, r, "degr-wfc-timeout", l.wfc_s);
	l.outdated_s = startup_number(a, r, "outdated-wfc-timeout", l.degr_s);
	setup_fix_limits(&l);
	for (v = r->me->volumes; v != NULL && w->n < MAX_WAITED; v = v->next) {
		limit = setup_choose_limit(&w->ask, (uint32_t)v->minor, &l);
		/* what is not configured cannot get a peer, and without a
		 * disk there is nothing to wait for */
		if (limit < 0 ||
		    kern_get_state(&w->ask, (uint32_t)v->minor, &st, &reply) !=
			0 ||
		    st.disk == DISK_STATE_DISKLESS)
			continue;
		e = &w->list[w->n++];
		e->resource = r->name;
		e->minor = (uint32_t)v->minor;
		e->limit_s = limit == 0 ? FOREVER : limit;
		e->after_sb = startup_number(a, r, "wait-after-sb", 0);
	}
}

/* The longest time that a device without a peer still has, in seconds; 0
 * when there is none, FOREVER without an end. */
static int
seconds_left(struct waiting *w, int64_t waited_ms, const char **resource)
{
	struct kern_state st;
	struct nl_reply r;
	int i, left, most = 0;

	for (i = 0; i < w->n; i++) {
		const struct waited *e = &w->list[i];

		if (kern_get_state(&w->ask, e->minor, &st, &r) != 0 ||
		    !st.known || setup_is_connected(&st, e->after_sb))
			continue;
		*resource = e->resource;
		if (e->limit_s == FOREVER)
			return FOREVER;
		left = e->limit_s - (int)(waited_ms / 1000);
		if (left > most)
			most = left;
	}
	return most;
}

/* At boot others read from the console, too, getty at least: then "yes" would
 * reach one or the other. */
static void
find_terminal(struct waiting *w)
{
	w->terminal = isatty(0) && isatty(1) && tcgetpgrp(0) == getpgrp();
}

static void
show(struct waiting *w, const char *resource, int waited_s, int left)
{
	char text[8] = "----";

	if (left != FOREVER)
		snprintf(text, sizeof(text), "%4d", left);
	if (!w->terminal) {
		if (!w->asked)
			printf("DRBD waits for the peer of '%s' (wfc-timeout "
			       "and degr-wfc-timeout in drbd.conf).\n"
			       "To go on without it type: /etc/init.d/drbd "
			       "go\n",
			    resource);
		else if (waited_s % LINE_EVERY_S == 0)
			printf("DRBD waits for the peer of '%s': %s s left\n",
			    resource, text);
	} else {
		if (!w->asked)
			printf("DRBD waits for the peer of '%s' (wfc-timeout "
			       "and degr-wfc-timeout in drbd.conf).\n"
			       " To go on without it enter 'yes' [----]: ",
			    resource);
		/* the number alone is drawn again, what is typed stays */
		printf("\033[s\033[35G%s\033[u", text);
	}
	w->asked = 1;
	fflush(stdout);
}

/* Read what was typed; 1 when a line says yes. */
static int
read_answer(struct waiting *w)
{
	char c;
	int yes;

	if (read(0, &c, 1) != 1) {
		w->terminal = 0;
		return 0;
	}
	if (c != '\n' && c != '\r') {
		if (w->n_typed < sizeof(w->typed) - 1)
			w->typed[w->n_typed++] = c;
		return 0;
	}
	w->typed[w->n_typed] = '\0';
	yes = strcmp(w->typed, "yes") == 0;
	w->n_typed = 0;
	w->asked = yes; /* ask again after another answer */
	return yes;
}

/* 1: the operator wants to go on. Otherwise something may have happened. */
static int
wait_a_second(struct waiting *w, int64_t until_ms)
{
	struct pollfd p[3] = {{.fd = w->events.fd, .events = POLLIN},
	    {.fd = w->signals, .events = POLLIN},
	    {.fd = w->terminal ? 0 : -1, .events = POLLIN}};
	int64_t left = until_ms - now_ms();

	if (poll(p, 3, left < 0 ? 0 : (int)left) <= 0)
		return 0;
	if (p[0].revents != 0)
		nlsock_events(&w->events, NULL, NULL);
	return p[1].revents != 0 || (p[2].revents != 0 && read_answer(w));
}

/* Signals become an event: SIGUSR1 from /etc/init.d/drbd go, and ^C. */
static void
catch_signals(struct waiting *w)
{
	sigset_t set;
	FILE *f;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	w->signals = signalfd(-1, &set, SFD_CLOEXEC);
	f = fopen(pid_file, "we");
	if (f == NULL)
		return;
	fprintf(f, "%d\n", (int)getpid());
	fclose(f);
}

static void
wait_for_all(struct waiting *w)
{
	int64_t start = now_ms(), waited, tick;
	const char *resource = "";
	int left, shown = 0;

	for (;;) {
		waited = now_ms() - start;
		left = seconds_left(w, waited, &resource);
		if (left == 0)
			break;
		if (waited / 1000 >= QUIET_S &&
		    (shown != waited / 1000 || !w->asked)) {
			shown = (int)(waited / 1000);
			show(w, resource, shown, left);
		}
		tick = start + (waited / 1000 + 1) * 1000;
		if (wait_a_second(w, tick)) {
			printf("\ngoing on without the peer of '%s', as "
			       "told\n",
			    resource);
			return;
		}
	}
	if (w->asked && w->terminal)
		printf("\n");
}

int
adm_wait_interactive(struct adm *a, const struct conf_resource *const *l)
{
	static struct waiting w;
	struct kern_state st;
	struct nl_reply r;
	int i;

	if (setup_open(&w.ask) != 0)
		return ADM_SYSTEM;
	for (; *l != NULL; l++)
		add_resource(&w, a, *l);
	if (a->dry_run || w.n == 0 || nlsock_open(&w.events) != 0) {
		nlsock_close(&w.ask);
		return 0;
	}
	if (nlsock_listen(&w.events) == 0) {
		find_terminal(&w);
		catch_signals(&w);
		wait_for_all(&w);
		unlink(pid_file);
	}
	for (i = 0; i < w.n; i++)
		if (kern_get_state(&w.ask, w.list[i].minor, &st, &r) == 0 &&
		    st.known)
			printf("%s: %s, %s/%s\n", w.list[i].resource,
			    kern_conn_name(st.conn), kern_disk_name(st.disk),
			    kern_disk_name(st.peer_disk));
	nlsock_close(&w.events);
	nlsock_close(&w.ask);
	return 0;
}
