/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The programs that share a binary, and what they share. */
#ifndef HB_APPLETS_H
#define HB_APPLETS_H

#include "conf.h"

#define APPLET_VERSION "3.0.6-latido"

struct applet {
	const char *name;
	int (*main)(int argc, char **argv);
};

/* Run the one that argv[0] names; the list ends with a NULL name. Returns its
 * exit status, or 2 after a message when there is no such name. */
int applet_run(const struct applet *applets, int argc, char **argv);

int heartbeat_main(int argc, char **argv);
int cl_status_main(int argc, char **argv);
int handover_main(int argc, char **argv);
int manager_main(int argc, char **argv);
int mach_down_main(int argc, char **argv);
int req_resource_main(int argc, char **argv);
int harc_main(int argc, char **argv);
int ipfail_main(int argc, char **argv);
int outdater_main(int argc, char **argv);
int dopd_main(int argc, char **argv);
int stonith_main(int argc, char **argv);
int meatclient_main(int argc, char **argv);

/* This machine's node name: `uname -n`. */
const char *applet_node(void);

/* Read the configuration, errors to stderr. Returns their number. */
unsigned applet_conf(struct conf *conf, const char *dir);

/* Log where the daemon logs. */
void applet_log(struct conf *conf);

/* Export HA_… as the daemon does, for scripts. */
void applet_environment(const struct conf *conf);

#endif
