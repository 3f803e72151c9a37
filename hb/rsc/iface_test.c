/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <arpa/inet.h>
#include <errno.h>

#include "../../lib/tap.h"
#include "iface.h"

static struct {
	struct ifaddrs e;
	struct sockaddr_in ip;
	struct sockaddr_in mask;
	struct sockaddr_in bcast;
} entries[16];
static int count;

static struct in_addr
in(const char *text)
{
	struct in_addr a;

	inet_pton(AF_INET, text, &a);
	return a;
}

static void
entry(char *name, const char *ip, const char *mask, const char *bcast)
{
	struct ifaddrs *e = &entries[count].e;

	e->ifa_name = name;
	if (ip != NULL) {
		entries[count].ip.sin_family = AF_INET;
		entries[count].ip.sin_addr = in(ip);
		e->ifa_addr = (struct sockaddr *)&entries[count].ip;
		entries[count].mask.sin_family = AF_INET;
		entries[count].mask.sin_addr = in(mask);
		e->ifa_netmask = (struct sockaddr *)&entries[count].mask;
	}
	if (bcast != NULL) {
		e->ifa_flags |= IFF_BROADCAST;
		entries[count].bcast.sin_family = AF_INET;
		entries[count].bcast.sin_addr = in(bcast);
		e->ifa_broadaddr = (struct sockaddr *)&entries[count].bcast;
	}
	if (count > 0)
		entries[count - 1].e.ifa_next = e;
	count++;
}

static const char *
name_of(const struct ifaddrs *e)
{
	return e == NULL ? "none" : e->ifa_name;
}

int
main(void)
{
	const struct ifaddrs *list = &entries[0].e;
	char label[IFNAMSIZ];

	entry("eth0", NULL, NULL, NULL);
	entry("eth10", "10.0.0.1", "255.0.0.0", "10.255.255.255");
	entry("eth0", "192.168.0.21", "255.255.255.0", "192.168.0.255");
	entry("eth0:0", "192.168.0.88", "255.255.255.0", "192.168.0.255");
	entry("eth0:2", "172.16.0.1", "255.255.0.0", NULL);

	is_str(name_of(iface_having(list, in("192.168.0.88"))), "eth0:0",
	    "an address is found under its alias");
	is_str(name_of(iface_having(list, in("192.168.0.89"))), "none",
	    "an address that nobody has is not found");
	is_str(name_of(iface_net(list, "eth0", in("192.168.0.99"))), "eth0",
	    "the network of a new address is that of the interface");
	is_str(name_of(iface_net(list, "eth0", in("10.0.0.5"))), "none",
	    "another interface's network is not, however alike their names");
	is_num(iface_bcast(entries[2].e.ifa_next).s_addr,
	    in("192.168.0.255").s_addr, "the broadcast address is read");
	is_num(iface_bcast(&entries[4].e).s_addr, 0,
	    "an interface without one has none");
	is_num(iface_mask(&entries[4].e).s_addr, in("255.255.0.0").s_addr,
	    "the netmask is read");
	ok(iface_free_alias(list, "eth0", label) == 0, "there is an alias");
	is_str(label, "eth0:1", "and it is the lowest one that is free");
	ok(iface_free_alias(list, "eth10", label) == 0, "there is another");
	is_str(label, "eth10:0", "whose count begins at its own interface");
	errno = 0;
	ok(iface_free_alias(list, "averylongname15", label) == -1 &&
		errno == ENAMETOOLONG,
	    "an interface whose name leaves no room for one is refused");
	iface_of_label("eth0:12", label);
	is_str(label, "eth0", "the interface of a label");
	iface_of_label("eth0", label);
	is_str(label, "eth0", "and of one that is no alias");
	return tap_done();
}
