/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbd.conf: the sections of options, with all their old spellings. */
#include <inttypes.h>
#include <string.h>

#include "../lib/num.h"
#include "parse.h"

enum { SYNCER = CONF_SECTIONS, GLOBAL, LOOSE };

enum { MAX_GROUP = 1000000, OLD_AL_EXTENTS_MIN = 7 };

enum { NET_STRING_MAX = 63 }; /* include/linux/drbd_genl.h, with the NUL 64 */

/* An old name, where it stands now and what it says there. */
struct old_name {
	int section;
	const char *name;
	int to_section; /* -1: nothing is left of it */
	const char *to;
	const char *value;   /* NULL: as it is written */
	const char *warning; /* NULL: it means the same as ever */
};

static const struct old_name old_names[] = {
    {SYNCER, "rate", CONF_DISK, "resync-rate", NULL, NULL},
    {SYNCER, "after", CONF_DISK, "resync-after", NULL, NULL},
    {SYNCER, "group", -1, NULL, NULL, NULL},
    {SYNCER, "skip-sync", -1, NULL, NULL, "'skip-sync' is ignored"},
    {CONF_DISK, "no-disk-barrier", CONF_DISK, "disk-barrier", "no", NULL},
    {CONF_DISK, "no-disk-flushes", CONF_DISK, "disk-flushes", "no", NULL},
    {CONF_DISK, "no-disk-drain", CONF_DISK, "disk-drain", "no", NULL},
    {CONF_DISK, "no-md-flushes", CONF_DISK, "md-flushes", "no", NULL},
    {CONF_DISK, "use-bmbv", -1, NULL, NULL,
	"'use-bmbv' is ignored: the driver does that by itself since 8.4"},
    {CONF_NET, "no-tcp-cork", CONF_NET, "tcp-cork", "no", NULL},
    {CONF_NET, "on-disconnect", -1, NULL, NULL,
	"'on-disconnect' is ignored: the node always tries to reconnect "
	"(freeze_io is 'fencing resource-and-stonith' today)"},
    {CONF_HANDLERS, "outdate-peer", CONF_HANDLERS, "fence-peer", NULL, NULL},
    {GLOBAL, "disable-io-hints", -1, NULL, NULL,
	"'disable-io-hints' is ignored: the driver has none since 8.0"},
    {LOOSE, "protocol", CONF_NET, "protocol", NULL, NULL},
    {LOOSE, "incon-degr-cmd", CONF_HANDLERS, "pri-on-incon-degr", NULL, NULL},
};

/* What syncer held belongs to these sections since 8.4. */
static const int syncer_sections[] = {CONF_DISK, CONF_NET, CONF_OPTIONS};

static const char *const section_names[] = {
    "options", "net", "disk", "startup", "handlers", "syncer"};

const char *
conf_section_name(enum conf_section s)
{
	return section_names[s];
}

int
parse_section_number(const char *name)
{
	int i;

	for (i = 0; i <= SYNCER; i++)
		if (strcmp(section_names[i], name) == 0)
			return i;
	return -1;
}

static enum opt_group
section_group(int section)
{
	switch (section) {
	case CONF_OPTIONS:
		return OPT_RESOURCE;
	case CONF_NET:
		return OPT_NET;
	case CONF_DISK:
		return OPT_DISK;
	case CONF_STARTUP:
		return OPT_STARTUP;
	case CONF_HANDLERS:
		return OPT_HANDLERS;
	default:
		return OPT_GLOBAL;
	}
}

static const struct opt_desc *
find_in_section(int section, const char *name)
{
	return opt_find(section_group(section),
	    section == CONF_DISK ? OPT_ATTACH : OPT_NONE, name);
}

static const struct old_name *
find_old(int section, const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(old_names) / sizeof(old_names[0]); i++)
		if (old_names[i].section == section &&
		    strcmp(old_names[i].name, name) == 0)
			return &old_names[i];
	return NULL;
}

struct conf_opt *
parse_add(struct parser *p, struct conf_opt **list, const struct opt_desc *d,
    const char *value)
{
	struct conf_opt *o = arena_alloc(&p->conf->arena, sizeof(*o));

	o->desc = d;
	o->value = value;
	o->pos = parse_pos(p);
	while (*list != NULL)
		list = &(*list)->next;
	*list = o;
	return o;
}

static const char *
join_names(struct arena *a, const char *const *names)
{
	const char *text = "";

	for (; *names != NULL; names++)
		if (**names != '\0')
			text = arena_printf(a, "%s%s%s", text,
			    *text != '\0' ? "," : "", *names);
	return text;
}

static void
check_value(struct parser *p, const struct opt_desc *d, const char *text,
    struct pos pos)
{
	const char *shown = text == NULL ? "" : text;
	const char *k = d->unit == 'k' ? "k" : d->unit == 's' ? "s" : "";
	struct diags *diags = &p->conf->diags;
	int64_t v = 0;

	if (d->kind == OPT_STR && d->group == OPT_NET &&
	    strlen(shown) > NET_STRING_MAX)
		diag_add(diags, 10, pos, "%s is longer than %d characters",
		    d->name, NET_STRING_MAX);
	switch (opt_value(d, text, &v)) {
	case OPT_NOT_A_NUMBER:
		diag_add(diags, 20, pos,
		    "%s: '%s' is not a valid number, expected %" PRId64
		    "..%" PRId64 "%s",
		    d->name, shown, d->min, d->max, k);
		break;
	case OPT_RANGE:
		diag_add(diags, 10, pos,
		    "%s %s => %" PRId64 "%s out of range [%" PRId64 "..%" PRId64
		    "]%s.",
		    d->name, shown, v, k, d->min, d->max, k);
		break;
	case OPT_NOT_IN_LIST:
		diag_add(diags, 10, pos, "unknown %s '%s', should be one of %s",
		    d->name, shown,
		    d->names == NULL ? "yes,no"
				     : join_names(&p->conf->arena, d->names));
		break;
	default:
		break;
	}
}

/* The words up to the semicolon, or NULL when there are none. */
static const char *
take_value(struct parser *p, const char *name, int optional)
{
	const char *value = NULL;

	if (lex_is(&p->x, ';') && optional)
		return NULL;
	while (p->x.token.type == LEX_WORD || p->x.token.type == LEX_STRING) {
		value = value == NULL ? p->x.token.text
				      : arena_printf(&p->conf->arena, "%s %s",
					    value, p->x.token.text);
		lex_next(&p->x);
		/* a missing ; must not eat the next line */
		if (p->x.token.line != p->x.last_line)
			break;
	}
	if (value == NULL)
		parse_value(p,
		    arena_printf(&p->conf->arena, "a value for %s", name));
	return value;
}

static void
add_checked(struct parser *p, struct conf_opt **list, const struct opt_desc *d,
    const char *value, struct pos pos)
{
	int panic = value != NULL && strcmp(value, "panic") == 0 &&
		    strcmp(d->name, "on-io-error") == 0;
	struct conf_opt *o;
	int64_t v;

	if (panic)
		value = "call-local-io-error";
	/* the resource that resync-after names becomes a minor much later */
	if (strcmp(d->name, "resync-after") != 0)
		check_value(p, d, value, pos);
	/* protocol c is C */
	if (d->kind == OPT_ENUM && opt_value(d, value, &v) == OPT_OK)
		value = d->names[v];
	o = parse_add(p, list, d, value);
	o->pos = pos;
	o->legacy = panic;
}

/* group N: what it orders is known when all resources are. */
static void
take_group(struct parser *p, const char *value, struct pos pos)
{
	long long n;

	if (value == NULL || num_parse(value, 0, MAX_GROUP, &n) != 0) {
		diag_add(&p->conf->diags, 10, pos,
		    "group: '%s' is not a valid number, expected 0..%d",
		    value == NULL ? "" : value, MAX_GROUP);
		return;
	}
	p->group_of->group = (int)n;
	p->group_of->group_pos = pos;
}

/* 0.7 and 8.3 could do with less. */
static const char *
raise_al_extents(struct parser *p, const struct opt_desc *d, const char *value,
    struct pos pos)
{
	int64_t v;

	if (strcmp(d->name, "al-extents") != 0 ||
	    opt_value(d, value, &v) != OPT_RANGE || v < OLD_AL_EXTENTS_MIN ||
	    v >= d->min)
		return value;
	diag_add(&p->conf->diags, 0, pos,
	    "al-extents %s becomes %" PRId64 ", the least that the driver has",
	    value, d->min);
	return arena_printf(&p->conf->arena, "%" PRId64, d->min);
}

/* One statement; lists[] are the sections' lists, NULL where it cannot go. */
static void
parse_option(struct parser *p, int section, struct conf_opt **lists[],
    const char *name, struct pos pos)
{
	const struct old_name *old = find_old(section, name);
	const struct opt_desc *d = NULL;
	const char *value;
	size_t i;
	int to = section;

	if (old != NULL) {
		to = old->to_section;
		d = to < 0 ? NULL : find_in_section(to, old->to);
	} else if (section == SYNCER) {
		for (i = 0; d == NULL && i < 3; i++)
			d = find_in_section(to = syncer_sections[i], name);
	} else if (section != LOOSE) {
		d = find_in_section(section, name);
	}
	if (d == NULL && old == NULL) {
		diag_add(&p->conf->diags, 10, pos,
		    "Parse error: 'a%s option keyword' expected,\n"
		    "\tbut got '%s'",
		    section == SYNCER ? " syncer" : "n", name);
		parse_recover(p);
		return;
	}
	value = take_value(p, name,
	    d == NULL || old != NULL || d->kind == OPT_BOOL ||
		d->kind == OPT_FLAG);
	if (value == NULL && !lex_is(&p->x, ';'))
		return;
	if (old != NULL && strcmp(old->name, "group") == 0)
		take_group(p, value, pos);
	if (section == SYNCER && d != NULL)
		value = raise_al_extents(p, d, value, pos);
	if (old != NULL && old->warning != NULL)
		diag_add(&p->conf->diags, 0, pos, "%s", old->warning);
	if (old != NULL && old->value != NULL)
		value = old->value;
	if (d != NULL) {
		struct conf_opt *o;

		add_checked(p, lists[to], d, value, pos);
		for (o = *lists[to]; o->next != NULL; o = o->next)
			;
		o->legacy |= section == SYNCER && old != NULL;
	}
	parse_expect(p, ';');
}

static void
option_block(struct parser *p, int section, struct conf_opt **lists[],
    const char *block)
{
	struct pos opened = parse_pos(p);
	const char *name;
	struct pos pos;

	if (parse_expect(p, '{') != 0)
		return;
	while (parse_more(p, block, opened)) {
		pos = parse_pos(p);
		name = parse_value(p, "an option keyword");
		if (name != NULL)
			parse_option(p, section, lists, name, pos);
	}
}

static void
section_lists(struct conf_resource *r, struct conf_opt **lists[])
{
	int i;

	for (i = 0; i < CONF_SECTIONS; i++)
		lists[i] = &r->opts[i];
}

void
parse_section(struct parser *p, struct conf_resource *r, const char *name)
{
	struct conf_opt **lists[CONF_SECTIONS];
	int section = parse_section_number(name);
	struct pos pos = {p->file, p->x.last_line};

	diag_once(&p->conf->diags, &r->seen[section], pos,
	    arena_printf(&p->conf->arena, "%s section", name),
	    arena_printf(&p->conf->arena, "%s:%s", r->name, name));
	section_lists(r, lists);
	p->group_of = r;
	option_block(p, section, lists, name);
}

void
parse_global(struct parser *p)
{
	struct conf_opt **lists[GLOBAL + 1] = {[GLOBAL] = &p->conf->global};
	struct pos pos = {p->file, p->x.last_line};

	diag_once(&p->conf->diags, &p->conf->global_pos, pos, "global section",
	    "global");
	option_block(p, GLOBAL, lists, "global");
}

void
parse_disk_options(struct parser *p, struct conf_opt **list)
{
	struct conf_opt **lists[CONF_SECTIONS] = {[CONF_DISK] = list};

	option_block(p, CONF_DISK, lists, "disk");
}

int
parse_loose_option(struct parser *p, struct conf_resource *r, const char *name)
{
	struct conf_opt **lists[CONF_SECTIONS];
	struct pos pos = {p->file, p->x.last_line};

	if (find_old(LOOSE, name) == NULL)
		return 0;
	section_lists(r, lists);
	parse_option(p, LOOSE, lists, name, pos);
	return 1;
}
