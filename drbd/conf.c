/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions about a configuration that is read: which host am I, what holds. */
#include <string.h>

#include "addr.h"
#include "conf.h"

const struct conf_opt *
conf_in_list(const struct conf_opt *list, const struct opt_desc *d)
{
	const struct conf_opt *found = NULL;

	for (; list != NULL; list = list->next)
		if (list->desc == d)
			found = list;
	return found;
}

static enum opt_group
section_group(enum conf_section s)
{
	static const enum opt_group groups[CONF_SECTIONS] = {
	    [CONF_OPTIONS] = OPT_RESOURCE,
	    [CONF_NET] = OPT_NET,
	    [CONF_DISK] = OPT_DISK,
	    [CONF_STARTUP] = OPT_STARTUP,
	    [CONF_HANDLERS] = OPT_HANDLERS,
	};

	return groups[s];
}

const struct conf_opt *
conf_get(const struct conf *c, const struct conf_resource *r,
    enum conf_section s, const char *name)
{
	const struct opt_desc *d = opt_find(section_group(s), OPT_NONE, name);
	const struct conf_opt *o = conf_in_list(r->opts[s], d);

	return o != NULL ? o : conf_in_list(c->common.opts[s], d);
}

struct conf_resource *
conf_resource(const struct conf *c, const char *name)
{
	struct conf_resource *r = c->resources;

	while (r != NULL && strcmp(r->name, name) != 0)
		r = r->next;
	return r;
}

static int
has_name(const struct conf_name *n, const char *name)
{
	for (; n != NULL; n = n->next)
		if (strcmp(n->name, name) == 0)
			return 1;
	return 0;
}

/* "ipv4:192.168.0.21:7788" is the machine's, or is called node: a floating
 * host is known by its address alone. */
static int
is_floating_me(const struct conf_host *h, const char *node)
{
	struct addr a;
	size_t len = strlen(node);

	if (h->address == NULL)
		return 0;
	if (strncmp(h->address + 5, node, len) == 0 &&
	    h->address[5 + len] == ':')
		return 1;
	return addr_parse(&a, h->address) == 0 && addr_is_local(&a) == 1;
}

void
conf_select(struct conf *c, const char *node, const char *peer_name)
{
	struct conf_resource *r;
	struct conf_host *h;

	for (r = c->resources; r != NULL; r = r->next) {
		r->me = r->peer = NULL;
		r->peers = 0;
		if (has_name(r->ignored_on, node))
			continue;
		for (h = r->hosts; h != NULL && r->me == NULL; h = h->next)
			if (h->names == NULL ? is_floating_me(h, node)
					     : has_name(h->names, node))
				r->me = h;
		for (h = r->hosts; h != NULL; h = h->next) {
			if (h == r->me)
				continue;
			if (peer_name != NULL && !has_name(h->names, peer_name))
				continue;
			r->peers++;
			r->peer = h;
		}
		if (r->peers != 1)
			r->peer = NULL;
	}
}
