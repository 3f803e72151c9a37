/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ha.cf: monitor TIME [RESOURCE ...], how often resources are looked after. */
#include <string.h>
#include <strings.h>

#include "conf_hacf.h"

#define LONGEST_MS 86400000

static void
add(struct reader *r, const char *resource, int32_t ms)
{
	struct conf *conf = r->conf;

	if (conf->watches == CONF_WATCHES) {
		conf_error(r,
		    "too many resources to monitor, expected at "
		    "most %d",
		    CONF_WATCHES);
		return;
	}
	conf->watch[conf->watches++] =
	    (struct conf_watch){resource, ms, r->line};
}

void
hacf_monitor(struct reader *r)
{
	long long ms = hacf_milliseconds(r->word[1]);

	if (hacf_boolean(r->word[1]) == 0) {
		ms = 0;
	} else if (ms < 100 || ms > LONGEST_MS) {
		conf_error(r,
		    "monitor %s: expected a time of at least 100ms, or off",
		    r->word[1]);
		return;
	}
	if (r->words == 2)
		add(r, NULL, (int32_t)ms);
	for (unsigned i = 2; i < r->words; i++)
		add(r, conf_keep(r, r->word[i]), (int32_t)ms);
}

/* The word of haresources, or only its script's name. */
static bool
names(const char *name, const char *resource)
{
	size_t n = strlen(name);

	return strncmp(name, resource, n) == 0 &&
	       (resource[n] == '\0' || strncmp(resource + n, "::", 2) == 0);
}

/* One that names the resource counts more than one for all. */
int32_t
conf_watch_ms(const struct conf *conf, const char *resource)
{
	int32_t all = 0, one = -1;

	for (unsigned i = 0; i < conf->watches; i++) {
		const struct conf_watch *w = &conf->watch[i];

		if (w->resource == NULL)
			all = w->ms;
		else if (names(w->resource, resource))
			one = w->ms;
	}
	return one != -1 ? one : all;
}

void
conf_check_monitor(struct reader *r)
{
	const struct conf *conf = r->conf;

	for (unsigned i = 0; i < conf->watches; i++) {
		const struct conf_watch *w = &conf->watch[i];
		bool found = w->resource == NULL;

		for (unsigned g = 0; g < conf->groups && !found; g++)
			for (unsigned k = 0; k < conf->group[g].resources; k++)
				found |= names(w->resource,
				    conf->group[g].resource[k]);
		if (found)
			continue;
		conf_warning(r,
		    "ha.cf:%d: monitor %s: no resource here has that name",
		    w->line, w->resource);
	}
}
