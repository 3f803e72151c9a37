/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdadm: the commands that a configuration turns into. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "addr.h"
#include "adm.h"
#include "lkbd.h"
#include "meta.h"

int
adm_run(struct adm *a, int quiet)
{
	int code;

	if (a->dry_run || a->verbose) {
		cmd_print(&a->cmd, stdout);
		fflush(stdout);
	}
	if (a->dry_run)
		return 0;
	code = cmd_run(&a->cmd);
	/* what is less is an answer, and no failure */
	if (code >= 10 && !quiet) {
		fprintf(stderr, "Command '");
		a->cmd.argc--;
		for (int i = 0; i < a->cmd.argc; i++)
			fprintf(stderr, "%s ", a->cmd.argv[i]);
		fprintf(stderr, "%s' terminated with exit code %d\n",
		    a->cmd.argv[a->cmd.argc], code);
	}
	return code;
}

void
adm_add_extra(struct adm *a)
{
	int i;

	for (i = 0; i < a->n_extra; i++)
		cmd_add(&a->cmd, a->extra[i]);
}

void
adm_on_minor(struct adm *a, const char *verb, struct adm_volume v)
{
	cmd_start(&a->cmd, "drbdsetup");
	cmd_add(&a->cmd, verb);
	cmd_addf(&a->cmd, "%d", v.vol->minor);
}

const char *
adm_meta_device(const struct conf_volume *v)
{
	return v->meta_index == CONF_META_INTERNAL ? v->disk : v->meta_disk;
}

void
adm_meta_index(const struct conf_volume *v, int setup, char text[16])
{
	if (v->meta_index == CONF_META_INTERNAL)
		snprintf(text, 16, "internal");
	else if (v->meta_index == CONF_META_FLEXIBLE)
		snprintf(text, 16, "%s", setup ? "flexible" : "flex-external");
	else
		snprintf(text, 16, "%d", v->meta_index);
}

void
adm_on_meta(struct adm *a, const char *verb, struct adm_volume v)
{
	char index[16];

	adm_meta_index(v.vol, 0, index);
	cmd_start(&a->cmd, "drbdmeta");
	cmd_addf(&a->cmd, "%d", v.vol->minor);
	cmd_add(&a->cmd, "v08");
	cmd_add(&a->cmd, adm_meta_device(v.vol));
	cmd_add(&a->cmd, index);
	cmd_add(&a->cmd, verb);
}

/* resync-after RESOURCE[/VOLUME]: the driver wants the minor. NULL: there is
 * no such resource here. */
static const char *
after_minor(struct adm *a, const char *value)
{
	char *name = arena_str(&a->cmd.arena, value);
	char *slash = strrchr(name, '/');
	const struct conf_resource *r = conf_resource(&a->conf, name);
	const struct conf_volume *v;

	if (r == NULL && slash != NULL) {
		*slash = '\0';
		r = conf_resource(&a->conf, name);
	}
	if (r == NULL || r->me == NULL)
		return NULL;
	for (v = r->me->volumes; v != NULL && slash != NULL; v = v->next)
		if (strcmp(arena_printf(&a->cmd.arena, "%u", v->number),
			slash + 1) == 0)
			break;
	if (v == NULL)
		v = r->me->volumes;
	return arena_printf(&a->cmd.arena, "%d", v->minor);
}

static void
add_option(struct adm *a, const struct conf_opt *o)
{
	const char *value = o->value;

	if (strcmp(o->desc->name, "resync-after") == 0) {
		value =
		    strcmp(value, "-1") == 0 ? value : after_minor(a, value);
		/* the parser warned of what it names */
		if (value == NULL)
			return;
	}
	if (value == NULL)
		value = "yes";
	cmd_option(&a->cmd, o->desc->name, value);
}

/* Add what list has and none of the lists before it, if it is wanted. */
static void
add_list(struct adm *a, const struct conf_opt *list,
    const struct conf_opt *const *before, int n,
    int (*wanted)(const struct opt_desc *d))
{
	const struct conf_opt *o;
	int i;

	for (o = list; o != NULL; o = o->next) {
		for (i = 0; i < n; i++)
			if (conf_in_list(before[i], o->desc) != NULL)
				break;
		/* of two in a list the later one counts */
		if (i == n && conf_in_list(list, o->desc) == o &&
		    wanted(o->desc))
			add_option(a, o);
	}
}

static int
any(const struct opt_desc *d)
{
	(void)d;
	return 1;
}

static int
changeable(const struct opt_desc *d)
{
	return !d->fixed;
}

static int
is_size(const struct opt_desc *d)
{
	return strcmp(d->name, "size") == 0;
}

static void
add_wanted(struct adm *a, enum conf_section s, const struct conf_resource *r,
    const struct conf_volume *v, int (*wanted)(const struct opt_desc *d))
{
	const struct conf_opt *lists[3];

	lists[0] = v == NULL ? NULL : v->disk_opts;
	lists[1] = r->opts[s];
	lists[2] = a->conf.common.opts[s];
	add_list(a, lists[0], NULL, 0, wanted);
	add_list(a, lists[1], lists, 1, wanted);
	add_list(a, lists[2], lists, 2, wanted);
}

void
adm_add_options(struct adm *a, enum conf_section s,
    const struct conf_resource *r, const struct conf_volume *v)
{
	add_wanted(a, s, r, v, any);
}

void
adm_add_changeable(struct adm *a, enum conf_section s,
    const struct conf_resource *r, const struct conf_volume *v)
{
	add_wanted(a, s, r, v, changeable);
}

void
adm_add_size(struct adm *a, struct adm_volume v)
{
	add_wanted(a, CONF_DISK, v.res, v.vol, is_size);
}

int
adm_new_resource(struct adm *a, const struct conf_resource *r)
{
	cmd_start(&a->cmd, "drbdsetup");
	cmd_add(&a->cmd, "new-resource");
	cmd_add(&a->cmd, r->name);
	adm_add_options(a, CONF_OPTIONS, r, NULL);
	return adm_run(a, 0);
}

int
adm_new_minor(struct adm *a, struct adm_volume v)
{
	cmd_start(&a->cmd, "drbdsetup");
	cmd_add(&a->cmd, "new-minor");
	cmd_add(&a->cmd, v.res->name);
	cmd_addf(&a->cmd, "%d", v.vol->minor);
	cmd_addf(&a->cmd, "%u", v.vol->number);
	return adm_run(a, 0);
}

/* Internal meta-data that is not at the end may be where the end was before
 * the device grew: 1 when it has been moved. */
static int
follow_resize(struct adm *a, struct adm_volume v)
{
	struct lkbd k;

	if (v.vol->meta_index != CONF_META_INTERNAL ||
	    lkbd_load(v.vol->minor, &k) != 0)
		return 0;
	adm_on_meta(a, "check-resize", v);
	return adm_run(a, 1) == 0;
}

int
adm_attach(struct adm *a, struct adm_volume v)
{
	char index[16];
	int no_meta, code;

	/* whether there is meta-data at all, attach itself tells */
	adm_on_meta(a, "apply-al", v);
	no_meta = adm_run(a, 1) == META_NONE;
	if (no_meta && follow_resize(a, v)) {
		adm_on_meta(a, "apply-al", v);
		no_meta = adm_run(a, 1) == META_NONE;
	}
	adm_meta_index(v.vol, 1, index);
	adm_on_minor(a, "attach", v);
	cmd_add(&a->cmd, v.vol->disk);
	cmd_add(&a->cmd, adm_meta_device(v.vol));
	cmd_add(&a->cmd, index);
	adm_add_options(a, CONF_DISK, v.res, v.vol);
	adm_add_extra(a);
	code = adm_run(a, 0);
	if (code != 0 && no_meta)
		fprintf(stderr,
		    "%s has no meta-data on %s (%s). If this is a new disk, "
		    "type:\n\tdrbdadm create-md %s && drbdadm adjust %s\n",
		    v.res->name, adm_meta_device(v.vol), index, v.res->name,
		    v.res->name);
	return code;
}

int
adm_add_addresses(struct adm *a, const struct conf_resource *r)
{
	if (r->peer == NULL) {
		fprintf(stderr, "%s:%u: in resource %s:\n\t%s\n", r->pos.file,
		    r->pos.line, r->name,
		    r->peers == 0
			? "Missing section 'on <PEER> { ... }'."
			: "There are multiple host sections for the peer "
			  "node.\n\tUse the --peer option to select which peer "
			  "section to use.");
		return -1;
	}
	cmd_add(&a->cmd, r->me->address);
	cmd_add(&a->cmd, r->peer->address);
	return 0;
}

/* With an address that is not ours the driver would say yes, and give up
 * later where nobody looks. */
static int
check_my_address(const struct conf_resource *r)
{
	struct addr me;

	if (addr_parse(&me, r->me->address) != 0 || addr_is_local(&me) != 0)
		return 0;
	fprintf(stderr,
	    "%s:%u: in resource %s:\n"
	    "\tIP %s not found on this host.\n",
	    r->me->pos.file, r->me->pos.line, r->name, r->me->address + 5);
	return ADM_CONFIG;
}

int
adm_connect(struct adm *a, const struct conf_resource *r)
{
	cmd_start(&a->cmd, "drbdsetup");
	cmd_add(&a->cmd, "connect");
	cmd_add(&a->cmd, r->name);
	if (adm_add_addresses(a, r) != 0)
		return ADM_CONFIG;
	if (!a->dry_run && check_my_address(r) != 0)
		return ADM_CONFIG;
	adm_add_options(a, CONF_NET, r, NULL);
	adm_add_extra(a);
	return adm_run(a, 0);
}
