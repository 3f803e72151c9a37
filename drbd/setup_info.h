/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that the driver tells of its resources, for status and events2. */
#ifndef SETUP_INFO_H
#define SETUP_INFO_H

#include "kern.h"

enum { INFO_MAX = 64, INFO_NAME = 128 };

struct info_resource {
	char name[INFO_NAME];
	unsigned role, write_ordering;
	int susp, susp_nod, susp_fen;
};

struct info_connection {
	char resource[INFO_NAME];
	unsigned conn, role;
	int congested;
	int has_addresses; /* a peer is configured */
};

struct info_device {
	char resource[INFO_NAME];
	uint32_t minor, volume;
	unsigned disk;
	uint64_t size, read, written; /* sectors */
	uint64_t al_writes, bm_writes;
	uint32_t upper_pending, lower_pending;
	int upper_blocked, lower_blocked, al_suspended;
	struct kern_state state;
	uint64_t received, sent, out_of_sync; /* sectors, of the peer */
	uint32_t pending, unacked;
};

struct info {
	struct info_resource resources[INFO_MAX];
	struct info_connection connections[INFO_MAX];
	struct info_device devices[INFO_MAX];
	int n_resources, n_connections, n_devices;
};

/* Ask for everything; an exit code, after telling what is wrong. */
int info_read(struct nlsock *s, struct info *in);

/* One object out of a message: a dump's or an event's. */
void info_take_resource(const struct nl_reply *r, struct info_resource *out);
void info_take_connection(const struct nl_reply *r,
    struct info_connection *out);
void info_take_device(const struct nl_reply *r, struct info_device *out);
void info_take_peer_device(const struct nl_reply *r, struct info_device *out);

/* The resource's connection, NULL when it has none. */
const struct info_connection *info_connection(const struct info *in,
    const char *resource);
int info_count_devices(const struct info *in, const char *resource);

/* A line, or three, of drbdsetup events. */
void events_print_old(const struct setup_args *a, const struct nl_reply *r);

/* Words of status and events2 for numbers. */
/* A connection, unlike a device, goes no further than WFReportParams. */
int info_is_connected(unsigned conn);
const char *info_connection_name(unsigned conn);
const char *info_replication(unsigned conn);
const char *info_suspended(const struct info_resource *r);
const char *info_resync_suspended(const struct info_device *d);
const char *info_blocked(const struct info_device *d);
const char *info_write_ordering(unsigned n);
int info_is_syncing(unsigned conn);

/* How much of a resync is done. */
unsigned info_synced_permille(const struct kern_state *st);

#endif
