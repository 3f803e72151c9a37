/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the stories' writer says was acknowledged, kept out of the guests. */
#ifndef ACKS_H
#define ACKS_H

enum { ACKS_PORT = 4711 };

/*
 * The router listens to UDP port ACKS_PORT; each datagram becomes a line of the
 * file `acks` in the lab's folder, behind the name of the node it came from.
 */
void acks_start(void);

#endif
