/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdsetup show: what the driver is configured with, in drbd.conf's form. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "addr.h"
#include "conf.h"
#include "setup.h"
#include "setup_info.h"

static void
indent(int n)
{
	printf("%*s", n, "");
}

static void
print_value(const struct opt_desc *d, const struct nl_attr *a)
{
	int64_t v = d->wire == WIRE_U64   ? (int64_t)nl_u64(a)
		    : d->wire == WIRE_S32 ? (int32_t)nl_u32(a)
					  : (int64_t)nl_u32(a);

	switch (d->kind) {
	case OPT_STR:
		printf("\"%s\"", nl_str(a));
		break;
	case OPT_BOOL:
	case OPT_FLAG:
		printf("%s", v != 0 ? "yes" : "no");
		break;
	case OPT_ENUM: {
		int64_t i;

		for (i = 0; i < v && d->names[i] != NULL; i++)
			;
		printf("%s", d->names[i] == NULL ? "?" : d->names[i]);
		break;
	}
	default:
		printf("%" PRId64 "%s", d->min < 0 ? (int32_t)v : v,
		    d->unit == 'k'   ? "k"
		    : d->unit == 's' ? "s"
				     : "");
	}
}

static int
is_default(const struct opt_desc *d, const struct nl_attr *a)
{
	if (d->kind == OPT_STR)
		return nl_str(a)[0] == '\0';
	if (d->wire == WIRE_U64)
		return nl_u64(a) == (uint64_t)d->def;
	return nl_u32(a) == (uint32_t)d->def;
}

static void
print_group(enum opt_group group, const struct nl_reply *r, int defaults,
    int level)
{
	const struct opt_desc *d = NULL;
	struct nl_attr a;
	int same;

	while ((d = opt_each(group, d)) != NULL) {
		if (nl_find_nested(r->body, opt_nest(group), d->attr, &a) != 0)
			continue;
		same = is_default(d, &a);
		if (same && !defaults)
			continue;
		indent(level);
		printf("%-16s\t", d->name);
		print_value(d, &a);
		printf(";");
		if (d->comment != NULL || same)
			printf(" # %s%s%s",
			    d->comment == NULL ? "" : d->comment,
			    d->comment != NULL && same ? ", " : "",
			    same ? "default" : "");
		printf("\n");
	}
}

static int
has_nest(const struct nl_reply *r, unsigned nest)
{
	struct nl_attr a;

	return nl_find(r->body, nest, &a) == 0;
}

static void
print_address(const struct nl_reply *r, unsigned which)
{
	char text[ADDR_TEXT_BYTES];
	struct nl_attr a;

	if (nl_find_nested(r->body, KERN_CONTEXT, which, &a) != 0)
		return;
	addr_format(text, a.data, a.len, ' ');
	indent(8);
	printf("address\t\t\t%s;\n", text);
}

static void
print_volume(const struct nl_reply *r, int defaults)
{
	int32_t index =
	    (int32_t)nl_get_u32(r->body, KERN_DISK_CONF, DISK_META_INDEX, 0);

	printf("        volume %u {\n            device\t\t\tminor %u;\n",
	    nl_get_u32(r->body, KERN_CONTEXT, CONTEXT_VOLUME, 0), r->minor);
	if (has_nest(r, KERN_DISK_CONF)) {
		printf("            disk\t\t\t\"%s\";\n",
		    nl_get_str(r->body, KERN_DISK_CONF, DISK_BACKING));
		printf("            meta-disk\t\t\t");
		if (index == CONF_META_INTERNAL)
			printf("internal;\n");
		else if (index == CONF_META_FLEXIBLE)
			printf("\"%s\";\n",
			    nl_get_str(r->body, KERN_DISK_CONF, DISK_META));
		else
			printf("\"%s\" [ %d ];\n",
			    nl_get_str(r->body, KERN_DISK_CONF, DISK_META),
			    index);
		printf("            disk {\n");
		print_group(OPT_ATTACH, r, defaults, 16);
		print_group(OPT_DISK, r, defaults, 16);
		printf("            }\n");
	}
	printf("        }\n");
}

struct show {
	struct nlsock *s;
	const struct setup_args *args;
	const struct info *in;
};

static void
show_resource(const struct show *w, const char *name)
{
	int i, first = 1, defaults = w->args->show_defaults;
	struct nl_reply r;
	struct kern_state st;

	printf("resource %s {\n", name);
	for (i = 0; i < w->in->n_devices; i++) {
		const struct info_device *d = &w->in->devices[i];

		if (strcmp(d->resource, name) != 0 ||
		    kern_get_state(w->s, d->minor, &st, &r) != 0)
			continue;
		if (first) {
			printf("    options {\n");
			print_group(OPT_RESOURCE, &r, defaults, 8);
			printf("    }\n");
			if (has_nest(&r, KERN_NET_CONF)) {
				printf("    net {\n");
				print_group(OPT_NET, &r, defaults, 8);
				printf("    }\n    _remote_host {\n");
				print_address(&r, CONTEXT_PEER_ADDR);
				printf("    }\n");
			}
			printf("    _this_host {\n");
			print_address(&r, CONTEXT_MY_ADDR);
		}
		first = 0;
		print_volume(&r, defaults);
	}
	printf("%s    }\n}\n", first ? "    _this_host {\n" : "");
}

int
setup_show(struct nlsock *s, const struct setup_command *c,
    struct setup_args *a)
{
	static struct info in;
	struct show w = {s, a, &in};
	struct kern_state st;
	struct nl_reply r;
	const char *only = a->n_words > 0 ? a->words[0] : NULL;
	int i, k, minor, code, found = 0;

	(void)c;
	code = info_read(s, &in);
	if (code != 0)
		return code;
	minor = only == NULL ? -1 : conf_device_minor(only);
	for (i = 0; i < in.n_resources; i++) {
		int wanted =
		    only == NULL || strcmp(in.resources[i].name, only) == 0;

		for (k = 0; k < in.n_devices && minor >= 0; k++)
			wanted |= in.devices[k].minor == (uint32_t)minor &&
				  strcmp(in.devices[k].resource,
				      in.resources[i].name) == 0;
		if (!wanted)
			continue;
		show_resource(&w, in.resources[i].name);
		found = 1;
	}
	if (only == NULL || found)
		return 0;
	if (minor >= 0 && strcspn(only, "/0123456789") == 0)
		return setup_state(s, only, (uint32_t)minor, &st, &r);
	fprintf(stderr, "%s: No such resource\n", only);
	return SETUP_FAILED;
}
