/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The binary `heartbeat`: the daemon. */
#include <stddef.h>

#include "applets.h"

int
main(int argc, char **argv)
{
	static const struct applet applets[] = {
	    {"heartbeat", heartbeat_main},
	    {NULL, NULL},
	};

	return applet_run(applets, argc, argv);
}
