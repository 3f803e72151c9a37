/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TCP ports of the host that lead to addresses on the lab's LAN. */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "forward.h"
#include "lan.h"
#include "loop.h"
#include "stream.h"
#include "lwip/tcp.h"

struct listener {
	int fd;
	ip4_addr_t addr;
	uint16_t port;
};

/* a connection: the host's side is a stream, the LAN's side lwIP's */
struct joint {
	struct stream host;
	struct tcp_pcb *pcb;
	struct buf to_lan;
	int connected, lan_closed;
};

static void
drop(struct joint *j)
{
	stream_close(&j->host);
	if (j->pcb) {
		tcp_arg(j->pcb, NULL);
		tcp_recv(j->pcb, NULL);
		tcp_sent(j->pcb, NULL);
		tcp_err(j->pcb, NULL);
		if (tcp_close(j->pcb) != ERR_OK)
			tcp_abort(j->pcb);
	}
	buf_free(&j->to_lan);
	free(j);
	lan_kick();
}

static void
host_closed(void *arg)
{
	drop(arg);
}

static void
host_drained(void *arg)
{
	struct joint *j = arg;

	if (j->lan_closed)
		drop(j);
}

/* move what lwIP takes; the host waits while something is left */
static void
push(struct joint *j)
{
	size_t n = j->to_lan.len;

	if (!j->connected)
		return;
	if (n > tcp_sndbuf(j->pcb))
		n = tcp_sndbuf(j->pcb);
	if (n > 0 && tcp_write(j->pcb, j->to_lan.data, (u16_t)n,
			 TCP_WRITE_FLAG_COPY) == ERR_OK) {
		buf_drop(&j->to_lan, n);
		tcp_output(j->pcb);
	}
	stream_hold(&j->host, j->to_lan.len > 0);
	lan_kick();
}

static void
host_input(void *arg, const uint8_t *bytes, size_t len)
{
	struct joint *j = arg;

	buf_put(&j->to_lan, bytes, len);
	stream_hold(&j->host, 1);
	push(j);
}

static err_t
lan_sent(void *arg, struct tcp_pcb *pcb, u16_t len)
{
	(void)pcb;
	(void)len;
	push(arg);
	return ERR_OK;
}

static err_t
lan_input(void *arg, struct tcp_pcb *pcb, struct pbuf *p, err_t e)
{
	struct joint *j = arg;
	struct pbuf *q;

	(void)e;
	if (p == NULL) {
		j->lan_closed = 1;
		if (j->host.out.len == 0)
			drop(j);
		return ERR_OK;
	}
	for (q = p; q; q = q->next)
		stream_write(&j->host, q->payload, q->len);
	tcp_recved(pcb, p->tot_len);
	pbuf_free(p);
	return ERR_OK;
}

static void
lan_failed(void *arg, err_t e)
{
	struct joint *j = arg;

	(void)e;
	j->pcb = NULL; /* lwIP has freed it */
	drop(j);
}

static err_t
lan_connected(void *arg, struct tcp_pcb *pcb, err_t e)
{
	struct joint *j = arg;

	(void)pcb;
	(void)e;
	j->connected = 1;
	push(j);
	return ERR_OK;
}

static void
accept_one(void *arg, short revents)
{
	struct listener *l = arg;
	struct joint *j;
	int fd = accept4(l->fd, NULL, NULL, SOCK_CLOEXEC);

	(void)revents;
	if (fd < 0)
		return;
	j = calloc(1, sizeof(*j));
	if (j == NULL || (j->pcb = tcp_new()) == NULL) {
		free(j);
		close(fd);
		return;
	}
	j->host.input = host_input;
	j->host.closed = host_closed;
	j->host.drained = host_drained;
	j->host.arg = j;
	stream_open(&j->host, fd);
	tcp_bind(j->pcb, netif_ip4_addr(&lan_client), 0);
	tcp_bind_netif(j->pcb, &lan_client);
	tcp_arg(j->pcb, j);
	tcp_err(j->pcb, lan_failed);
	tcp_recv(j->pcb, lan_input);
	tcp_sent(j->pcb, lan_sent);
	if (tcp_connect(j->pcb, &l->addr, l->port, lan_connected) != ERR_OK)
		drop(j);
	lan_kick();
}

int
forward_start(uint16_t host_port, const ip4_addr_t *addr, uint16_t port)
{
	struct sockaddr_in sin = {.sin_family = AF_INET,
	    .sin_port = htons(host_port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct listener *l = malloc(sizeof(*l));
	int one = 1, saved;

	if (l == NULL)
		return -1;
	l->addr = *addr;
	l->port = port;
	l->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (l->fd < 0)
		goto fail;
	setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(l->fd, (struct sockaddr *)&sin, sizeof(sin)) < 0 ||
	    listen(l->fd, 16) < 0)
		goto fail;
	loop_add(l->fd, POLLIN, accept_one, l);
	return 0;
fail:
	saved = errno;
	if (l->fd >= 0)
		close(l->fd);
	free(l);
	errno = saved;
	return -1;
}
