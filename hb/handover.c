/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hb_standby(1), hb_takeover(1): ask the daemon to give or take resources. */
#include <stdio.h>
#include <string.h>

#include "applets.h"
#include "ctl_protocol.h"

int
handover_main(int argc, char **argv)
{
	bool standby = strstr(argv[0], "hb_standby") != NULL;
	const char *prog = standby ? "hb_standby" : "hb_takeover";
	const char *what = argc > 1 ? argv[1] : "all";
	char line[64], answer[256];
	enum hold hold;

	/* Bring resources home: the ones that are not ours go, or come. */
	if (strcmp(what, "failback") == 0)
		what = standby ? "foreign" : "local";
	if (argc > 2 || msg_hold_by_name(what, &hold) == -1 ||
	    hold == HOLD_NONE) {
		bool help = argc == 2 && strcmp(what, "-h") == 0;

		fprintf(help ? stdout : stderr,
		    "usage: %s [all|local|foreign|failback]\n", prog);
		return help ? 0 : 2;
	}
	snprintf(line, sizeof(line), "%s %s", standby ? "standby" : "takeover",
	    what);
	if (ctl_ask(line, answer, sizeof(answer)) == -1) {
		fprintf(stderr, "%s: heartbeat is not running\n", prog);
		return 1;
	}
	if (strcmp(answer, "ok\n") != 0) {
		fprintf(stderr, "%s: %s", prog, answer);
		return 1;
	}
	printf(standby ? "Going standby [%s].\n" : "Taking over [%s].\n", what);
	return 0;
}
