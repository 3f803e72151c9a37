/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of drbdadm's verbs. */
#ifndef ADM_VERB_H
#define ADM_VERB_H

#include "adm.h"

enum {
	ADM_VOLUMES = 1,     /* once for each volume */
	ADM_QUIET = 2,       /* no warnings about the file */
	ADM_DEFAULT_ALL = 4, /* without a name: all */
	ADM_HIDDEN = 8,      /* not in the usage: for scripts */
	ADM_ONE_VOLUME = 16  /* only with RESOURCE/VOLUME or a device */
};

struct adm_verb {
	const char *name;
	int flags;
	int (*run)(struct adm *a, const struct adm_verb *v,
	    struct adm_volume on);
	int (*together)(struct adm *a, const struct conf_resource *const *list);
	/* without a resource */
	int (*none)(struct adm *a, const struct adm_verb *v);
};

extern const struct adm_verb adm_verbs[]; /* the last has no name */

/* Read the configuration and find this host; an exit code, after telling what
 * is wrong. */
int adm_load(struct adm *a, int warnings);

#endif
