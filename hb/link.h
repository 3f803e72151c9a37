/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Media: bytes out to the other node, and bytes in. Never blocks. Sending is
 * the daemon's, reading the network process.s: reader.h.
 */
#ifndef HB_LINK_H
#define HB_LINK_H

#include <netinet/in.h>

#include "conf.h"

struct link {
	const struct conf_media *media;
	int fd;   /* -1: not open; link_open may be tried again */
	bool own; /* ucast to ourselves, as in the other node's file: unused */
	int sick; /* errno of the last failure, told once; 0: well */
	struct sockaddr_in to;
	size_t out_len; /* serial: bytes in out */
	char out[2 * MSG_WIRE_MAX];
};

struct link_reader {
	int fd;
	bool serial;
	size_t have; /* serial: bytes in in */
	char in[MSG_WIRE_MAX];
};

/* Open it. Returns 0, or -1 with errno: no such device, no address yet… */
int link_open(struct link *l, const struct conf_media *media, unsigned baud);

/* Send one message. Returns 0, or -1 with errno. */
int link_send(struct link *l, const char *wire, size_t len);

/*
 * One message into wire. Returns its length in bytes; 0: no whole one is
 * here; -1 with errno.
 */
ssize_t link_receive(struct link_reader *r, char wire[MSG_WIRE_MAX]);

/* link_serial.c: the same, on a tty, where messages follow one another. */
int link_serial_open(struct link *l, unsigned baud);
int link_serial_send(struct link *l, const char *wire, size_t len);
ssize_t link_serial_receive(struct link_reader *r, char wire[MSG_WIRE_MAX]);

#endif
