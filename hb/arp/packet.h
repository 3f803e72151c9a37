/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARP frames of one Ethernet interface through a packet socket. */
#ifndef PACKET_H
#define PACKET_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Open the interface dev and put its hardware address into hw. Returns a
 * non-blocking socket, or -1 with errno: ENODEV (no such interface),
 * EPFNOSUPPORT (it is no Ethernet), EPERM, …
 */
int packet_open(const char *dev, uint8_t hw[6]);

/* Send one frame. Returns 0, or -1 with errno (ENETDOWN: interface is down). */
int packet_send(int fd, const void *frame, size_t len);

/*
 * Take the next frame that another host has sent. Returns its length in
 * bytes, or -1 with errno (EAGAIN: none has come yet).
 */
ssize_t packet_receive(int fd, void *buf, size_t size);

#endif
