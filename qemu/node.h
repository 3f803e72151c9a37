/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A node of the pair: its machine, cables, console and log. */
#ifndef NODE_H
#define NODE_H

#include <regex.h>
#include <sys/types.h>

#include "ctl.h"
#include "disk.h"
#include "exec.h"
#include "nbd.h"
#include "port.h"
#include "qmp.h"
#include "stream.h"
#include "text.h"

enum { NODE_NICS = 2, NODE_DISKS = 2, NODE_WATCHERS = 8 };
enum power { POWER_OFF, POWER_ON, POWER_PAUSED };
/* the serial lines: console, null modem, what `run` writes, ha-log */
enum { LINE_CONSOLE, LINE_MODEM, LINE_EXEC, LINE_HALOG, LINES };

/* a disk of the machine and its connection to QEMU */
struct drive {
	struct disk disk;
	struct nbd nbd;
	struct stream stream;
};

struct node {
	const char *name;
	const char *cpu;
	const char *nic[NODE_NICS];
	int memory_mb;
	int foreign; /* another system: NAME.kernel and NAME.initrd, no card */
	/* the machine */
	enum power power;
	pid_t pid;
	const char *asked_off; /* why it is going off, if the lab wants it */
	char end[512];         /* how it ended: "" never, or while it runs */
	struct client *cutter; /* waits for the end of a power cut */
	char append[256];      /* kernel command line of a direct boot */
	struct qmp qmp;
	struct stream errors;
	char last_errors[1024];
	struct drive drives[NODE_DISKS];
	struct stream line[LINES];
	/* cables */
	struct port port[NODE_NICS];
	int plugged[NODE_NICS], carrier[NODE_NICS];
	int modem_plugged;
	/* console and log */
	int console_log, halog_log;
	struct text console, halog;
	struct client *watcher[NODE_WATCHERS];
	struct wait *waits;
	/* commands on the console, the first is under way (console.c) */
	struct job *jobs;
	int ready;          /* the shell knows `run` */
	int following;      /* ha-log comes over its line */
	enum prompt prompt; /* the last one, until something is typed */
	uint64_t typed_at;  /* the line that the lab typed on last */
	unsigned number;
	struct loop_timer grace;
	/* what the show shows of an unfinished line */
	char shown[512];
	size_t shown_len;
};

/* console.c: what the console says and what is typed to it */

/* Bytes came from the console, or from the output of a command on it. */
void console_input(void *node, const uint8_t *bytes, size_t len);
void console_exec_input(void *node, const uint8_t *bytes, size_t len);
void console_halog_input(void *node, const uint8_t *bytes, size_t len);
void console_type(struct node *n, const void *bytes, size_t len);
/*
 * Run command on the console; its output, its status and any failure go to
 * client (NULL: nobody).
 * Returns NULL, or why it can't be typed.
 */
const char *console_run(struct node *n, struct client *client,
    const char *command, int64_t timeout_us);
/* The machine starts afresh: nothing is logged in any more. */
void console_reset(struct node *n);
/* The machine is gone: whoever waits for it gets told why. */
void console_fail(struct node *n, const char *why);
int console_watch(struct node *n, struct client *c);
void console_unwatch(struct node *n, const struct client *c);

/* wait.c: until a regex shows on console or ha-log */
void wait_start(struct node *n, struct client *c, const char *regex,
    int64_t timeout_us, int from_start);
void wait_check(struct node *n);
void wait_fail(struct node *n, const char *why);

/* guest.c: the QEMU process */

/* Start the machine; 0, or -1 with the reason in n->end. */
int guest_start(struct node *n);
/* Kill it at once; why is told to those who wait for it. Its end is handled
 * in guest_ended. Disks: what is in the caches is lost unless keep. */
void guest_kill(struct node *n, const char *why);
/* The process was reaped with this wait status. */
void guest_ended(struct node *n, int status);
/* Bring the disks' caches to their images, as an orderly power-off does. */
void guest_flush(struct node *n);

#endif
