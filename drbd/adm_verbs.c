/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdadm: what each verb does. */
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "adm_verb.h"
#include "setup.h"

/* drbdsetup VERB MINOR. */
static int
on_minor(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	adm_on_minor(a, v->name, on);
	adm_add_extra(a);
	return adm_run(a, 0);
}

static int
on_meta(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	adm_on_meta(a, v->name, on);
	adm_add_extra(a);
	return adm_run(a, 0);
}

/* A name of its own for the new device. */
static int
create_md(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	uint64_t uuid = 0;
	int code = on_meta(a, v, on);

	if (code != 0 || a->dry_run)
		return code;
	if (getrandom(&uuid, sizeof(uuid), GRND_NONBLOCK) !=
	    (ssize_t)sizeof(uuid))
		return 0;
	adm_on_meta(a, "write-dev-uuid", on);
	cmd_addf(&a->cmd, "%016llX", (unsigned long long)uuid);
	cmd_add(&a->cmd, "--force");
	return adm_run(a, 0);
}

enum { MINOR_UNKNOWN, MINOR_KNOWN, MINOR_ATTACHED };

static int
minor_is(int minor)
{
	struct kern_state st;
	struct nl_reply r;
	struct nlsock s;
	int is = MINOR_UNKNOWN;

	if (nlsock_open(&s) != 0)
		return is;
	if (kern_get_state(&s, (uint32_t)minor, &st, &r) == 0 && st.known)
		is = st.disk == DISK_STATE_DISKLESS ? MINOR_KNOWN
						    : MINOR_ATTACHED;
	nlsock_close(&s);
	return is;
}

/* The driver does it while it has the disk, else drbdmeta. */
static int
setup_or_meta(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	int enough =
	    strcmp(v->name, "dstate") == 0 ? MINOR_KNOWN : MINOR_ATTACHED;

	if (a->dry_run) {
		on_minor(a, v, on);
		return on_meta(a, v, on);
	}
	if (minor_is(on.vol->minor) >= enough)
		return on_minor(a, v, on);
	return on_meta(a, v, on);
}

/* To the size of the file, if it has one, which the driver does not forget by
 * itself. Afterwards what the driver agreed on is noted: its word counts,
 * whether that can be written or not. */
static int
resize(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	int code;

	adm_on_minor(a, v->name, on);
	adm_add_size(a, on);
	adm_add_extra(a);
	code = adm_run(a, 0);
	if (code == 0) {
		adm_on_minor(a, "check-resize", on);
		adm_run(a, 1);
	}
	return code;
}

static int
attach(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	(void)v;
	return adm_attach(a, on);
}

static int
disk_options(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	(void)v;
	adm_on_minor(a, "disk-options", on);
	cmd_add(&a->cmd, "--set-defaults");
	adm_add_changeable(a, CONF_DISK, on.res, on.vol);
	adm_add_extra(a);
	return adm_run(a, 0);
}

static int
resource_options(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	cmd_start(&a->cmd, "drbdsetup");
	cmd_add(&a->cmd, v->name);
	cmd_add(&a->cmd, on.res->name);
	cmd_add(&a->cmd, "--set-defaults");
	adm_add_options(a, CONF_OPTIONS, on.res, NULL);
	adm_add_extra(a);
	return adm_run(a, 0);
}

static int
on_connection(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	cmd_start(&a->cmd, "drbdsetup");
	cmd_add(&a->cmd, v->name);
	if (adm_add_addresses(a, on.res) != 0)
		return ADM_CONFIG;
	if (strcmp(v->name, "net-options") == 0) {
		cmd_add(&a->cmd, "--set-defaults");
		adm_add_changeable(a, CONF_NET, on.res, NULL);
	}
	adm_add_extra(a);
	return adm_run(a, 0);
}

static int
connect_resource(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	(void)v;
	return adm_connect(a, on.res);
}

static int
on_resource(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	cmd_start(&a->cmd, "drbdsetup");
	cmd_add(&a->cmd, v->name);
	cmd_add(&a->cmd, on.res->name);
	adm_add_extra(a);
	return adm_run(a, 0);
}

static int
new_resource(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	(void)v;
	return adm_new_resource(a, on.res);
}

static int
new_minor(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	(void)v;
	return adm_new_minor(a, on);
}

/* All resources exist before the first is attached, and all disks are there
 * before the first connects. What fails leaves the others alone. */
static int
up(struct adm *a, const struct conf_resource *const *list)
{
	const struct conf_resource *const *r;
	struct adm_volume v;
	int failed = 0;

	for (r = list; *r != NULL; r++) {
		failed |= adm_new_resource(a, *r);
		v.res = *r;
		for (v.vol = (*r)->me->volumes; v.vol; v.vol = v.vol->next)
			failed |= adm_new_minor(a, v);
	}
	for (r = list; *r != NULL; r++) {
		v.res = *r;
		for (v.vol = (*r)->me->volumes; v.vol; v.vol = v.vol->next)
			failed |= adm_attach(a, v);
	}
	for (r = list; *r != NULL; r++)
		failed |= adm_connect(a, *r);
	return failed != 0 ? ADM_USAGE : 0;
}

static int
wait_connect(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	static const char *const names[] = {"wfc-timeout", "degr-wfc-timeout",
	    "outdated-wfc-timeout", "wait-after-sb"};
	const struct conf_opt *o;
	size_t i;

	adm_on_minor(a, v->name, on);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		o = conf_get(&a->conf, on.res, CONF_STARTUP, names[i]);
		if (o != NULL)
			cmd_option(&a->cmd, names[i],
			    o->value == NULL ? "yes" : o->value);
	}
	adm_add_extra(a);
	return adm_run(a, 0);
}

static int
wait_interactive(struct adm *a, const struct adm_verb *v)
{
	const struct conf_resource *list[64];
	const struct conf_resource *r;
	int n = 0;

	(void)v;
	for (r = a->conf.resources; r != NULL && n < 63; r = r->next)
		if (r->me != NULL)
			list[n++] = r;
	list[n] = NULL;
	return adm_wait_interactive(a, list);
}

static int
dump(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	(void)v;
	conf_dump_resource(&a->conf, on.res, a->node, stdout);
	return 0;
}

static int
dump_all(struct adm *a, const struct adm_verb *v)
{
	(void)v;
	conf_dump(&a->conf, a->node, stdout);
	return 0;
}

static int
dump_xml(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	(void)v;
	conf_dump_xml(&a->conf, on.res, stdout);
	return 0;
}

static int
dump_xml_all(struct adm *a, const struct adm_verb *v)
{
	(void)v;
	conf_dump_xml(&a->conf, NULL, stdout);
	return 0;
}

static int
status_all(struct adm *a, const struct adm_verb *v)
{
	cmd_start(&a->cmd, "drbdsetup");
	cmd_add(&a->cmd, v->name);
	adm_add_extra(a);
	return adm_run(a, 0);
}

static int
sh(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	return adm_sh(a, v->name, on.res);
}

static int
sh_all(struct adm *a, const struct adm_verb *v)
{
	return adm_sh_all(a, v->name);
}

static int
sh_status(struct adm *a, const struct adm_verb *v, struct adm_volume on)
{
	return on_minor(a, v, on);
}

/* Warnings about the file are for where it is checked or applied. */
enum { EACH = ADM_VOLUMES | ADM_QUIET, SCRIPT = ADM_QUIET | ADM_HIDDEN };

const struct adm_verb adm_verbs[] = {
    {"up", 0, NULL, up, NULL},
    {"down", ADM_QUIET, on_resource, NULL, NULL},
    {"primary", EACH, on_minor, NULL, NULL},
    {"secondary", EACH, on_minor, NULL, NULL},
    {"adjust", 0, NULL, adm_adjust, NULL},
    {"attach", ADM_VOLUMES, attach, NULL, NULL},
    {"detach", EACH, on_minor, NULL, NULL},
    {"connect", ADM_QUIET, connect_resource, NULL, NULL},
    {"disconnect", ADM_QUIET, on_connection, NULL, NULL},
    {"disk-options", EACH, disk_options, NULL, NULL},
    {"net-options", ADM_QUIET, on_connection, NULL, NULL},
    {"resource-options", ADM_QUIET, resource_options, NULL, NULL},
    {"invalidate", EACH, setup_or_meta, NULL, NULL},
    {"invalidate-remote", EACH, on_minor, NULL, NULL},
    {"outdate", EACH, setup_or_meta, NULL, NULL},
    {"resize", EACH, resize, NULL, NULL},
    {"verify", EACH, on_minor, NULL, NULL},
    {"pause-sync", EACH, on_minor, NULL, NULL},
    {"resume-sync", EACH, on_minor, NULL, NULL},
    {"suspend-io", EACH, on_minor, NULL, NULL},
    {"resume-io", EACH, on_minor, NULL, NULL},
    {"new-current-uuid", EACH, on_minor, NULL, NULL},
    {"role", EACH, on_minor, NULL, NULL},
    {"state", EACH, on_minor, NULL, NULL},
    {"cstate", EACH, on_minor, NULL, NULL},
    {"dstate", EACH, setup_or_meta, NULL, NULL},
    {"status", ADM_QUIET | ADM_DEFAULT_ALL, on_resource, NULL, NULL},
    {"dump", 0, dump, NULL, dump_all},
    {"dump-xml", 0, dump_xml, NULL, dump_xml_all},
    {"create-md", ADM_VOLUMES, create_md, NULL, NULL},
    {"show-gi", EACH, setup_or_meta, NULL, NULL},
    {"get-gi", EACH, setup_or_meta, NULL, NULL},
    {"dump-md", EACH, on_meta, NULL, NULL},
    {"wipe-md", EACH, on_meta, NULL, NULL},
    {"apply-al", EACH, on_meta, NULL, NULL},
    {"wait-connect", EACH, wait_connect, NULL, NULL},
    {"wait-sync", EACH, wait_connect, NULL, NULL},
    {"wait-con-int", ADM_DEFAULT_ALL | ADM_QUIET, NULL, adm_wait_interactive,
	wait_interactive},
    {"new-resource", ADM_HIDDEN | ADM_QUIET, new_resource, NULL, NULL},
    {"new-minor", ADM_HIDDEN | EACH, new_minor, NULL, NULL},
    {"sh-new-minor", ADM_HIDDEN | EACH, new_minor, NULL, NULL},
    {"set-gi", ADM_HIDDEN | EACH | ADM_ONE_VOLUME, on_meta, NULL, NULL},
    {"check-resize", ADM_HIDDEN | EACH, setup_or_meta, NULL, NULL},
    {"syncer", ADM_HIDDEN | EACH, disk_options, NULL, NULL}, /* 0.7's */
    {"adjust-with-progress", ADM_HIDDEN, NULL, adm_adjust, NULL},
    {"sh-nop", ADM_HIDDEN, NULL, NULL, sh_all},
    {"sh-resources", SCRIPT, NULL, NULL, sh_all},
    {"sh-resource", SCRIPT, sh, NULL, NULL},
    {"sh-mod-parms", SCRIPT, NULL, NULL, sh_all},
    {"sh-dev", SCRIPT, sh, NULL, NULL},
    {"sh-udev", SCRIPT, sh, NULL, NULL},
    {"sh-minor", SCRIPT, sh, NULL, NULL},
    {"sh-ll-dev", SCRIPT, sh, NULL, NULL},
    {"sh-md-dev", SCRIPT, sh, NULL, NULL},
    {"sh-md-idx", SCRIPT, sh, NULL, NULL},
    {"sh-ip", SCRIPT, sh, NULL, NULL},
    {"sh-lr-of", SCRIPT, sh, NULL, NULL},
    {"sh-b-pri", SCRIPT, sh, NULL, NULL},
    {"sh-status", SCRIPT | ADM_VOLUMES, sh_status, NULL, status_all},
    {0},
};
