/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdadm wait-con-int: at boot, wait for the peers, but not for ever. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "adm.h"
#include "setup.h"

enum {
	MAX_WAITED = 64,
	DEFAULT_WFC_S = 120, /* nobody wrote one: a boot has to end */
	QUIET_S = 3,         /* a peer that is up is found within */
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
	int tty; /* -1: nobody to talk to */
	char typed[32];
	size_t n_typed;
	int asked; /* the question stands on the terminal */
};

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

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
	struct waited *e;
	int limit;

	l.wfc_s = startup_number(a, r, "wfc-timeout", DEFAULT_WFC_S);
	l.degr_s = startup_number(a, r, "degr-wfc-timeout", l.wfc_s);
	l.outdated_s = startup_number(a, r, "outdated-wfc-timeout", l.degr_s);
	setup_fix_limits(&l);
	for (v = r->me->volumes; v != NULL && w->n < MAX_WAITED; v = v->next) {
		limit = setup_choose_limit(&w->ask, (uint32_t)v->minor, &l);
		/* what is not configured cannot get a peer */
		if (limit < 0)
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

static void
open_terminal(struct waiting *w)
{
	if (isatty(0) && isatty(1))
		w->tty = dup(1);
	else
		w->tty = open("/dev/console", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (w->tty != -1 && !isatty(w->tty)) {
		close(w->tty);
		w->tty = -1;
	}
}

static void
show(struct waiting *w, const char *resource, int left)
{
	char text[8] = "----";

	if (w->tty == -1)
		return;
	if (left != FOREVER)
		snprintf(text, sizeof(text), "%4d", left);
	if (!w->asked)
		dprintf(w->tty,
		    "\nDRBD waits for the peer of '%s' (wfc-timeout and "
		    "degr-wfc-timeout in drbd.conf).\n"
		    " To go on without it enter 'yes' [----]: ",
		    resource);
	w->asked = 1;
	/* the number alone is drawn again, what is typed stays */
	dprintf(w->tty, "\033[s\033[32G%s\033[u", text);
}

/* Read what was typed; 1 when a line says yes. */
static int
read_answer(struct waiting *w)
{
	char c;
	int yes = 0;
	ssize_t n = read(w->tty, &c, 1);

	if (n != 1) {
		close(w->tty);
		w->tty = -1;
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

/* 1: "yes" was typed. Otherwise something may have happened. */
static int
wait_a_second(struct waiting *w, int64_t until_ms)
{
	struct pollfd p[2] = {{.fd = w->events.fd, .events = POLLIN},
	    {.fd = w->tty, .events = POLLIN}};
	int64_t left = until_ms - now_ms();

	if (poll(p, 2, left < 0 ? 0 : (int)left) <= 0)
		return 0;
	if (p[0].revents != 0)
		nlsock_events(&w->events, NULL, NULL);
	return p[1].revents != 0 && read_answer(w);
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
			show(w, resource, left);
		}
		tick = start + (waited / 1000 + 1) * 1000;
		if (wait_a_second(w, tick)) {
			printf("going on without the peer of '%s', as told\n",
			    resource);
			return;
		}
	}
	if (w->asked && w->tty != -1)
		dprintf(w->tty, "\n");
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
		open_terminal(&w);
		wait_for_all(&w);
		if (w.tty != -1)
			close(w.tty);
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
