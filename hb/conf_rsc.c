/* SPDX-License-Identifier: GPL-2.0-or-later */
/* haresources: which groups there are and where each belongs. */
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "conf_int.h"

/* One that looks like an address is one: it is a resource of its own. */
static bool
is_good(const char *word)
{
	char text[INET_ADDRSTRLEN];
	struct in_addr a;
	size_t n;

	if (strncmp(word, "IPaddr::", 8) == 0)
		word += 8;
	n = strcspn(word, "/");
	if (strspn(word, "0123456789.") != n || memchr(word, '.', n) == NULL)
		return true; /* a script's name */
	if (n >= sizeof(text))
		return false;
	memcpy(text, word, n);
	text[n] = '\0';
	return inet_pton(AF_INET, text, &a) == 1;
}

static void
take(struct reader *r)
{
	struct conf *conf = r->conf;
	struct conf_group *g = &conf->group[conf->groups];
	unsigned home;

	for (home = 0; home < conf->nodes; home++)
		if (strcasecmp(conf->node[home], r->word[0]) == 0)
			break;
	if (conf->nodes == 0)
		return; /* ha.cf names none, and that was reported */
	if (home == conf->nodes) {
		conf_error(r, "%s: not a node, expected one that ha.cf names",
		    r->word[0]);
		return;
	}
	if (r->words < 2) {
		conf_error(r, "%s: no resources, expected at least one",
		    r->word[0]);
		return;
	}
	if (r->words - 1 > CONF_RESOURCES) {
		conf_error(r, "%u resources, expected at most %d in one group",
		    r->words - 1, CONF_RESOURCES);
		return;
	}
	if (conf->groups == CONF_GROUPS) {
		conf_error(r, "too many groups, expected at most %d",
		    CONF_GROUPS);
		return;
	}
	for (unsigned i = 0; i < conf->groups; i++)
		if (strcmp(conf->group[i].resource[0], r->word[1]) == 0) {
			conf_error(r,
			    "%s: is the first resource of line %d "
			    "too, expected one that names the group",
			    r->word[1], conf->group[i].line);
			return;
		}
	g->home = home;
	g->line = r->line;
	for (unsigned i = 1; i < r->words; i++) {
		if (strchr(r->word[i], '/') == r->word[i] ||
		    strncmp(r->word[i], "..", 2) == 0) {
			conf_error(r,
			    "%s: expected the name of a script in "
			    "resource.d or /etc/init.d, not a path",
			    r->word[i]);
			return;
		}
		if (!is_good(r->word[i])) {
			conf_error(r,
			    "%s: expected an address like 192.168.0.88, with "
			    "/24, /eth0 or a broadcast address after it or not",
			    r->word[i]);
			return;
		}
		g->resource[i - 1] = conf_keep(r, r->word[i]);
		if (g->resource[i - 1] == NULL)
			return;
	}
	g->resources = r->words - 1;
	conf->groups++;
}

void
conf_read_haresources(struct reader *r)
{
	if (conf_lines(r, true, take) == -1)
		conf_error(r, "cannot open: %s", strerror(errno));
	conf_check_monitor(r);
}
