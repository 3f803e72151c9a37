/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdadm as the driver calls it: the handlers of drbd.conf. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "adm.h"
#include "adm_verb.h"

int
adm_is_event(const char *word)
{
	return opt_find(OPT_HANDLERS, OPT_NONE, word) != NULL;
}

void
adm_list_events(FILE *f)
{
	const struct opt_desc *d = NULL;

	while ((d = opt_each(OPT_HANDLERS, d)) != NULL)
		fprintf(f, "  %s\n", d->name);
}

/* The driver starts its helper without open files; what a handler prints
 * belongs into the kernel's log. */
static void
open_standard_files(void)
{
	int fd, want;

	for (want = 0; want <= 2; want++) {
		if (fcntl(want, F_GETFD) != -1)
			continue;
		fd = open(want == 0 ? "/dev/null" : "/dev/kmsg",
		    want == 0 ? O_RDONLY : O_WRONLY);
		if (fd != -1 && fd != want) {
			dup2(fd, want);
			close(fd);
		}
	}
}

static const struct conf_resource *
find(const struct adm *a, const char *name, const struct conf_volume **v)
{
	int minor =
	    strncmp(name, "minor-", 6) == 0 ? conf_device_minor(name) : -1;
	const struct conf_resource *r;

	*v = NULL;
	if (minor < 0)
		return conf_resource(&a->conf, name);
	for (r = a->conf.resources; r != NULL; r = r->next)
		for (*v = r->me == NULL ? NULL : r->me->volumes; *v != NULL;
		     *v = (*v)->next)
			if ((*v)->minor == minor)
				return r;
	return NULL;
}

static void
set_number(const char *name, int value)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", value);
	setenv(name, text, 1);
}

static void
set_environment(const struct adm *a, const struct conf_resource *r,
    const struct conf_volume *v)
{
	setenv("DRBD_CONF", a->file, 1);
	setenv("DRBD_RESOURCE", r->name, 1);
	if (r->peer != NULL && r->peer->names != NULL) {
		setenv("DRBD_PEER", r->peer->names->name, 1);
		setenv("DRBD_PEERS", r->peer->names->name, 1);
	}
	if (v == NULL)
		return;
	set_number("DRBD_MINOR", v->minor);
	set_number("DRBD_VOLUME", (int)v->number);
	setenv("DRBD_LL_DISK", v->disk, 1);
}

int
adm_helper(int argc, char **argv)
{
	static struct adm adm;
	struct adm *a = &adm;
	const struct conf_resource *r;
	const struct conf_volume *v;
	const struct conf_opt *handler = NULL;

	open_standard_files();
	if (argc != 3) {
		fprintf(stderr, "usage: drbdadm EVENT minor-N|RESOURCE\n");
		return ADM_USAGE;
	}
	if (adm_load(a, 0) == 0) {
		r = find(a, argv[2], &v);
		if (r != NULL && r->me != NULL)
			handler = conf_get(&a->conf, r, CONF_HANDLERS, argv[1]);
		if (handler != NULL) {
			set_environment(a, r, v);
			execl("/bin/sh", "sh", "-c", handler->value,
			    (char *)NULL);
			fprintf(stderr, "drbdadm: cannot run the %s handler\n",
			    argv[1]);
		}
	}
	conf_free(&a->conf);
	return 0;
}
