/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binary `commands`: clients of the daemon, and the operator's commands. */
#include <stddef.h>

#include "applets.h"

int
main(int argc, char **argv)
{
	static const struct applet applets[] = {
	    {"cl_status", cl_status_main},
	    {"hb_standby", handover_main},
	    {"hb_takeover", handover_main},
	    {"ipfail", ipfail_main},
	    {"drbd-peer-outdater", outdater_main},
	    {"dopd", dopd_main},
	    {"stonith", stonith_main},
	    {"meatclient", meatclient_main},
	    {"ResourceManager", manager_main},
	    {"mach_down", mach_down_main},
	    {"req_resource", req_resource_main},
	    {"harc", harc_main},
	    {NULL, NULL},
	};

	return applet_run(applets, argc, argv);
}
