/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ha.cf, haresources and authkeys read into one struct, which nothing changes
 * afterwards. Every error of all three files is reported, in one pass.
 */
#ifndef HB_CONF_H
#define HB_CONF_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "auth.h"
#include "msg.h"

#define CONF_NODES 2 /* haresources mode is for a pair */
#define CONF_MEDIA 8
#define CONF_PINGS 8
#define CONF_MEMBERS 8 /* hosts of one ping_group */
#define CONF_GROUPS 32
#define CONF_RESOURCES 16 /* of one group */
#define CONF_CLIENTS 8
#define CONF_PARAMS 64
#define CONF_FENCES 4
#define CONF_ENVS 16
#define CONF_WATCHES 16
#define CONF_SUM_MAX 48
#define CONF_DIFFER_MAX 128
#define CONF_POOL 8192 /* bytes of all texts together */

enum failback { FAILBACK_OFF, FAILBACK_ON, FAILBACK_LEGACY };

enum media_kind { MEDIA_BCAST, MEDIA_UCAST, MEDIA_MCAST, MEDIA_SERIAL };

struct conf_media {
	enum media_kind kind;
	const char *name; /* interface or tty */
	uint32_t address; /* ucast: the peer; mcast: the group; network order */
	uint16_t port;
	uint8_t ttl;
	bool loop;
	int line;
};

struct conf_ping {
	const char *name; /* of the group, or the host itself */
	bool group;
	unsigned hosts;
	const char *host[CONF_MEMBERS];
	int line;
};

struct conf_client {
	const char *user, *command;
	bool failfast;
	int line;
};

struct conf_group {
	unsigned home; /* index of the node that it belongs to */
	unsigned resources;
	const char *resource[CONF_RESOURCES]; /* as written; [0] is the key */
	int line;
};

struct conf_fence { /* a device that resets other nodes, of this node */
	const char *type, *params;
	int line;
};

struct conf_watch { /* how often which resources are asked for their status */
	const char *resource; /* the word, or its script; NULL: all */
	int32_t ms;           /* 0: never */
	int line;
};

#define CONF_NAME_MAX 64 /* and its NUL */

struct conf_param { /* as written, for HA_NAME and cl_status */
	const char *name, *value;
};

struct conf {
	unsigned nodes, self;
	const char *node[CONF_NODES];
	int32_t keepalive_ms, deadtime_ms, warntime_ms, initdead_ms;
	int32_t deadping_ms, rexmit_delay_ms, script_ms;
	unsigned hopfudge, udpport, baud, debug, rtprio;
	unsigned restarts;  /* of a group whose monitoring fails */
	unsigned handovers; /* of what does not run here */
	enum failback failback;
	enum msg_framing framing;
	bool realtime, gen_by_time, log_badpack;
	const char *logfile, *debugfile, *watchdog;
	int facility; /* of syslog; -1: none */
	unsigned medias, pings, clients, groups, params, fences, watches;
	unsigned envs;
	struct conf_media media[CONF_MEDIA];
	struct conf_ping ping[CONF_PINGS];
	struct conf_client client[CONF_CLIENTS];
	struct conf_group group[CONF_GROUPS];
	struct conf_param param[CONF_PARAMS];
	struct conf_param env[CONF_ENVS]; /* for scripts and clients */
	struct conf_fence fence[CONF_FENCES];
	struct conf_watch watch[CONF_WATCHES];
	struct auth_keys keys;
	char sum[CONF_SUM_MAX]; /* of what both nodes must have */
	unsigned pool_used;
	char pool[CONF_POOL];
};

/* Who hears of errors and warnings; line 0 means the file as a whole. */
struct conf_sink {
	void (*report)(void *arg, bool warning, const char *file, int line,
	    const char *text);
	void *arg;
};

/*
 * Read dir/ha.cf, dir/haresources and dir/authkeys for the node named self.
 * Returns the number of errors, each of which went to the sink.
 */
unsigned conf_read(struct conf *conf, const char *dir, const char *self,
    const struct conf_sink *sink);

/* The value of a directive as it was written, or NULL. */
const char *conf_param(const struct conf *conf, const char *name);

/* The group whose key is this, or whose line holds this resource; -1. */
int conf_group_by_key(const struct conf *conf, const char *key);

/*
 * The first of the media with the same name as this one. They are one link:
 * which of several sockets on an interface hears a packet is the kernel's
 * choice.
 */
unsigned conf_link(const struct conf *conf, unsigned media);

/* conf_change.c: are the groups the same, in the same order? */
bool conf_same_groups(const struct conf *a, const struct conf *b);

/* A resource that belongs to another node in new; NULL: there is none. */
const char *conf_rehomed(const struct conf *old, const struct conf *new);

/* Is there a resource with this word? */
bool conf_has(const struct conf *conf, const char *resource);

/* Groups that a hold of this node stands for, as bits. */
uint32_t conf_groups_of(const struct conf *conf, enum hold hold);

/* Which of local and foreign these groups belong to. */
enum hold conf_hold_of(const struct conf *conf, uint32_t groups);

/* How often to ask for this resource's status, in ms; 0: never. */
int32_t conf_watch_ms(const struct conf *conf, const char *resource);

/*
 * What is not as in a conf whose sum is this: bits for conf_differ_text().
 * 0: nothing, or it is the sum of another version.
 */
unsigned conf_differ(const struct conf *conf, const char *sum);

/* "ha.cf: deadtime, ping; haresources", for bits that are not 0. */
const char *conf_differ_text(unsigned bits, char out[CONF_DIFFER_MAX]);

/* Write the whole, normalised, to out: what `heartbeat -nv` shows. */
void conf_print(const struct conf *conf, FILE *out);

#endif
