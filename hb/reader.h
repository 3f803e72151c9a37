/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The network process: it reads what comes over all media, checks signatures,
 * and hands checked, fixed-size words to the daemon, which looks at each again.
 * It is not root, sees no files and can call almost nothing (lib/drop.h): who
 * takes it over can say what the peer could say, and no more. Sending is the
 * daemon's. When it ends, or does not read, it is started anew.
 */
#ifndef HB_READER_H
#define HB_READER_H

#include <sys/types.h>

#include "clock.h"
#include "msg.h"

struct daemon;

enum reader_kind {
	READER_READY,   /* its first word: it has dropped everything */
	READER_FAILED,  /* it could not, and ends: value is errno */
	READER_MESSAGE, /* msg came over media number link */
	READER_BAD,  /* count packets of link were bad: value, an msg_error */
	READER_LINK, /* link cannot be read any more: value is errno */
	READER_PING, /* an answer of ping node number link from address value */
	READER_KINDS
};

struct reader_word {
	uint32_t kind, link, value, count;
	struct msg msg;
};

struct reader {
	pid_t pid;          /* 0: none runs */
	int fd;             /* its words; -1: none */
	struct mono again;  /* when one may be started, should it end */
	struct mono behind; /* since when something lies unread */
	struct mono look;   /* not before then are timers looked at */
	struct mono told;   /* not before then is an end told again */
	bool spoke;         /* since behind */
	bool replaced;      /* nothing was heard since it was started anew */
	int status;         /* of the last one, as from wait */
	unsigned ends;
};

/*
 * Start it, for the links and the ping socket that are open now, and wait
 * until it is ready. Returns 0, or -1, logged.
 */
int reader_open(struct daemon *d);

/* Start it anew: other links are open now. Logs a failure and tries again. */
void reader_restart(struct daemon *d);

/* The keys have changed. */
void reader_keys(struct daemon *d);

/*
 * The next word, checked. Returns 1; 0: none (more) is here, or the process
 * has ended and is started anew, which is logged.
 */
int reader_read(struct daemon *d, struct reader_word *w);

/* What is due: start it again. */
void reader_tick(struct daemon *d, struct mono now);

struct mono reader_deadline(const struct daemon *d);

/*
 * Has something come that it has not read yet? Then nobody may be called
 * silent: the timers wait, till net.look and for a bounded time in all. One
 * that does not read at all is started anew.
 */
bool reader_behind(struct daemon *d, struct mono now);

/* Its end was met with while waiting for any child; its words are read on. */
void reader_reaped(struct daemon *d, int status);

void reader_stop(struct daemon *d);

/* reader_process.c: be it. */
_Noreturn void reader_process(struct daemon *d, int report, pid_t parent);

#endif
