/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The daemon: start-up apart from the loop, so that each fits one room. */
#ifndef HB_HEARTBEAT_H
#define HB_HEARTBEAT_H

#include "clock.h"

struct daemon;

struct mono heartbeat_now(void);

/* Run until told to stop. Returns the exit status. */
int heartbeat_loop(struct daemon *d);

#endif
