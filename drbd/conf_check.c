/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbd.conf, read: inheritance, what old spellings mean, and contradictions. */
#include <string.h>

#include "parse.h"

/* What 0.7's kernel did on an error with "panic": stop at once, so that the
 * peer takes over. Without sysrq a forced reboot does the same. */
static const char panic_handler[] = "echo c > /proc/sysrq-trigger || reboot -f";

static struct conf_opt *
append(struct conf *c, struct conf_opt **list, enum opt_group group,
    const char *name, const char *value, struct pos pos)
{
	struct conf_opt *o = arena_alloc(&c->arena, sizeof(*o));

	o->desc = opt_find(group, OPT_NONE, name);
	o->value = value;
	o->pos = pos;
	while (*list != NULL)
		list = &(*list)->next;
	*list = o;
	return o;
}

/* syncer { rate R; } meant R and nothing else, but the controller of 8.4
 * ignores a fixed rate unless it is told not to plan ahead. */
static void
keep_fixed_rate(struct conf *c, struct conf_resource *r)
{
	const struct conf_opt *o;

	for (o = r->opts[CONF_DISK]; o != NULL; o = o->next)
		if (o->legacy && strcmp(o->desc->name, "resync-rate") == 0)
			break;
	if (o != NULL && conf_get(c, r, CONF_DISK, "c-plan-ahead") == NULL)
		append(c, &r->opts[CONF_DISK], OPT_DISK, "c-plan-ahead", "0",
		    o->pos);
}

static void
keep_panic(struct conf *c, struct conf_resource *r)
{
	const struct conf_opt *o, *handler;

	for (o = r->opts[CONF_DISK]; o != NULL; o = o->next)
		if (o->legacy && strcmp(o->desc->name, "on-io-error") == 0)
			break;
	if (o == NULL)
		return;
	handler = conf_get(c, r, CONF_HANDLERS, "local-io-error");
	if (handler == NULL)
		append(c, &r->opts[CONF_HANDLERS], OPT_HANDLERS,
		    "local-io-error", panic_handler, o->pos);
	else
		diag_add(&c->diags, 0, o->pos,
		    "on-io-error panic runs the local-io-error handler of "
		    "line %u instead",
		    handler->pos.line);
}

/* 0.7 put devices that share a disk in groups, which resynchronised one after
 * the other; without one it was 0. The driver knows one device to wait for. */
static void
keep_group(struct conf *c, struct conf_resource *r)
{
	const struct conf_resource *s, *before = NULL;
	int group, last = -1;

	if (r->group < 0)
		return;
	for (s = c->resources; s != NULL; s = s->next) {
		group = s->group < 0 ? 0 : s->group;
		if (group >= r->group || group < last || s->repeated)
			continue;
		last = group;
		before = s;
	}
	if (before == NULL) {
		diag_add(&c->diags, 0, r->group_pos,
		    "'group' orders nothing here: no resource has a lower one");
	} else if (conf_get(c, r, CONF_DISK, "resync-after") != NULL) {
		diag_add(&c->diags, 0, r->group_pos,
		    "'group' is ignored: 'resync-after' says it");
	} else {
		diag_add(&c->diags, 0, r->group_pos,
		    "'group' is 'resync-after %s' since 8.0", before->name);
		append(c, &r->opts[CONF_DISK], OPT_DISK, "resync-after",
		    before->name, r->group_pos);
	}
}

static void
inherit_volumes(struct conf *c, struct conf_resource *r, struct conf_host *h)
{
	struct conf_volume *from, *v, **end;

	for (from = r->volumes; from != NULL; from = from->next) {
		v = conf_volume(h->volumes, from->number);
		if (v == NULL) {
			v = arena_alloc(&c->arena, sizeof(*v));
			*v = *from;
			v->next = NULL;
			for (end = &h->volumes; *end != NULL;
			     end = &(*end)->next)
				;
			*end = v;
			continue;
		}
		if (v->minor < 0) {
			v->minor = from->minor;
			v->device = from->device;
		}
		if (v->disk == NULL)
			v->disk = from->disk;
		if (v->meta_disk == NULL) {
			v->meta_disk = from->meta_disk;
			v->meta_index = from->meta_index;
		}
		if (v->disk_opts == NULL)
			v->disk_opts = from->disk_opts;
		v->explicit |= from->explicit;
	}
}

static const char *
host_title(struct conf *c, const struct conf_host *h)
{
	return h->names != NULL
		   ? arena_printf(&c->arena, "on %s", h->names->name)
		   : arena_printf(&c->arena, "floating %s",
			 h->address != NULL ? h->address + 5 : "?");
}

static void
missing(struct conf *c, const struct conf_resource *r,
    const struct conf_host *h, const struct conf_volume *v, const char *word)
{
	const char *volume =
	    v == NULL || !v->explicit
		? ""
		: arena_printf(&c->arena, ", volume %u", v->number);

	diag_add(&c->diags, 10, h->pos,
	    "in resource %s, %s%s { ... }: '%s' keyword missing.", r->name,
	    host_title(c, h), volume, word);
}

static void
check_host(struct conf *c, const struct conf_resource *r,
    const struct conf_host *h)
{
	const struct conf_volume *v;

	if (h->address == NULL)
		missing(c, r, h, NULL, "address");
	if (h->volumes == NULL)
		missing(c, r, h, NULL, "device");
	for (v = h->volumes; v != NULL; v = v->next) {
		if (v->minor < 0 && v->device == NULL)
			missing(c, r, h, v, "device");
		if (v->disk == NULL)
			missing(c, r, h, v, "disk");
		if (v->meta_disk == NULL)
			missing(c, r, h, v, "meta-disk");
	}
}

static const char *
shared_name(const struct conf_host *a, const struct conf_host *b)
{
	const struct conf_name *i, *j;

	for (i = a->names; i != NULL; i = i->next)
		for (j = b->names; j != NULL; j = j->next)
			if (strcmp(i->name, j->name) == 0)
				return i->name;
	return NULL;
}

static void
check_volumes(struct conf *c, const char *node, const struct conf_volume *a,
    const struct conf_volume *b)
{
	if (a->minor == b->minor && a->minor >= 0)
		diag_conflict(&c->diags, "device-minor",
		    arena_printf(&c->arena, "device-minor:%s:%d", node,
			a->minor),
		    b->pos, a->pos);
	if (a->meta_disk != NULL && b->meta_disk != NULL &&
	    a->meta_index >= 0 && a->meta_index == b->meta_index &&
	    strcmp(a->meta_disk, b->meta_disk) == 0)
		diag_conflict(&c->diags, "meta-disk",
		    arena_printf(&c->arena, "%s:%s[%d]", node, a->meta_disk,
			a->meta_index),
		    b->pos, a->pos);
}

/* Two host sections that name the same machine, a's before b's. */
static void
check_hosts(struct conf *c, const struct conf_resource *ra,
    const struct conf_host *a, const struct conf_resource *rb,
    const struct conf_host *b)
{
	const char *node = shared_name(a, b);
	const struct conf_volume *v, *w;

	if (ra == rb && node != NULL) {
		diag_conflict(&c->diags, "host section",
		    arena_printf(&c->arena, "%s: on %s", ra->name, node),
		    b->pos, a->pos);
		return;
	}
	if (a->address != NULL && b->address != NULL &&
	    strcmp(a->address, b->address) == 0)
		diag_conflict(&c->diags, "IP", a->address + 5, b->pos, a->pos);
	if (node == NULL)
		return;
	for (v = a->volumes; v != NULL; v = v->next)
		for (w = b->volumes; w != NULL; w = w->next)
			check_volumes(c, node, v, w);
}

static void
check_pairs(struct conf *c, const struct conf_resource *ra,
    const struct conf_host *a)
{
	const struct conf_resource *rb;
	const struct conf_host *b;
	const struct conf_volume *v, *w;
	const char *node = a->names != NULL ? a->names->name : "floating";

	for (v = a->volumes; v != NULL; v = v->next)
		for (w = v->next; w != NULL; w = w->next)
			check_volumes(c, node, v, w);
	for (rb = ra; rb != NULL; rb = rb->next) {
		if (rb->repeated)
			continue;
		for (b = rb == ra ? a->next : rb->hosts; b != NULL; b = b->next)
			check_hosts(c, ra, a, rb, b);
	}
}

static void
check_after(struct conf *c, const struct conf_opt *list,
    const struct conf_resource *r)
{
	const struct conf_opt *o;
	const char *slash;
	char *name;

	for (o = list; o != NULL; o = o->next) {
		if (strcmp(o->desc->name, "resync-after") != 0 ||
		    o->value == NULL || strcmp(o->value, "-1") == 0)
			continue;
		name = arena_str(&c->arena, o->value);
		slash = strrchr(name, '/');
		if (slash != NULL)
			name[slash - name] = '\0';
		if (conf_resource(c, name) == NULL &&
		    conf_resource(c, o->value) == NULL)
			diag_add(&c->diags, 0, o->pos,
			    "in resource %s:\n\tresource '%s' mentioned in "
			    "'resync-after' option is not known.",
			    r->name, o->value);
	}
}

static void
check_fencing(struct conf *c, const struct conf_resource *r)
{
	const struct conf_opt *o = conf_get(c, r, CONF_DISK, "fencing");

	if (o == NULL || o->value == NULL ||
	    strcmp(o->value, "dont-care") == 0 ||
	    conf_get(c, r, CONF_HANDLERS, "fence-peer") != NULL)
		return;
	diag_add(&c->diags, 0, o->pos,
	    "in resource %s:\n\t'fencing' without a fence-peer handler: no "
	    "node can become primary without the other one.",
	    r->name);
}

void
conf_check(struct conf *c)
{
	struct conf_resource *r, *s;
	struct conf_host *h;

	if (c->common.group_pos.line != 0)
		diag_add(&c->diags, 0, c->common.group_pos,
		    "'group' is ignored in the common section");
	keep_fixed_rate(c, &c->common);
	keep_panic(c, &c->common);
	check_after(c, c->common.opts[CONF_DISK], &c->common);
	for (r = c->resources; r != NULL; r = r->next) {
		for (s = c->resources; s != r; s = s->next)
			if (strcmp(s->name, r->name) == 0)
				break;
		if (s != r) {
			/* what is in it would only repeat that */
			diag_conflict(&c->diags, "resource section", r->name,
			    r->pos, s->pos);
			r->repeated = 1;
			continue;
		}
		keep_fixed_rate(c, r);
		keep_group(c, r);
		keep_panic(c, r);
		check_after(c, r->opts[CONF_DISK], r);
		check_fencing(c, r);
		for (h = r->hosts; h != NULL; h = h->next) {
			inherit_volumes(c, r, h);
			check_host(c, r, h);
		}
	}
	for (r = c->resources; r != NULL; r = r->next)
		for (h = r->hosts; h != NULL && !r->repeated; h = h->next)
			check_pairs(c, r, h);
}
