/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The configuration as it was understood, in the files' own language. */
#include <arpa/inet.h>
#include <stdio.h>

#include "conf_hacf.h"

static const char *
dotted(uint32_t address, char text[INET_ADDRSTRLEN])
{
	struct in_addr a = {address};

	return inet_ntop(AF_INET, &a, text, INET_ADDRSTRLEN);
}

static void
print_media(const struct conf_media *m, FILE *out)
{
	char text[INET_ADDRSTRLEN];

	switch (m->kind) {
	case MEDIA_BCAST:
		fprintf(out, "bcast %s\n", m->name);
		break;
	case MEDIA_UCAST:
		fprintf(out, "ucast %s %s\n", m->name,
		    dotted(m->address, text));
		break;
	case MEDIA_MCAST:
		fprintf(out, "mcast %s %s %u %u %d\n", m->name,
		    dotted(m->address, text), m->port, m->ttl, m->loop);
		break;
	case MEDIA_SERIAL:
		fprintf(out, "serial %s\n", m->name);
		break;
	}
}

static void
print_hacf(const struct conf *c, FILE *out)
{
	hacf_print(c, out);
	for (unsigned i = 0; i < c->medias; i++)
		print_media(&c->media[i], out);
	for (unsigned i = 0; i < c->pings; i++) {
		const struct conf_ping *p = &c->ping[i];

		if (p->group)
			fprintf(out, "ping_group %s", p->name);
		else
			fputs("ping", out);
		for (unsigned k = 0; k < p->hosts; k++)
			fprintf(out, " %s", p->host[k]);
		fputc('\n', out);
	}
	for (unsigned i = 0; i < c->envs; i++)
		fprintf(out, "env %s=%s\n", c->env[i].name, c->env[i].value);
	for (unsigned i = 0; i < c->fences; i++)
		fprintf(out, "stonith_host %s %s %s\n", c->node[c->self],
		    c->fence[i].type, c->fence[i].params);
	for (unsigned i = 0; i < c->watches; i++) {
		const char *name = c->watch[i].resource;

		if (c->watch[i].ms == 0)
			fprintf(out, "monitor off %s\n", name ? name : "");
		else
			fprintf(out, "monitor %dms %s\n", (int)c->watch[i].ms,
			    name ? name : "");
	}
	for (unsigned i = 0; i < c->clients; i++)
		fprintf(out, "%s %s %s\n",
		    c->client[i].failfast ? "failfast" : "respawn",
		    c->client[i].user, c->client[i].command);
	for (unsigned i = 0; i < c->nodes; i++)
		fprintf(out, "node %s\n", c->node[i]);
}

void
conf_print(const struct conf *c, FILE *out)
{
	fprintf(out, "# ha.cf\n");
	print_hacf(c, out);
	fprintf(out, "# haresources\n");
	for (unsigned i = 0; i < c->groups; i++) {
		const struct conf_group *g = &c->group[i];

		fprintf(out, "%s", c->node[g->home]);
		for (unsigned k = 0; k < g->resources; k++)
			fprintf(out, " %s", g->resource[k]);
		fputc('\n', out);
	}
	/* The keys themselves are nobody's to read. */
	fprintf(out, "# authkeys\nauth %u\n", c->keys.send);
	for (unsigned i = 0; i < AUTH_KEYS; i++)
		if (c->keys.key[i].method != AUTH_NONE)
			fprintf(out, "%u %s\n", i,
			    auth_method_name(c->keys.key[i].method));
}
