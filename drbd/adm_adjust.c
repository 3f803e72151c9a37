/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdadm adjust: make the driver hold what the configuration says, and touch
 * nothing that already is so. */
#include <stdio.h>
#include <string.h>

#include "addr.h"
#include "adm.h"
#include "setup.h"
#include "setup_info.h"

/* The value that holds for an option: the nearest list that has it. */
static const char *
wanted_text(const struct conf_opt *const lists[3], const struct opt_desc *d,
    int *is_set)
{
	const struct conf_opt *o = NULL;
	int i;

	for (i = 0; i < 3 && o == NULL; i++)
		o = conf_in_list(lists[i], d);
	*is_set = o != NULL;
	return o == NULL ? NULL : o->value;
}

static int
option_differs(const struct opt_desc *d, const char *text, int is_set,
    const struct nl_attr *have)
{
	int64_t want = d->def;

	if (d->kind == OPT_STR)
		return strcmp(text == NULL ? "" : text, nl_str(have)) != 0;
	if (is_set && opt_value(d, text, &want) != OPT_OK)
		return 1;
	if (d->wire == WIRE_U64)
		return nl_u64(have) != (uint64_t)want;
	return nl_u32(have) != (uint32_t)want;
}

/* Whether the driver holds other options than the configuration. */
static int
options_differ(struct adm *a, enum opt_group group, enum conf_section s,
    const struct conf_resource *r, const struct conf_volume *v,
    const struct nl_reply *reply)
{
	const struct conf_opt *lists[3] = {v == NULL ? NULL : v->disk_opts,
	    r->opts[s], a->conf.common.opts[s]};
	const struct opt_desc *d = NULL;
	struct nl_attr have;
	const char *text;
	int is_set;

	while ((d = opt_each(group, d)) != NULL) {
		if (d->fixed)
			continue;
		text = wanted_text(lists, d, &is_set);
		/* an option that names a resource is told by its minor */
		if (strcmp(d->name, "resync-after") == 0) {
			cmd_start(&a->cmd, "");
			adm_add_options(a, s, r, v);
			for (int i = 1; i < a->cmd.argc; i++)
				if (strncmp(a->cmd.argv[i],
					"--resync-after=", 15) == 0)
					text = a->cmd.argv[i] + 15;
		}
		if (nl_find_nested(reply->body, opt_nest(group), d->attr,
			&have) == 0 &&
		    option_differs(d, text, is_set, &have))
			return 1;
	}
	return 0;
}

static int
set_options(struct adm *a, const char *verb, enum conf_section s,
    const struct conf_resource *r, const struct conf_volume *v)
{
	cmd_start(&a->cmd, "drbdsetup");
	cmd_add(&a->cmd, verb);
	if (s == CONF_DISK)
		cmd_addf(&a->cmd, "%d", v->minor);
	else if (s == CONF_OPTIONS)
		cmd_add(&a->cmd, r->name);
	else if (adm_add_addresses(a, r) != 0)
		return ADM_CONFIG;
	cmd_add(&a->cmd, "--set-defaults");
	adm_add_changeable(a, s, r, v);
	return adm_run(a, 0);
}

/* What the driver knows of a volume; known 0 without a driver. */
static void
look_up(struct nlsock *s, const struct conf_volume *v, struct kern_state *st,
    struct nl_reply *reply)
{
	memset(st, 0, sizeof(*st));
	memset(reply, 0, sizeof(*reply));
	if (s->fd != -1 &&
	    kern_get_state(s, (uint32_t)v->minor, st, reply) != 0)
		st->known = 0;
}

static int
adjust_resource(struct adm *a, struct nlsock *s, const struct conf_resource *r)
{
	struct kern_state st;
	struct nl_reply reply;

	look_up(s, r->me->volumes, &st, &reply);
	if (!st.known)
		return adm_new_resource(a, r);
	if (strcmp(st.resource, r->name) == 0 &&
	    options_differ(a, OPT_RESOURCE, CONF_OPTIONS, r, NULL, &reply))
		return set_options(a, "resource-options", CONF_OPTIONS, r,
		    NULL);
	return 0;
}

/* Devices that the driver has in the resource, and the file has not. */
static int
drop_surplus(struct adm *a, struct nlsock *s, const struct conf_resource *r)
{
	static struct info in;
	const struct conf_volume *v;
	int i, failed = 0;

	if (s->fd == -1 || info_read(s, &in) != 0)
		return 0;
	for (i = 0; i < in.n_devices; i++) {
		const struct info_device *d = &in.devices[i];

		if (strcmp(d->resource, r->name) != 0)
			continue;
		for (v = r->me->volumes; v != NULL; v = v->next)
			if ((uint32_t)v->minor == d->minor)
				break;
		if (v != NULL)
			continue;
		if (d->disk != DISK_STATE_DISKLESS) {
			cmd_start(&a->cmd, "drbdsetup");
			cmd_add(&a->cmd, "detach");
			cmd_addf(&a->cmd, "%u", d->minor);
			failed |= adm_run(a, 0);
		}
		cmd_start(&a->cmd, "drbdsetup");
		cmd_add(&a->cmd, "del-minor");
		cmd_addf(&a->cmd, "%u", d->minor);
		failed |= adm_run(a, 0);
	}
	return failed;
}

static int
adjust_minor(struct adm *a, struct nlsock *s, struct adm_volume v)
{
	struct kern_state st;
	struct nl_reply reply;

	look_up(s, v.vol, &st, &reply);
	if (!st.known)
		return adm_new_minor(a, v);
	if (strcmp(st.resource, v.res->name) == 0)
		return 0;
	fprintf(stderr,
	    "minor %d belongs to resource '%s', not to '%s': take that one "
	    "down first\n",
	    v.vol->minor, st.resource, v.res->name);
	return ADM_CONFIG;
}

static int
same_disk(const struct conf_volume *v, const struct nl_reply *reply)
{
	return strcmp(nl_get_str(reply->body, KERN_DISK_CONF, DISK_BACKING),
		   v->disk) == 0 &&
	       strcmp(nl_get_str(reply->body, KERN_DISK_CONF, DISK_META),
		   adm_meta_device(v)) == 0 &&
	       nl_get_u32(reply->body, KERN_DISK_CONF, DISK_META_INDEX, 0) ==
		   (uint32_t)v->meta_index;
}

static int
adjust_disk(struct adm *a, struct nlsock *s, struct adm_volume v)
{
	struct kern_state st;
	struct nl_reply reply;
	int code;

	look_up(s, v.vol, &st, &reply);
	if (!st.known || st.disk == DISK_STATE_DISKLESS)
		return adm_attach(a, v);
	if (same_disk(v.vol, &reply)) {
		if (!options_differ(a, OPT_DISK, CONF_DISK, v.res, v.vol,
			&reply))
			return 0;
		return set_options(a, "disk-options", CONF_DISK, v.res, v.vol);
	}
	adm_on_minor(a, "detach", v);
	code = adm_run(a, 0);
	return code != 0 ? code : adm_attach(a, v);
}

static int
same_address(const struct nl_reply *reply, unsigned type, const char *text)
{
	struct nl_attr have;
	struct addr want;

	return nl_find_nested(reply->body, KERN_CONTEXT, type, &have) == 0 &&
	       addr_parse(&want, text) == 0 && have.len == want.len &&
	       memcmp(have.data, &want.sa, want.len) == 0;
}

/* disconnect the connection that is there, by the addresses it has. */
static int
disconnect_current(struct adm *a, const struct nl_reply *reply)
{
	char text[ADDR_TEXT_BYTES];
	struct nl_attr have;
	unsigned type;

	cmd_start(&a->cmd, "drbdsetup");
	cmd_add(&a->cmd, "disconnect");
	for (type = CONTEXT_MY_ADDR; type <= CONTEXT_PEER_ADDR; type++) {
		if (nl_find_nested(reply->body, KERN_CONTEXT, type, &have) != 0)
			return 0;
		addr_format(text, have.data, have.len, ':');
		cmd_add(&a->cmd, text);
	}
	return adm_run(a, 0);
}

static int
adjust_net(struct adm *a, struct nlsock *s, const struct conf_resource *r)
{
	struct kern_state st;
	struct nl_reply reply;
	struct nl_attr net;
	int code;

	look_up(s, r->me->volumes, &st, &reply);
	if (!st.known || r->peer == NULL ||
	    nl_find(reply.body, KERN_NET_CONF, &net) != 0)
		return adm_connect(a, r);
	if (same_address(&reply, CONTEXT_MY_ADDR, r->me->address) &&
	    same_address(&reply, CONTEXT_PEER_ADDR, r->peer->address)) {
		if (!options_differ(a, OPT_NET, CONF_NET, r, NULL, &reply))
			return 0;
		return set_options(a, "net-options", CONF_NET, r, NULL);
	}
	code = disconnect_current(a, &reply);
	return code != 0 ? code : adm_connect(a, r);
}

static int
each_volume(struct adm *a, struct nlsock *s,
    const struct conf_resource *const *r,
    int (*fn)(struct adm *a, struct nlsock *s, struct adm_volume v))
{
	struct adm_volume v;
	int failed = 0;

	for (; *r != NULL; r++) {
		v.res = *r;
		for (v.vol = (*r)->me->volumes; v.vol; v.vol = v.vol->next)
			failed |= fn(a, s, v);
	}
	return failed;
}

int
adm_adjust(struct adm *a, const struct conf_resource *const *list)
{
	static struct nlsock s;
	const struct conf_resource *const *r;
	int failed = 0;

	/* without a driver all is to be done; the first step will tell */
	if (nlsock_open(&s) != 0)
		s.fd = -1;
	for (r = list; *r != NULL; r++) {
		failed |= adjust_resource(a, &s, *r);
		failed |= drop_surplus(a, &s, *r);
	}
	failed |= each_volume(a, &s, list, adjust_minor);
	failed |= each_volume(a, &s, list, adjust_disk);
	for (r = list; *r != NULL; r++)
		failed |= adjust_net(a, &s, *r);
	nlsock_close(&s);
	return failed != 0 ? ADM_USAGE : 0;
}
