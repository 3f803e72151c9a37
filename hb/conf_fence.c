/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ha.cf: stonith and stonith_host, the devices that reset the other node. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "conf_hacf.h"
#include "fence.h"
#include "paths.h"

/* A device of this node: TYPE PARAMS, params as one text. */
static void
add(struct reader *r, const char *type, const char *params)
{
	struct conf *conf = r->conf;
	struct conf_fence *f = &conf->fence[conf->fences];

	const char *names = fence_names(type);

	if (names == NULL) {
		conf_error(r,
		    "stonith type %s: expected meatware, null, rcd_serial, or "
		    "external/NAME with an executable %s/NAME",
		    type, paths_external());
		return;
	}
	if (fence_words(params) < fence_words(names)) {
		conf_error(r, "stonith %s %s: expected its parameters: %s",
		    type, params, names);
		return;
	}
	if (conf->fences == CONF_FENCES) {
		conf_error(r, "too many stonith devices, expected at most %d",
		    CONF_FENCES);
		return;
	}
	f->type = conf_keep(r, type);
	f->params = conf_keep(r, params);
	f->line = r->line;
	if (f->type != NULL && f->params != NULL)
		conf->fences++;
}

/* stonith TYPE FILE: its first line with words has the parameters. */
void
hacf_stonith(struct reader *r)
{
	char line[CONF_LINE_MAX];

	if (r->words != 3)
		conf_error(r, "stonith: expected a type and a file");
	else if (fence_file(r->word[2], line, sizeof(line)) == -1)
		conf_error(r, "stonith %s: cannot read parameters from %s: %s",
		    r->word[1], r->word[2], strerror(errno));
	else
		add(r, r->word[1], line + strspn(line, " \t"));
}

/* stonith_host NODE|* TYPE PARAMS…: usable from that node only. */
void
hacf_stonith_host(struct reader *r)
{
	char params[CONF_LINE_MAX];
	size_t n = 0;

	if (r->words < 3) {
		conf_error(r, "stonith_host: expected a node or *, a type "
			      "and its parameters");
		return;
	}
	params[0] = '\0';
	for (unsigned i = 3; i < r->words && n < sizeof(params); i++)
		n += (size_t)snprintf(params + n, sizeof(params) - n, "%s%s",
		    i > 3 ? " " : "", r->word[i]);
	if (strcmp(r->word[1], "*") == 0 ||
	    strcasecmp(r->word[1], r->self) == 0)
		add(r, r->word[2], params);
	else if (r->conf->fences == 0)
		conf_warning(r, "a STONITH device, but none that %s may use",
		    r->self);
}
