/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language of faults files: TIME COMMAND WORDS; see docs/simulator.md. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/num.h"
#include "load.h"
#include "sim.h"

#define WORDS 8
#define SETTLED_MS 5000 /* how long it must stay so */

struct line {
	struct world *w;
	unsigned words;
	char *word[WORDS];
	char text[160], *why;
	size_t room;
};

struct command {
	const char *name;
	unsigned min, max; /* words after it */
	int (*run)(struct line *l);
	const char *usage;
};

__attribute__((format(printf, 2, 3))) static int
wrong(struct line *l, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(l->why, l->room, fmt, ap);
	va_end(ap);
	return -1;
}

/* A node's number; -1. */
static int
node(struct line *l, const char *name)
{
	for (int n = 0; n < SIM_NODES; n++)
		if (strcmp(name, name_of(l->w, (unsigned)n)) == 0)
			return n;
	return wrong(l, "%s: expected a node", name);
}

static int
number(struct line *l, const char *word, int min, int max, int *value)
{
	long long n;

	if (num_parse(word, min, max, &n) == -1)
		return wrong(l, "%s: expected a number from %d to %d", word,
		    min, max);
	*value = (int)n;
	return 0;
}

/* Run f for the named node, or for both. */
static int
each_node(struct line *l, void (*f)(struct world *w, unsigned n))
{
	int n;

	if (strcmp(l->word[1], "both") == 0) {
		f(l->w, 0);
		f(l->w, 1);
		return 0;
	}
	if ((n = node(l, l->word[1])) == -1)
		return -1;
	f(l->w, (unsigned)n);
	return 0;
}

static int
do_start(struct line *l)
{
	return each_node(l, node_start);
}

static void
crash(struct world *w, unsigned n)
{
	record(w, name_of(w, n), "* its power is cut");
	node_crash(w, n);
}

static int
do_crash(struct line *l)
{
	return each_node(l, crash);
}

static void
kill_daemon(struct world *w, unsigned n)
{
	record(w, name_of(w, n), "* heartbeat is killed");
	node_kill(w, n);
}

static int
do_kill(struct line *l)
{
	return each_node(l, kill_daemon);
}

static void
event(struct world *w, unsigned n, const struct event *ev)
{
	if (node_runs(&w->node[n]))
		node_event(w, n, ev);
}

static void
stop(struct world *w, unsigned n)
{
	event(w, n, &(struct event){.type = EV_STOP});
}

static int
do_stop(struct line *l)
{
	return each_node(l, stop);
}

static void
pause_daemon(struct world *w, unsigned n)
{
	record(w, name_of(w, n), "* heartbeat is stopped by a signal");
	node_pause(w, n, false);
}

static void
freeze(struct world *w, unsigned n)
{
	record(w, name_of(w, n), "* stands still, its clock too");
	node_pause(w, n, true);
}

static void
resume(struct world *w, unsigned n)
{
	record(w, name_of(w, n), "* goes on");
	node_resume(w, n);
}

static int
do_pause(struct line *l)
{
	return each_node(l, pause_daemon);
}

static int
do_freeze(struct line *l)
{
	return each_node(l, freeze);
}

static int
do_resume(struct line *l)
{
	return each_node(l, resume);
}

static void
new_card(struct world *w, unsigned n)
{
	w->node[n].card++;
	w->node[n].known = (struct identity){0};
	w->node[n].gen = 0;
}

static int
do_card(struct line *l)
{
	return each_node(l, new_card);
}

/* mute NODE: it says no more what it holds */
static void
mute(struct world *w, unsigned n)
{
	record(w, name_of(w, n), "* says no more what it holds");
	w->node[n].mute = true;
}

static int
do_mute(struct line *l)
{
	return each_node(l, mute);
}

static int
order(struct line *l, enum event_type type)
{
	struct event ev = {.type = type};
	int n = node(l, l->word[1]);

	if (n == -1)
		return -1;
	if (msg_hold_by_name(l->word[2], &ev.hold) == -1)
		return wrong(l, "%s: expected all, local or foreign",
		    l->word[2]);
	event(l->w, (unsigned)n, &ev);
	return 0;
}

static int
do_standby(struct line *l)
{
	return order(l, EV_STANDBY);
}

static int
do_takeover(struct line *l)
{
	return order(l, EV_TAKEOVER);
}

/* The wires of `LINK … [from NODE]`: change each with f and one number. */
static int
each_wire(struct line *l, unsigned words,
    void (*f)(struct wire *wire, const int number[2]))
{
	const struct conf *conf = l->w->node[0].conf;
	int from = -1, value[2] = {0, 0};
	bool found = false, all = strcmp(l->word[1], "all") == 0;

	if (l->words == words + 2 && strcmp(l->word[words], "from") == 0) {
		if ((from = node(l, l->word[words + 1])) == -1)
			return -1;
	} else if (l->words != words) {
		return wrong(l, "%s: expected `from NODE` or nothing more",
		    l->word[0]);
	}
	for (unsigned i = 2; i < words; i++)
		if (number(l, l->word[i], 0, i == 2 && words == 3 ? 100 : 60000,
			&value[i - 2]) == -1)
			return -1;
	for (unsigned i = 0; i < conf->medias; i++) {
		if (!all && strcmp(l->word[1], conf->media[i].name) != 0)
			continue;
		found = true;
		for (int n = 0; n < SIM_NODES; n++)
			if (from == -1 || from == n)
				f(&l->w->wire[n][i], value);
	}
	return found ? 0
		     : wrong(l, "%s: expected a link of ha.cf, or all",
			   l->word[1]);
}

static void
cut(struct wire *wire, const int value[2])
{
	(void)value;
	wire->cut = true;
}

static void
heal(struct wire *wire, const int value[2])
{
	(void)value;
	*wire = (struct wire){.delay_ms = 1};
}

static void
lose(struct wire *wire, const int value[2])
{
	wire->loss = (unsigned)value[0];
}

static void
dup(struct wire *wire, const int value[2])
{
	wire->dup = (unsigned)value[0];
}

static void
corrupt(struct wire *wire, const int value[2])
{
	wire->corrupt = (unsigned)value[0];
}

static void
delay(struct wire *wire, const int value[2])
{
	wire->delay_ms = value[0];
	wire->jitter_ms = value[1];
}

static int
do_cut(struct line *l)
{
	return each_wire(l, 2, cut);
}

static int
do_heal(struct line *l)
{
	return each_wire(l, 2, heal);
}

static int
do_loss(struct line *l)
{
	return each_wire(l, 3, lose);
}

static int
do_dup(struct line *l)
{
	return each_wire(l, 3, dup);
}

static int
do_corrupt(struct line *l)
{
	return each_wire(l, 3, corrupt);
}

static int
do_delay(struct line *l)
{
	return each_wire(l, 4, delay);
}

static int
find_resource(struct line *l, const char *name, unsigned *group,
    unsigned *resource)
{
	const struct conf *conf = l->w->node[0].conf;

	for (unsigned g = 0; g < conf->groups; g++)
		for (unsigned r = 0; r < conf->group[g].resources; r++)
			if (strcmp(conf->group[g].resource[r], name) == 0) {
				*group = g;
				*resource = r;
				return 0;
			}
	return wrong(l, "%s: expected a resource of haresources", name);
}

/* script NODE RESOURCE start|stop ok|fail|hang|MS */
static int
do_script(struct line *l)
{
	unsigned g = 0, r = 0;
	int n = node(l, l->word[1]), ms = 0;
	enum outcome what = SCRIPT_OK;
	bool start = strcmp(l->word[3], "start") == 0;
	struct script *s;

	if (n == -1 || find_resource(l, l->word[2], &g, &r) == -1)
		return -1;
	if (!start && strcmp(l->word[3], "stop") != 0)
		return wrong(l, "%s: expected start or stop", l->word[3]);
	if (strcmp(l->word[4], "fail") == 0)
		what = SCRIPT_FAIL;
	else if (strcmp(l->word[4], "hang") == 0)
		what = SCRIPT_HANG;
	else if (strcmp(l->word[4], "ok") != 0 &&
		 number(l, l->word[4], 1, 600000, &ms) == -1)
		return -1;
	s = &l->w->node[n].script[g][r];
	*(start ? &s->start : &s->stop) = what;
	if (ms != 0)
		*(start ? &s->start_ms : &s->stop_ms) = ms;
	script_slowest(&l->w->node[n], g, r);
	return 0;
}

/* die NODE RESOURCE: it ends by itself */
static int
do_die(struct line *l)
{
	unsigned g = 0, r = 0;
	int n = node(l, l->word[1]);

	if (n == -1 || find_resource(l, l->word[2], &g, &r) == -1)
		return -1;
	if (l->w->node[n].run[g][r] != RUN_YES)
		return 0;
	record(l->w, l->word[1], "! %s dies", l->word[2]);
	l->w->node[n].run[g][r] = RUN_NO;
	return 0;
}

/* fence NODE fail|MS: so its STONITH device does from now on */
static int
do_fence(struct line *l)
{
	int n = node(l, l->word[1]), ms = 0;

	if (n == -1 || (strcmp(l->word[2], "fail") != 0 &&
			   number(l, l->word[2], 1, 600000, &ms) == -1))
		return -1;
	l->w->node[n].fence_ms = ms;
	return 0;
}

/* ping NODE NAME|all up|down */
static int
do_ping(struct line *l)
{
	int n = node(l, l->word[1]);
	bool all = strcmp(l->word[2], "all") == 0;
	bool down = strcmp(l->word[3], "down") == 0, found = false;
	const struct conf *conf = l->w->node[0].conf;

	if (n == -1)
		return -1;
	if (!down && strcmp(l->word[3], "up") != 0)
		return wrong(l, "%s: expected up or down", l->word[3]);
	for (unsigned i = 0; i < conf->pings; i++)
		if (all || strcmp(conf->ping[i].name, l->word[2]) == 0) {
			l->w->node[n].ping_down[i] = down;
			found = true;
		}
	return found
		   ? 0
		   : wrong(l, "%s: expected a ping node of ha.cf", l->word[2]);
}

/* clock NODE SECONDS: the wall clock jumps */
static int
do_clock(struct line *l)
{
	int n = node(l, l->word[1]), s = 0;

	if (n == -1 || number(l, l->word[2], -2000000000, 2000000000, &s) == -1)
		return -1;
	l->w->node[n].wall_ms += (int64_t)s * 1000;
	return 0;
}

/* replay NODE FROM TO: what it sent between these times comes again */
static int
do_replay(struct line *l)
{
	int n = node(l, l->word[1]), from = 0, to = 0;

	if (n == -1 || number(l, l->word[2], 0, 86400, &from) == -1 ||
	    number(l, l->word[3], 0, 86400, &to) == -1)
		return -1;
	net_replay(l->w, (unsigned)n, (int64_t)from * 1000, (int64_t)to * 1000);
	return 0;
}

/* stranger NAME: a signed message of a machine that calls itself so */
static int
do_stranger(struct line *l)
{
	struct msg m = {.type = MSG_STATUS,
	    .gen = 1000000,
	    .seq = 1,
	    .ttl = 3,
	    .dt_ms = 5000,
	    .protocol = true,
	    .has_uuid = true,
	    .st = "active",
	    .ld = "0.00 0.00 0.00 1/1 1"};
	char wire[MSG_WIRE_MAX];
	size_t len;

	snprintf(m.src, sizeof(m.src), "%s", l->word[1]);
	memset(m.uuid, 0xee, sizeof(m.uuid));
	for (unsigned n = 0; n < SIM_NODES; n++) {
		len = msg_encode(&m, MSG_NETSTRING, &l->w->node[!n].keys, wire);
		if (len != 0)
			net_send(l->w, n, wire, len, &m);
	}
	return 0;
}

/* keys NODE FILE: it reloads, and finds this authkeys */
static int
do_keys(struct line *l)
{
	int n = node(l, l->word[1]);

	if (n == -1)
		return -1;
	if (load_keys(l->w->dir, l->word[2], &l->w->node[n].keys) == -1)
		return wrong(l, "%s: not a usable authkeys", l->word[2]);
	record(l->w, l->word[1], "* reads %s", l->word[2]);
	return 0;
}

/* repair: whatever was done to cables, scripts, pings, machines is undone */
static int
do_repair(struct line *l)
{
	struct world *w = l->w;

	for (unsigned n = 0; n < SIM_NODES; n++) {
		struct node *node = &w->node[n];

		for (unsigned i = 0; i < CONF_MEDIA; i++)
			w->wire[n][i] = (struct wire){.delay_ms = 1};
		for (unsigned g = 0; g < node->conf->groups; g++)
			for (unsigned r = 0; r < CONF_RESOURCES; r++)
				node->script[g][r].start =
				    node->script[g][r].stop = SCRIPT_OK;
		memset(node->ping_down, 0, sizeof(node->ping_down));
		if (node->fence_ms == 0)
			node->fence_ms = 500;
		node->mute = false;
	}
	for (unsigned n = 0; n < SIM_NODES; n++) {
		node_resume(w, n);
		if (!w->node[n].core.stopping || !w->node[n].daemon)
			node_start(w, n);
	}
	return 0;
}

static const struct command commands[] = {
    {"start", 1, 1, do_start, "NODE|both"},
    {"stop", 1, 1, do_stop, "NODE|both"},
    {"crash", 1, 1, do_crash, "NODE|both"},
    {"kill", 1, 1, do_kill, "NODE|both"},
    {"pause", 1, 1, do_pause, "NODE|both"},
    {"freeze", 1, 1, do_freeze, "NODE|both"},
    {"die", 2, 2, do_die, "NODE RESOURCE"},
    {"fence", 2, 2, do_fence, "NODE fail|MS"},
    {"resume", 1, 1, do_resume, "NODE|both"},
    {"card", 1, 1, do_card, "NODE|both"},
    {"mute", 1, 1, do_mute, "NODE|both"},
    {"standby", 2, 2, do_standby, "NODE all|local|foreign"},
    {"takeover", 2, 2, do_takeover, "NODE all|local|foreign"},
    {"cut", 1, 3, do_cut, "LINK|all [from NODE]"},
    {"heal", 1, 3, do_heal, "LINK|all [from NODE]"},
    {"loss", 2, 4, do_loss, "LINK|all PERCENT [from NODE]"},
    {"dup", 2, 4, do_dup, "LINK|all PERCENT [from NODE]"},
    {"corrupt", 2, 4, do_corrupt, "LINK|all PERCENT [from NODE]"},
    {"delay", 3, 5, do_delay, "LINK|all MS JITTER_MS [from NODE]"},
    {"script", 4, 4, do_script,
	"NODE RESOURCE start|stop "
	"ok|fail|hang|MS"},
    {"ping", 3, 3, do_ping, "NODE NAME|all up|down"},
    {"clock", 2, 2, do_clock, "NODE SECONDS"},
    {"replay", 3, 3, do_replay, "NODE FROM TO"},
    {"stranger", 1, 1, do_stranger, "NAME"},
    {"keys", 2, 2, do_keys, "NODE FILE"},
    {"repair", 0, 0, do_repair, ""},
};

static void
cut_words(struct line *l, const char *text)
{
	char *save = NULL;

	snprintf(l->text, sizeof(l->text), "%s", text);
	for (char *s = strtok_r(l->text, " \t\n", &save);
	     s != NULL && l->words < WORDS; s = strtok_r(NULL, " \t\n", &save))
		l->word[l->words++] = s;
	if (l->words == 0)
		return;
	/* The time was read by fault_time(). */
	l->words--;
	memmove(l->word, l->word + 1, l->words * sizeof(l->word[0]));
}

int
fault_do(struct world *w, const char *text, char *why, size_t room)
{
	struct line l = {.w = w, .why = why, .room = room};

	cut_words(&l, text);
	if (l.words == 0)
		return wrong(&l, "expected TIME COMMAND");
	for (size_t i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		const struct command *c = &commands[i];

		if (strcmp(c->name, l.word[0]) != 0)
			continue;
		if (l.words - 1 < c->min || l.words - 1 > c->max)
			return wrong(&l, "expected: %s %s", c->name, c->usage);
		check_step(w); /* a silence ends with the fault, at times */
		check_fault(w);
		return c->run(&l);
	}
	return wrong(&l, "%s: expected a command of docs/simulator.md",
	    l.word[0]);
}

bool
fault_end(struct world *w, const char *text)
{
	struct line l = {.words = 0};

	cut_words(&l, text);
	if (l.words == 0 || strcmp(l.word[0], "end") != 0)
		return false;
	if (l.words == 2 && strcmp(l.word[1], "settled") == 0)
		world_run(w, w->now_ms + check_settle_ms(w) + SETTLED_MS);
	return true;
}

int64_t
fault_time(const char *line, int64_t last_ms)
{
	char word[24], *dot;
	long long s, ms = 0;
	bool relative = *line == '+';
	size_t n;

	line += relative;
	n = strcspn(line, " \t\n");
	if (n >= sizeof(word))
		return -1;
	memcpy(word, line, n);
	word[n] = '\0';
	if ((dot = strchr(word, '.')) != NULL) {
		*dot++ = '\0';
		if (strlen(dot) > 3 || num_parse(dot, 0, 999, &ms) == -1)
			return -1;
		for (n = strlen(dot); n < 3; n++)
			ms *= 10;
	}
	if (num_parse(word, 0, 1000000, &s) == -1)
		return -1;
	s = s * 1000 + ms + (relative ? last_ms : 0);
	return s < last_ms ? -1 : s;
}
