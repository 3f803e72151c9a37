/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The LAN client fetches a page: HTTP/1.0 on lwIP. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http.h"
#include "lan.h"
#include "loop.h"
#include "../lib/num.h"
#include "lwip/tcp.h"

enum { NO_CONNECTION = 7, NOT_FOUND = 22, TIMED_OUT = 124, HEAD_MAX = 8192 };

struct get {
	struct client *client;
	struct tcp_pcb *pcb;
	struct loop_timer limit;
	char url[512], request[1024];
	struct buf head; /* of the answer, until it is whole */
	int in_body, status;
};

static void
end(struct get *g, int status, const char *why)
{
	if (why)
		ctl_complain(g->client, "pair: get: %s: %s", g->url, why);
	if (g->client)
		ctl_exit(g->client, status);
	loop_timer_clear(&g->limit);
	if (g->pcb) {
		tcp_arg(g->pcb, NULL);
		tcp_recv(g->pcb, NULL);
		tcp_err(g->pcb, NULL);
		if (tcp_close(g->pcb) != ERR_OK)
			tcp_abort(g->pcb);
	}
	buf_free(&g->head);
	free(g);
	lan_kick();
}

static void
gone(struct client *c)
{
	struct get *g = c->job;

	g->client = NULL;
	end(g, 0, NULL);
}

static void
too_long(void *arg)
{
	end(arg, TIMED_OUT, "no answer in time");
}

static void
failed(void *arg, err_t e)
{
	struct get *g = arg;

	g->pcb = NULL; /* lwIP has freed it */
	end(g, NO_CONNECTION,
	    e == ERR_RST ? "connection refused or reset" : "no connection");
}

/* the head of the answer is whole: 0, or -1 when it is none */
static int
parse_head(struct get *g)
{
	long long status;
	char digits[4] = "";

	if (g->head.len < 12 || memcmp(g->head.data, "HTTP/1.", 7) != 0)
		return -1;
	memcpy(digits, g->head.data + 9, 3);
	if (num_parse(digits, 100, 599, &status) != 0)
		return -1;
	g->status = (int)status;
	return 0;
}

static void
finish(struct get *g)
{
	char why[64];

	if (!g->in_body)
		end(g, NO_CONNECTION, "the answer is no HTTP");
	else if (g->status / 100 == 2)
		end(g, 0, NULL);
	else {
		snprintf(why, sizeof(why), "status %d", g->status);
		end(g, NOT_FOUND, why);
	}
}

static err_t
received(void *arg, struct tcp_pcb *pcb, struct pbuf *p, err_t e)
{
	struct get *g = arg;
	uint8_t *at, *blank;
	struct pbuf *q;

	(void)e;
	if (p == NULL) {
		finish(g);
		return ERR_OK;
	}
	for (q = p; q; q = q->next)
		buf_put(&g->head, q->payload, q->len);
	tcp_recved(pcb, p->tot_len);
	pbuf_free(p);
	if (!g->in_body) {
		blank = memmem(g->head.data, g->head.len, "\r\n\r\n", 4);
		if ((blank && parse_head(g) < 0) ||
		    (!blank && g->head.len > HEAD_MAX)) {
			end(g, NO_CONNECTION, "the answer is no HTTP");
			return ERR_OK;
		}
		if (blank == NULL)
			return ERR_OK;
		g->in_body = 1;
		at = blank + 4;
		buf_drop(&g->head, (size_t)(at - g->head.data));
	}
	ctl_out(g->client, g->head.data, g->head.len);
	buf_drop(&g->head, g->head.len);
	return ERR_OK;
}

static err_t
connected(void *arg, struct tcp_pcb *pcb, err_t e)
{
	struct get *g = arg;

	(void)e;
	tcp_write(pcb, g->request, (u16_t)strlen(g->request), 0);
	tcp_output(pcb);
	return ERR_OK;
}

/* the parts of the URL; 0 or -1 */
static int
parse(struct get *g, const char *url, ip4_addr_t *addr, long long *port)
{
	char host[32], *colon;
	const char *path;
	size_t len;

	if (strncmp(url, "http://", 7) != 0 || strlen(url) >= sizeof(g->url))
		return -1;
	snprintf(g->url, sizeof(g->url), "%s", url);
	url += 7;
	path = strchr(url, '/');
	len = path ? (size_t)(path - url) : strlen(url);
	if (len >= sizeof(host))
		return -1;
	memcpy(host, url, len);
	host[len] = '\0';
	*port = 80;
	if ((colon = strchr(host, ':')) != NULL) {
		*colon = '\0';
		if (num_parse(colon + 1, 1, 65535, port) != 0)
			return -1;
	}
	if (inet_pton(AF_INET, host, addr) != 1)
		return -1;
	snprintf(g->request, sizeof(g->request),
	    "GET %s HTTP/1.0\r\nHost: %s\r\nUser-Agent: latido\r\n\r\n",
	    path ? path : "/", host);
	return 0;
}

void
http_get(struct client *c, const char *url, int64_t timeout_us)
{
	struct get *g = calloc(1, sizeof(*g));
	ip4_addr_t addr;
	long long port;

	if (g == NULL || parse(g, url, &addr, &port) < 0) {
		free(g);
		ctl_complain(c,
		    "pair: get: %s: expected "
		    "http://ADDRESS[:PORT][/PATH]",
		    url);
		ctl_exit(c, 2);
		return;
	}
	g->client = c;
	g->limit.fire = too_long;
	g->limit.arg = g;
	g->pcb = tcp_new();
	if (g->pcb == NULL ||
	    tcp_bind(g->pcb, netif_ip4_addr(&lan_client), 0) != ERR_OK) {
		end(g, 1, "no free port");
		return;
	}
	c->job = g;
	c->gone = gone;
	loop_timer_set(&g->limit, mono_after_us(timeout_us));
	tcp_bind_netif(g->pcb, &lan_client);
	tcp_arg(g->pcb, g);
	tcp_err(g->pcb, failed);
	tcp_recv(g->pcb, received);
	if (tcp_connect(g->pcb, &addr, (u16_t)port, connected) != ERR_OK)
		end(g, NO_CONNECTION, "no connection");
	lan_kick();
}
