/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdadm: the sh- verbs, by which scripts read the configuration. */
#include <stdio.h>
#include <string.h>

#include "adm.h"

int
adm_sh_all(struct adm *a, const char *verb)
{
	const struct conf_resource *r;
	const struct conf_opt *o;
	const char *space = "";

	if (strcmp(verb, "sh-resources") == 0) {
		for (r = a->conf.resources; r != NULL; r = r->next) {
			if (r->me == NULL)
				continue;
			printf("%s%s", space, r->name);
			space = " ";
		}
		if (*space != '\0')
			printf("\n");
	} else if (strcmp(verb, "sh-mod-parms") == 0) {
		o = conf_in_list(a->conf.global,
		    opt_find(OPT_GLOBAL, OPT_NONE, "minor-count"));
		printf("minor_count=%s\n", o == NULL ? "32" : o->value);
	}
	return 0;
}

/* become-primary-on names this host, or both. */
static int
becomes_primary(const struct adm *a, const struct conf_resource *r)
{
	const struct conf_opt *o =
	    conf_get(&a->conf, r, CONF_STARTUP, "become-primary-on");
	const char *p = o == NULL ? "" : o->value;
	const struct conf_name *n;
	size_t len;

	for (; *p != '\0'; p += len) {
		p += strspn(p, " ");
		len = strcspn(p, " ");
		if (len == 4 && strncmp(p, "both", 4) == 0)
			return 1;
		for (n = r->me->names; n != NULL; n = n->next)
			if (strlen(n->name) == len &&
			    strncmp(p, n->name, len) == 0)
				return 1;
	}
	return 0;
}

static void
print_ip(const struct conf_resource *r)
{
	const char *text = r->me->address + 5;
	size_t len = (size_t)(strrchr(text, ':') - text);

	if (*text == '[') {
		text++;
		len -= 2;
	}
	printf("%.*s\n", (int)len, text);
}

static int
become_primary(struct adm *a, const struct conf_resource *r)
{
	struct adm_volume v = {r, r->me->volumes};
	int code, first = 0;

	if (!becomes_primary(a, r))
		return 0;
	for (; v.vol != NULL; v.vol = v.vol->next) {
		adm_on_minor(a, "primary", v);
		code = adm_run(a, 0);
		if (first == 0)
			first = code;
	}
	return first;
}

int
adm_sh(struct adm *a, const char *verb, const struct conf_resource *r)
{
	const struct conf_volume *v;
	char index[16];

	if (strcmp(verb, "sh-ip") == 0) {
		print_ip(r);
		return 0;
	}
	if (strcmp(verb, "sh-resource") == 0) {
		printf("%s\n", r->name);
		return 0;
	}
	if (strcmp(verb, "sh-b-pri") == 0)
		return become_primary(a, r);
	if (strcmp(verb, "sh-lr-of") == 0) {
		fprintf(stderr, "sh-lower-resource only available in stacked "
				"mode\n");
		return ADM_USAGE;
	}
	for (v = r->me->volumes; v != NULL; v = v->next) {
		adm_meta_index(v, 1, index);
		if (strcmp(verb, "sh-minor") == 0)
			printf("%d\n", v->minor);
		else if (strcmp(verb, "sh-ll-dev") == 0)
			printf("%s\n", v->disk);
		else if (strcmp(verb, "sh-md-dev") == 0)
			printf("%s\n", adm_meta_device(v));
		else if (strcmp(verb, "sh-md-idx") == 0)
			printf("%s\n", index);
		else if (v->device != NULL && strcmp(verb, "sh-dev") == 0)
			printf("%s\n", v->device);
		else
			printf("%sdrbd%d\n",
			    strcmp(verb, "sh-dev") == 0 ? "/dev/" : "",
			    v->minor);
	}
	return 0;
}
