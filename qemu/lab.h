/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lab: two nodes, two cables, a null modem, and who watches. */
#ifndef LAB_H
#define LAB_H

#include "node.h"
#include "pcap.h"
#include "seg.h"

enum { LAB_NODES = 2, LAB_CABLES = 2, LAB_SHOWS = 4 };

struct cable {
	struct seg seg;
	struct loop_timer timer;
	struct pcap pcap;
};

struct lab {
	struct node node[LAB_NODES];
	struct cable cable[LAB_CABLES]; /* eth0 the LAN, eth1 the crossover */
	struct port bridge;
	const char *accel, *out; /* out: where the image and kernel are */
	int scale_percent;
	struct client *show[LAB_SHOWS];
	struct mono start;
	int log;
};

extern struct lab lab;

/* The node, or NULL. */
struct node *lab_node(const char *name);
struct cable *lab_cable(const char *name);

/* A line to out/pair/log and to all who are shown the lab. */
__attribute__((format(printf, 1, 2))) void lab_say(const char *fmt, ...);

/* Bytes of n's console, for those who are shown both. */
void lab_show(struct node *n, const uint8_t *bytes, size_t len);

/* A frame went into s: there may be one to deliver later. */
void lab_moved(struct seg *s);

/*
 * Bring carrier in line with power and plugs. eth0 leads to a switch: only
 * its own plug counts. eth1 is a crossover cable: both plugs and both
 * machines' power count, for both ends.
 */
void lab_carrier(void);

/* seconds scaled by the speed of the machine, in µs */
int64_t lab_scaled_us(int64_t seconds);

/* cmd.c: run one command for a client */
void cmd_dispatch(struct client *c, int argc, char **argv);

#endif
