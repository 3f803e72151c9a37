/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binary `heartbeat`: the daemon, and what a takeover calls. */
#include <stddef.h>

#include "applets.h"

int
main(int argc, char **argv)
{
	static const struct applet applets[] = {
	    {"heartbeat", heartbeat_main},
	    {"ResourceManager", manager_main},
	    {"mach_down", mach_down_main},
	    {"req_resource", req_resource_main},
	    {"harc", harc_main},
	    {NULL, NULL},
	};

	return applet_run(applets, argc, argv);
}
