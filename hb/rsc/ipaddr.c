/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IPaddr(8): a virtual address as an alias of the interface of its network. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../lib/halog.h"
#include "../../lib/num.h"
#include "address.h"
#include "agent.h"
#include "garp.h"
#include "iface.h"
#include "ipspec.h"
#include "route.h"

/* Long enough for a slow host's answer, short beside any deadtime. */
#define PROBE_MS_DEFAULT 40

const char ipaddr_usage[] =
    "IPaddr IP[/MASK[/INTERFACE][/BROADCAST]] "
    "start|stop|status|monitor|probe\n"
    "\n"
    "Add the virtual address IP to the interface of its network, and tell\n"
    "that network. What is left out is found by the routing table.\n"
    "  IPADDR_REFRESH_S how often the network is told again (60); 0: never\n"
    "  IPADDR_PROBE_MS  how long to look for another host that has IP (40);\n"
    "                   0: not at all\n"
    "exit status: 0 done, running, or probe: nobody else has IP; 1 failed, or\n"
    "             probe: somebody may; 2 usage; 3 status: stopped;\n"
    "             7 monitor: stopped\n";

/* What is to be set, complete. */
struct plan {
	char dev[IFNAMSIZ];
	char label[IFNAMSIZ];
	struct in_addr mask;
	struct in_addr bcast;
	int tell; /* dev knows ARP */
};

static void
print_ip(char text[INET_ADDRSTRLEN], struct in_addr ip)
{
	inet_ntop(AF_INET, &ip, text, INET_ADDRSTRLEN);
}

static int
find_by_route(const struct ipspec *s, const char *ip, struct plan *p)
{
	struct route r;
	FILE *f = fopen("/proc/net/route", "re");
	int found;

	if (f == NULL)
		return agent_error("/proc/net/route: %s", strerror(errno));
	found = route_find(f, s->ip, &r);
	fclose(f);
	if (found == -1 && errno == EINVAL)
		return agent_error("/proc/net/route: not in the known format");
	if (found == -1)
		return agent_error("%s: no interface has a route to it", ip);
	if (r.mask.s_addr == 0 && !s->has_mask)
		return agent_error("%s: only the default route leads there: "
				   "expected %s/MASK",
		    ip, ip);
	memcpy(p->dev, r.dev, sizeof(p->dev));
	p->mask = r.mask;
	return AGENT_OK;
}

/* Fill in what the specification s leaves open. */
static int
make_plan(const struct ipspec *s, const char *ip, const struct ifaddrs *list,
    struct plan *p)
{
	const struct ifaddrs *dev;
	const struct ifaddrs *net;

	memset(p, 0, sizeof(*p));
	if (s->dev[0] != '\0')
		memcpy(p->dev, s->dev, sizeof(p->dev));
	else if (find_by_route(s, ip, p) != AGENT_OK)
		return AGENT_FAILED;
	dev = iface_named(list, p->dev);
	if (dev == NULL)
		return agent_error("%s: no such interface", p->dev);
	p->tell = (dev->ifa_flags & (IFF_LOOPBACK | IFF_NOARP)) == 0;

	net = iface_net(list, p->dev, s->ip);
	if (net != NULL) {
		p->mask = iface_mask(net);
		p->bcast = iface_bcast(net);
	}
	if (s->has_mask)
		p->mask = s->mask;
	if (net == NULL || (s->has_mask && net != NULL &&
			       s->mask.s_addr != iface_mask(net).s_addr))
		p->bcast.s_addr = s->ip.s_addr | ~p->mask.s_addr;
	if (s->has_bcast)
		p->bcast = s->bcast;

	if (s->label[0] != '\0')
		memcpy(p->label, s->label, sizeof(p->label));
	else if (iface_free_alias(list, p->dev, p->label) == -1)
		return agent_error("%s: no alias is free", p->dev);
	return AGENT_OK;
}

static int
probe(const char *dev, const char *ip, enum agent_action action)
{
	const char *set = getenv("IPADDR_PROBE_MS");
	long long ms = PROBE_MS_DEFAULT;
	enum garp_probe found;
	char why[256];

	if (set != NULL && num_parse(set, 0, 60000, &ms) == -1)
		return agent_error("IPADDR_PROBE_MS '%s': expected 0 to 60000",
		    set);
	if (ms == 0)
		return AGENT_OK;
	found = garp_probe(dev, ip, (int)ms, why, sizeof(why));
	if (action == AGENT_PROBE) {
		puts(found == GARP_FREE ? "free" : why);
		return found == GARP_FREE ? AGENT_OK : AGENT_FAILED;
	}
	switch (found) {
	case GARP_FREE:
		break;
	case GARP_TAKEN:
		return agent_error("%s not taken: %s", ip, why);
	case GARP_UNKNOWN:
		/* a guard that cannot stand must not keep the service down */
		halog("WARN", "IPaddr: %s taken without a probe: %s", ip, why);
		break;
	}
	return AGENT_OK;
}

/* It serves all the same if this fails: whoever asks anew finds it. */
static void
tell(const char *dev, const char *label, const char *ip)
{
	char what[256];

	garp_stop(ip);
	if (garp_start(dev, label, ip, what, sizeof(what)) == -1)
		agent_error("%s: %s: the network was not told of %s", what,
		    strerror(errno), ip);
}

/* start, or probe: as far as that goes without a change. */
static int
start(const struct ipspec *s, const char *ip, const struct ifaddrs *list,
    enum agent_action action)
{
	const struct ifaddrs *there = iface_having(list, s->ip);
	char mask[INET_ADDRSTRLEN];
	char bcast[INET_ADDRSTRLEN];
	char dev[IFNAMSIZ];
	struct plan p;

	if (there != NULL && action == AGENT_PROBE)
		return AGENT_OK;
	if (there != NULL) {
		halog("info", "IPaddr: %s is already on %s", ip,
		    there->ifa_name);
		iface_of_label(there->ifa_name, dev);
		/* It is asked for anew: caches may point elsewhere. */
		if ((there->ifa_flags & (IFF_LOOPBACK | IFF_NOARP)) == 0)
			tell(dev, there->ifa_name, ip);
		return AGENT_OK;
	}
	if (make_plan(s, ip, list, &p) != AGENT_OK)
		return AGENT_FAILED;
	if (garp_refresh_s() == -1)
		return agent_error("IPADDR_REFRESH_S '%s': expected 0 to 86400",
		    getenv("IPADDR_REFRESH_S"));
	if (action == AGENT_START)
		garp_stop(ip);
	if (p.tell && probe(p.dev, ip, action) != AGENT_OK)
		return AGENT_FAILED;
	if (action == AGENT_PROBE)
		return AGENT_OK;
	print_ip(mask, p.mask);
	print_ip(bcast, p.bcast);
	halog("info", "/sbin/ifconfig %s %s netmask %s broadcast %s", p.label,
	    ip, mask, bcast);
	if (address_add(&(struct address){
		p.dev, p.label, s->ip, ipspec_bits(p.mask), p.bcast}) == -1)
		return agent_error("%s on %s: %s", ip, p.label,
		    strerror(errno));
	if (p.tell)
		tell(p.dev, p.label, ip);
	return AGENT_OK;
}

static int
stop(const struct ipspec *s, const char *ip, const struct ifaddrs *list)
{
	const struct ifaddrs *e = list;
	int failed = 0;

	/* first silence, so that the next owner's probe hears nothing of us */
	garp_stop(ip);
	while ((e = iface_having(e, s->ip)) != NULL) {
		char dev[IFNAMSIZ];

		iface_of_label(e->ifa_name, dev);
		halog("info", "/sbin/ifconfig %s %s down", e->ifa_name, ip);
		if (address_del(&(struct address){dev, e->ifa_name, s->ip,
			ipspec_bits(iface_mask(e)), {0}}) == -1 &&
		    errno != EADDRNOTAVAIL)
			failed = agent_error("%s on %s: %s", ip, e->ifa_name,
			    strerror(errno));
		else
			halog("info", "IP Address %s released", ip);
		e = e->ifa_next;
	}
	return failed;
}

int
ipaddr_run(int argc, char **argv, enum agent_action action)
{
	char ip[INET_ADDRSTRLEN];
	struct ifaddrs *list;
	struct ipspec s;
	const char *wrong;
	int result = AGENT_FAILED;

	(void)argc;
	if (ipspec_parse(&s, argv[0], &wrong) == -1) {
		agent_error("'%s': %s", argv[0], wrong);
		return AGENT_USAGE;
	}
	print_ip(ip, s.ip);
	if (getifaddrs(&list) == -1)
		return agent_error("addresses: %s", strerror(errno));
	switch (action) {
	case AGENT_START:
	case AGENT_PROBE:
		result = start(&s, ip, list, action);
		break;
	case AGENT_STOP:
		result = stop(&s, ip, list);
		break;
	case AGENT_STATUS:
	case AGENT_MONITOR:
		result = iface_having(list, s.ip) != NULL;
		result = agent_report(action, result,
		    result ? "running" : "stopped");
		break;
	}
	freeifaddrs(list);
	return result;
}
