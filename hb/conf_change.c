/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What another haresources changes, for a reload. */
#include <string.h>

#include "conf.h"

static bool
same_group(const struct conf_group *a, const struct conf_group *b)
{
	if (a->home != b->home || a->resources != b->resources)
		return false;
	for (unsigned k = 0; k < a->resources; k++)
		if (strcmp(a->resource[k], b->resource[k]) != 0)
			return false;
	return true;
}

bool
conf_same_groups(const struct conf *a, const struct conf *b)
{
	if (a->groups != b->groups)
		return false;
	for (unsigned i = 0; i < a->groups; i++)
		if (!same_group(&a->group[i], &b->group[i]))
			return false;
	return true;
}

/* Whose groups have that resource: bits, by node. */
static unsigned
homes(const struct conf *conf, const char *resource)
{
	unsigned bits = 0;

	for (unsigned i = 0; i < conf->groups; i++)
		for (unsigned k = 0; k < conf->group[i].resources; k++)
			if (strcmp(conf->group[i].resource[k], resource) == 0)
				bits |= 1U << conf->group[i].home;
	return bits;
}

const char *
conf_rehomed(const struct conf *old, const struct conf *new)
{
	for (unsigned i = 0; i < old->groups; i++)
		for (unsigned k = 0; k < old->group[i].resources; k++) {
			const char *r = old->group[i].resource[k];
			unsigned now = homes(new, r);

			if (now != 0 && now != homes(old, r))
				return r;
		}
	return NULL;
}

bool
conf_has(const struct conf *conf, const char *resource)
{
	return homes(conf, resource) != 0;
}
