/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stories' writer reports to the router, which no power cut takes. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "acks.h"
#include "lab.h"
#include "lan.h"
#include "lwip/udp.h"

static int file = -1;

static void
report(void *arg, struct udp_pcb *pcb, struct pbuf *p, const ip_addr_t *from,
    u16_t port)
{
	char who[48], what[128], line[256];
	size_t len = pbuf_copy_partial(p, what, sizeof(what) - 1, 0);
	int n;

	(void)arg;
	(void)pcb;
	(void)from;
	(void)port;
	pbuf_free(p);
	what[len] = '\0';
	what[strcspn(what, "\n")] = '\0';
	lan_show(lan_source(), who, sizeof(who));
	/* behind the hardware address */
	n = snprintf(line, sizeof(line), "%s %s\n", who + 18, what);
	if (write(file, line, (size_t)n) != n)
		lab_say("acks: a report can't be written");
}

void
acks_start(void)
{
	struct udp_pcb *pcb = udp_new();

	file = open("acks", O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC,
	    0666);
	if (file >= 0 && pcb &&
	    udp_bind(pcb, netif_ip4_addr(&lan_router), ACKS_PORT) == ERR_OK)
		udp_recv(pcb, report, NULL);
	else
		lab_say("acks: no reports of writers will be kept");
}
