/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lwIP needs to know of the compiler and of the system: Linux, gcc. */
#ifndef LATIDO_ARCH_CC_H
#define LATIDO_ARCH_CC_H

#include <endian.h>
#include <sys/time.h>

/* the system has these already */
#define LWIP_TIMEVAL_PRIVATE 0
#define LWIP_ERRNO_STDINCLUDE 1
#define LWIP_DONT_PROVIDE_BYTEORDER_FUNCTIONS

/*
 * The program gives the random numbers: from port.c, or its own where a test
 * or a fixed time table wants the same ones each time.
 */
unsigned int lwip_port_rand(void);
#define LWIP_RAND() lwip_port_rand()

#endif
