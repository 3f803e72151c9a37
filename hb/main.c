/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One binary by many names. */
#include <stdio.h>
#include <string.h>

#include "applets.h"

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*main)(int argc, char **argv);
	} applets[] = {
	    {"heartbeat", heartbeat_main},
	    {"cl_status", cl_status_main},
	    {"hb_standby", handover_main},
	    {"hb_takeover", handover_main},
	    {"ResourceManager", manager_main},
	    {"mach_down", mach_down_main},
	    {"req_resource", req_resource_main},
	    {"harc", harc_main},
	    {"ipfail", ipfail_main},
	    {"stonith", stonith_main},
	    {"meatclient", meatclient_main},
	};
	const char *slash = argc > 0 ? strrchr(argv[0], '/') : NULL;
	const char *name = slash ? slash + 1 : argc > 0 ? argv[0] : "";

	for (size_t i = 0; i < sizeof(applets) / sizeof(applets[0]); i++)
		if (strcmp(name, applets[i].name) == 0)
			return applets[i].main(argc, argv);
	fprintf(stderr, "%s: not a name of heartbeat, expected one of", name);
	for (size_t i = 0; i < sizeof(applets) / sizeof(applets[0]); i++)
		fprintf(stderr, " %s", applets[i].name);
	fputc('\n', stderr);
	return 2;
}
