/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting until a regular expression shows on a console or in ha-log. */
#include <stdlib.h>

#include "lab.h"

struct wait {
	struct wait *next;
	struct node *node;
	struct client *client;
	regex_t regex;
	uint64_t console_from, halog_from;
	struct loop_timer limit;
	int64_t timeout_us;
};

static void
end(struct wait *w)
{
	struct wait **at;

	for (at = &w->node->waits; *at != w; at = &(*at)->next)
		;
	*at = w->next;
	loop_timer_clear(&w->limit);
	regfree(&w->regex);
	free(w);
}

static void
gone(struct client *c)
{
	end(c->job);
}

static void
too_long(void *of)
{
	struct wait *w = of;
	char line[TEXT_LINE];

	text_last(&w->node->console, line);
	ctl_complain(w->client,
	    "pair: %s: no such line within %lld s; the console's last line "
	    "is: %s",
	    w->node->name, (long long)(w->timeout_us / 1000000), line);
	ctl_exit(w->client, 124);
	end(w);
}

void
wait_check(struct node *n)
{
	struct wait *w, *next;
	char line[TEXT_LINE];

	for (w = n->waits; w; w = next) {
		next = w->next;
		if (!text_find(&n->console, &w->regex, &w->console_from,
			line) &&
		    !text_find(&n->halog, &w->regex, &w->halog_from, line))
			continue;
		ctl_say(w->client, "%s\n", line);
		ctl_exit(w->client, 0);
		end(w);
	}
}

void
wait_start(struct node *n, struct client *c, const char *regex,
    int64_t timeout_us, int from_start)
{
	struct wait *w = calloc(1, sizeof(*w));
	char why[256];
	int e;

	if (w == NULL) {
		ctl_fail(c, "pair: no memory");
		return;
	}
	e = regcomp(&w->regex, regex, REG_EXTENDED | REG_NOSUB);
	if (e != 0) {
		regerror(e, &w->regex, why, sizeof(why));
		free(w);
		ctl_complain(c, "pair: wait: %s: %s", regex, why);
		ctl_exit(c, 2);
		return;
	}
	if (from_start) {
		text_rewind(&n->console);
		text_rewind(&n->halog);
	}
	w->node = n;
	w->client = c;
	c->job = w;
	c->gone = gone;
	w->next = n->waits;
	n->waits = w;
	w->timeout_us = timeout_us;
	w->limit.fire = too_long;
	w->limit.arg = w;
	loop_timer_set(&w->limit, mono_after_us(timeout_us));
	wait_check(n);
}

void
wait_fail(struct node *n, const char *why)
{
	while (n->waits) {
		ctl_fail(n->waits->client, "pair: %s: %s", n->name, why);
		end(n->waits);
	}
}
