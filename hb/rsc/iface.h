/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The addresses of the interfaces. The list is getifaddrs(3)'s: one entry per
 * address, named by its label (eth0, eth0:0), and AF_PACKET ones per interface.
 */
#ifndef IFACE_H
#define IFACE_H

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

/* The entry that has the address ip, or NULL. */
const struct ifaddrs *iface_having(const struct ifaddrs *list,
    struct in_addr ip);

/* The first address of dev in whose network ip is, or NULL. */
const struct ifaddrs *iface_net(const struct ifaddrs *list, const char *dev,
    struct in_addr ip);

/* Any entry of dev, for its flags, or NULL: there is no such interface. */
const struct ifaddrs *iface_named(const struct ifaddrs *list, const char *dev);

/*
 * Write the lowest alias of dev that no address has ("eth0:0"…) to label.
 * Returns 0, or -1 with errno ENAMETOOLONG.
 */
int iface_free_alias(const struct ifaddrs *list, const char *dev,
    char label[IFNAMSIZ]);

/* The interface of a label: the part before the colon. */
void iface_of_label(const char *label, char dev[IFNAMSIZ]);

/* An entry's address, netmask and broadcast address (0.0.0.0: none). */
struct in_addr iface_ip(const struct ifaddrs *entry);
struct in_addr iface_mask(const struct ifaddrs *entry);
struct in_addr iface_bcast(const struct ifaddrs *entry);

#endif
