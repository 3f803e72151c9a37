/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drbdadm: what its rooms share. Exit codes: drbdadm(8). */
#ifndef ADM_H
#define ADM_H

#include "cmd.h"
#include "conf.h"
#include "kern.h"

enum {
	ADM_USAGE = 1, /* command line, unknown resource */
	ADM_CONFIG = 10,
	ADM_SYSTEM = 20,
	ADM_MAX_EXTRA = 32
};

struct adm {
	struct conf conf;
	const char *file;
	char node[65];
	const char *peer;
	int dry_run, verbose;
	const char *extra[ADM_MAX_EXTRA]; /* options for drbdsetup */
	int n_extra;
	struct cmd cmd; /* that is being made */
};

/* One device of this host: what most verbs work on. */
struct adm_volume {
	const struct conf_resource *res;
	const struct conf_volume *vol;
};

int adm_main(int argc, char **argv);

/* The kernel's call "drbdadm EVENT minor-N|RESOURCE"; the exit code that it
 * gets. Without a handler, or a configuration, 0: nothing speaks against
 * what it is going to do. */
int adm_helper(int argc, char **argv);
int adm_is_event(const char *word);
void adm_list_events(FILE *f);

/* Print or run a->cmd; the exit code. With quiet, a failure is not told. */
int adm_run(struct adm *a, int quiet);

/* Begin a->cmd with "drbdsetup VERB MINOR" and end it with the extra
 * options. */
void adm_on_minor(struct adm *a, const char *verb, struct adm_volume v);
void adm_add_extra(struct adm *a);
/* Begin it with "drbdmeta MINOR v08 META INDEX VERB". */
void adm_on_meta(struct adm *a, const char *verb, struct adm_volume v);
const char *adm_meta_device(const struct conf_volume *v);
void adm_meta_index(const struct conf_volume *v, int setup, char text[16]);

/* Add all options that hold for a resource, or a volume's disk; those of them
 * that can be changed while it is in use; the size to use of the disk. */
void adm_add_options(struct adm *a, enum conf_section s,
    const struct conf_resource *r, const struct conf_volume *v);
void adm_add_changeable(struct adm *a, enum conf_section s,
    const struct conf_resource *r, const struct conf_volume *v);
void adm_add_size(struct adm *a, struct adm_volume v);

/* The steps of up; exit codes. */
int adm_new_resource(struct adm *a, const struct conf_resource *r);
int adm_new_minor(struct adm *a, struct adm_volume v);
int adm_attach(struct adm *a, struct adm_volume v);
int adm_connect(struct adm *a, const struct conf_resource *r);

/* Address pair of the resource's connection into a->cmd; -1 after telling
 * that there is no peer, or not one. */
int adm_add_addresses(struct adm *a, const struct conf_resource *r);

/* adjust: 0 or the worst exit code. */
int adm_adjust(struct adm *a, const struct conf_resource *const *list);

/* wait-con-int: wait for all peers with a count-down on the terminal or
 * console, that "yes" ends. */
int adm_wait_interactive(struct adm *a, const struct conf_resource *const *l);

/* sh-…: what scripts ask of the configuration. -1 when verb is none. */
int adm_sh(struct adm *a, const char *verb, const struct conf_resource *r);
int adm_sh_all(struct adm *a, const char *verb);

/* As heartbeat's resource script drbddisk(8). */
int drbddisk_main(int argc, char **argv);

#endif
