/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that a running heartbeat has: one struct, allocated at start. */
#ifndef HB_DAEMON_H
#define HB_DAEMON_H

#include "cluster.h"
#include "exec.h"
#include "history.h"
#include "link.h"
#include "link_ping.h"
#include "outdate.h"
#include "reader.h"

#define CTL_CLIENTS 8
#define CTL_LINE 256

struct ctl_client {
	int fd;   /* -1: free */
	bool may; /* root or hacluster: may give orders */
	bool signed_on;
	unsigned have;
	char name[24];
	char outdates[MSG_DOP_RES_MAX]; /* waits to hear of; "": none */
	char in[CTL_LINE];
};

struct ctl {
	int fd;           /* listens */
	struct mono told; /* not before then is a refusal told again */
	struct ctl_client client[CTL_CLIENTS];
};

struct daemon {
	struct conf *conf, *spare; /* reload reads into spare, then swaps */
	struct cluster cluster;
	struct exec exec;
	struct pinger pinger;
	struct link link[CONF_MEDIA];
	struct reader reader;
	struct mono link_retry;
	struct history history;
	struct ctl ctl;
	struct outdate outdate[OUTDATES];
	struct actions actions;
	int watchdog;
	int signals; /* signalfd */
	int timer;   /* timerfd */
	int ready;   /* a byte goes there when the loop begins; -1: nowhere */
	unsigned bad_packets; /* since the last line about them */
	struct mono bad_told;
	struct mono log_look; /* when to bound what others append to */
	unsigned debug;       /* -d on the command line, how often */
	bool foreground;      /* -f: the log goes to stderr, too */
	bool leaving;
	int status; /* exit status */
};

/* heartbeat.c: turn the crank and do what it says. */
void daemon_event(struct daemon *d, const struct event *ev);

/* heartbeat.c: read the configuration again. Returns 0, or -1, logged. */
int daemon_reload(struct daemon *d);

/* ctl.c. Returns 0, or -1 with errno. */
int ctl_open(struct daemon *d);

/* Take a new connection. */
void ctl_accept(struct daemon *d);

/* Read from client i and do what it asks. */
void ctl_serve(struct daemon *d, unsigned i);

/* Tell the clients that signed on. */
void ctl_status(struct daemon *d, const char *node, const char *status);
void ctl_deliver(struct daemon *d, const struct msg *m);

/* The other node has answered to start_outdate. */
void ctl_outdated(struct daemon *d, const struct msg *m);

/* Send a client's message to its like on the other node. */
void ctl_send(struct daemon *d, struct msg *m, const char *client);

void ctl_close(struct daemon *d);

#endif
