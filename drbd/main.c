/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One binary, four names: drbdadm, drbdsetup, drbdmeta, drbddisk. */
#include <stdio.h>
#include <string.h>

#include "adm.h"
#include "meta.h"
#include "setup.h"

int
main(int argc, char **argv)
{
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *name = slash != NULL ? slash + 1 : argc > 0 ? argv[0] : "";

	if (strcmp(name, "drbdsetup") == 0)
		return setup_main(argc, argv);
	if (strcmp(name, "drbdmeta") == 0)
		return meta_main(argc, argv);
	if (strcmp(name, "drbddisk") == 0)
		return drbddisk_main(argc, argv);
	return adm_main(argc, argv);
}
