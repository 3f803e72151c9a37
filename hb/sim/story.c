/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stories for walks: which faults, when, and what undoes them. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "story.h"

/* What a setup is made of: mixed digits of its number. */
struct setup {
	bool failback, legacy, two_links, ipfail, one_group, fence, monitor;
	unsigned pace, key;
};

static const struct pace {
	const char *text;
	int deadtime_ms, initdead_ms;
} paces[2] = {
    {"keepalive 1\ndeadtime 5\ninitdead 15\nwatchdog /dev/watchdog\n", 5000,
	15000},
    {"keepalive 100ms\ndeadtime 500ms\ninitdead 3\n", 500, 3000},
};

static struct setup
setup_of(unsigned n)
{
	struct setup s = {.failback = n & 1,
	    .two_links = n & 2,
	    .ipfail = n & 4,
	    .one_group = n & 8};

	s.pace = n >> 4 & 1;
	s.key = n >> 5 & 3;
	s.fence = n >> 7 & 1;
	s.monitor = n >> 8 & 1;
	/* Who has no group of its own says so otherwise there. */
	s.legacy = n >> 9 & 1 && !s.one_group;
	return s;
}

char *
story_hacf(unsigned setup, char text[STORY_TEXT])
{
	struct setup s = setup_of(setup);

	snprintf(text, STORY_TEXT,
	    "%sauto_failback %s\nbcast eth1\n%s%s%s%s"
	    "script_timeout 3\nnode nodo1 nodo2\n",
	    paces[s.pace].text,
	    s.legacy     ? "legacy"
	    : s.failback ? "on"
			 : "off",
	    s.two_links ? "serial /dev/ttyS1\n" : "",
	    s.ipfail ? "ping 192.168.0.1\n"
		       "respawn hacluster /usr/lib/heartbeat/ipfail\n"
		     : "",
	    s.fence ? "stonith_host * null nodo1 nodo2\n" : "",
	    s.monitor ? "monitor 2\n" : "");
	return text;
}

char *
story_haresources(unsigned setup, char text[STORY_TEXT])
{
	snprintf(text, STORY_TEXT, "nodo1 192.168.0.88 web\n%s",
	    setup_of(setup).one_group ? "" : "nodo2 192.168.0.89\n");
	return text;
}

char *
story_authkeys(unsigned setup, char text[STORY_TEXT])
{
	static const char *const keys[] = {
	    "crc", "md5 secret", "sha1 secret", "hmac-sha256 secret"};

	snprintf(text, STORY_TEXT, "auth 1\n1 %s\n", keys[setup_of(setup).key]);
	return text;
}

static uint64_t
next(uint64_t *state)
{
	uint64_t x = *state += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

/* What is being told. */
struct teller {
	struct story *s;
	uint64_t random;
	int64_t at_ms;
	struct setup setup;
	const struct pace *pace;
};

static int
pick(struct teller *t, int n)
{
	return (int)(next(&t->random) % (uint64_t)n);
}

__attribute__((format(printf, 3, 4))) static void
tell(struct teller *t, int64_t at_ms, const char *fmt, ...)
{
	struct story *s = t->s;
	va_list ap;

	if (s->lines == STORY_LINES)
		return;
	s->line[s->lines].at_ms = at_ms;
	va_start(ap, fmt);
	vsnprintf(s->line[s->lines].text, STORY_LINE, fmt, ap);
	va_end(ap);
	s->lines++;
}

/* Some time: often near deadtime, where it matters. */
static int64_t
a_while(struct teller *t)
{
	int dead = t->pace->deadtime_ms;

	switch (pick(t, 4)) {
	case 0:
		return 1 + pick(t, dead / 2);
	case 1:
		return dead / 2 + pick(t, dead);
	case 2:
		return 1 + pick(t, 4 * dead);
	default:
		return 1 + pick(t, 20000);
	}
}

static const char *
node(struct teller *t)
{
	return pick(t, 2) ? "nodo2" : "nodo1";
}

static const char *
hold(struct teller *t)
{
	static const char *const holds[] = {"all", "local", "foreign"};

	return holds[pick(t, 3)];
}

static const char *
resource(struct teller *t)
{
	static const char *const names[] = {
	    "192.168.0.88", "web", "192.168.0.89"};

	return names[pick(t, t->setup.one_group ? 2 : 3)];
}

static const char *
link_of(struct teller *t)
{
	return !t->setup.two_links || pick(t, 2) ? "all"
	       : pick(t, 2)                      ? "eth1"
						 : "/dev/ttyS1";
}

/* "" or the words that make it one-way. */
static const char *
direction(struct teller *t)
{
	static const char *const words[] = {
	    "", "", " from nodo1", " from nodo2"};

	return words[pick(t, 4)];
}

static void
machine(struct teller *t)
{
	const char *n = node(t);
	int64_t later = t->at_ms + a_while(t);

	switch (pick(t, 7)) {
	case 0:
	case 1:
		tell(t, t->at_ms, "crash %s", n);
		if (pick(t, 12) == 0)
			tell(t, t->at_ms, "card %s", n);
		tell(t, later, "start %s", n);
		break;
	case 2:
	case 3:
		tell(t, t->at_ms, "stop %s", n);
		tell(t, later, "start %s", n);
		break;
	case 4:
		tell(t, t->at_ms, "freeze %s", n);
		tell(t, later, "resume %s", n);
		break;
	default:
		tell(t, t->at_ms, "pause %s", n);
		tell(t, later, "resume %s", n);
		break;
	}
}

static void
cable(struct teller *t)
{
	const char *l = link_of(t), *d = direction(t);
	int64_t later = t->at_ms + a_while(t);

	switch (pick(t, 6)) {
	case 0:
	case 1:
		tell(t, t->at_ms, "cut %s%s", l, d);
		break;
	case 2:
		tell(t, t->at_ms, "loss %s %d%s", l, 5 + pick(t, 60), d);
		break;
	case 3:
		tell(t, t->at_ms, "dup %s %d%s", l, 5 + pick(t, 90), d);
		break;
	case 4:
		tell(t, t->at_ms, "corrupt %s %d%s", l, 5 + pick(t, 40), d);
		break;
	default:
		tell(t, t->at_ms, "delay %s %d %d%s", l, pick(t, 50),
		    pick(t, 400), d);
		break;
	}
	tell(t, later, "heal %s%s", l, d);
}

static void
script(struct teller *t)
{
	const char *n = node(t), *r = resource(t);
	const char *op = pick(t, 2) ? "start" : "stop";
	int64_t later = t->at_ms + a_while(t);

	switch (pick(t, 6)) {
	case 0:
		tell(t, t->at_ms, "script %s %s %s fail", n, r, op);
		tell(t, later, "script %s %s %s ok", n, r, op);
		break;
	case 1:
		tell(t, t->at_ms, "script %s %s %s hang", n, r, op);
		tell(t, later, "script %s %s %s ok", n, r, op);
		break;
	default:
		tell(t, t->at_ms, "script %s %s %s %d", n, r, op,
		    1 + pick(t, 2500));
		break;
	}
}

static void
fence(struct teller *t)
{
	const char *n = node(t);

	if (pick(t, 2)) {
		tell(t, t->at_ms, "fence %s fail", n);
		tell(t, t->at_ms + a_while(t), "fence %s 500", n);
	} else {
		tell(t, t->at_ms, "fence %s %d", n, 1 + pick(t, 20000));
	}
}

static void
network(struct teller *t)
{
	const char *n = node(t);
	int now_s = (int)(t->at_ms / 1000);

	switch (pick(t, 4)) {
	case 0:
		tell(t, t->at_ms, "stranger nodo3");
		break;
	case 1:
		tell(t, t->at_ms, "replay %s %d %d", n,
		    now_s > 20 ? now_s - 20 + pick(t, 20) : 0, now_s);
		break;
	case 2:
		tell(t, t->at_ms, "clock %s %d", n, pick(t, 2000000) - 1000000);
		break;
	default:
		if (!t->setup.ipfail)
			break;
		tell(t, t->at_ms, "ping %s all down", n);
		tell(t, t->at_ms + a_while(t), "ping %s all up", n);
		break;
	}
}

static void
one_fault(struct teller *t)
{
	int kind = pick(t, 100);

	if (kind < 35)
		machine(t);
	else if (kind < 60)
		cable(t);
	else if (kind < 80)
		tell(t, t->at_ms, "%s %s %s",
		    pick(t, 2) ? "standby" : "takeover", node(t), hold(t));
	else if (kind < 88)
		script(t);
	else if (kind < 92 && t->setup.monitor)
		tell(t, t->at_ms, "die %s %s", node(t), resource(t));
	else if (kind < 94 && t->setup.fence)
		fence(t);
	else
		network(t);
}

static void
sort(struct story *s)
{
	for (unsigned i = 1; i < s->lines; i++)
		for (unsigned k = i;
		     k > 0 && s->line[k - 1].at_ms > s->line[k].at_ms; k--) {
			int64_t at_ms = s->line[k].at_ms;
			char text[STORY_LINE];

			memcpy(text, s->line[k].text, sizeof(text));
			s->line[k] = s->line[k - 1];
			s->line[k - 1].at_ms = at_ms;
			memcpy(s->line[k - 1].text, text, sizeof(text));
		}
}

void
story_make(struct story *s, uint64_t seed)
{
	struct teller t = {.s = s, .random = seed * 2 + 1};
	int faults;

	memset(s, 0, sizeof(*s));
	s->seed = seed;
	s->setup = (unsigned)pick(&t, STORY_SETUPS);
	t.setup = setup_of(s->setup);
	t.pace = &paces[t.setup.pace];
	tell(&t, 0, "start nodo1");
	tell(&t, pick(&t, 3) ? pick(&t, 1000) : pick(&t, 25000), "start nodo2");
	/* Mostly from a settled pair, at times right from the start. */
	t.at_ms = pick(&t, 4) ? t.pace->initdead_ms + 5000 : 0;
	faults = 1 + pick(&t, 18);
	while (faults-- > 0) {
		t.at_ms += pick(&t, 3) ? a_while(&t) : pick(&t, 300);
		one_fault(&t);
	}
	sort(s);
	s->repair_ms = s->line[s->lines - 1].at_ms + 1000;
}

void
story_cut(struct story *s, unsigned from, unsigned n)
{
	if (n > s->lines - from)
		n = s->lines - from;
	memmove(&s->line[from], &s->line[from + n],
	    (s->lines - from - n) * sizeof(s->line[0]));
	s->lines -= n;
}

bool
story_has(const struct story *s, const char *text)
{
	for (unsigned i = 0; i < s->lines; i++)
		if (strstr(s->line[i].text, text) != NULL)
			return true;
	return false;
}

char *
story_faults(const struct story *s, char text[STORY_FILE])
{
	int n = snprintf(text, STORY_FILE, "seed %" PRIu64 "\n", s->seed);

	for (unsigned i = 0; i < s->lines; i++)
		n += snprintf(text + n, (size_t)(STORY_FILE - n),
		    "%" PRId64 ".%03d %s\n", s->line[i].at_ms / 1000,
		    (int)(s->line[i].at_ms % 1000), s->line[i].text);
	snprintf(text + n, (size_t)(STORY_FILE - n),
	    "%" PRId64 ".%03d repair\n"
	    "+0 end settled\n",
	    s->repair_ms / 1000, (int)(s->repair_ms % 1000));
	return text;
}
