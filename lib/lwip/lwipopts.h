/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lwIP for both of its users. LWIP_HOST (from lwip.mk) is the one choice:
 * 0 is ARP and conflict detection only, driven by the caller's own clock
 * (send_arp); 1 is a whole host with ICMP, UDP and TCP (the lab's LAN).
 * All objects of a program must be compiled with the same choice.
 */
#ifndef LATIDO_LWIPOPTS_H
#define LATIDO_LWIPOPTS_H

#define NO_SYS 1
#define SYS_LIGHTWEIGHT_PROT 0
#define LWIP_NETCONN 0
#define LWIP_SOCKET 0
#define LWIP_STATS 0

/* everything from malloc: nothing is reserved, and sanitizers see it all */
#define MEM_LIBC_MALLOC 1
#define MEMP_MEM_MALLOC 1
#define MEM_ALIGNMENT 8

#define LWIP_IPV4 1
#define LWIP_IPV6 0
#define LWIP_ARP 1
#define LWIP_ACD 1
/* several netifs in one process are several hosts, each with its own cache */
#define ETHARP_TABLE_MATCH_NETIF 1
#define LWIP_SINGLE_NETIF 0
#define LWIP_NETIF_TX_SINGLE_PBUF 1
#define LWIP_NETIF_LOOPBACK 0
#define LWIP_HAVE_LOOPIF 0

#define LWIP_ICMP LWIP_HOST
#define LWIP_RAW LWIP_HOST
#define LWIP_UDP LWIP_HOST
#define LWIP_TCP LWIP_HOST
#define LWIP_TIMERS LWIP_HOST
#define IP_REASSEMBLY LWIP_HOST
#define IP_FRAG LWIP_HOST

#define TCP_MSS 1460
#define TCP_WND (16 * TCP_MSS)
#define TCP_SND_BUF (16 * TCP_MSS)
#define TCP_SND_QUEUELEN 64
#define MEMP_NUM_TCP_SEG 64

#endif
