/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ha.cf: nodes, media, ping nodes, clients and the words with a choice. */
#include <arpa/inet.h>
#include <ctype.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <syslog.h>

#include "../lib/num.h"
#include "conf_hacf.h"

void
hacf_baud(struct reader *r)
{
	static const int speeds[] = {1200, 2400, 4800, 9600, 19200, 38400,
	    57600, 115200, 230400, 460800};
	long long n;

	if (r->words == 2 && num_parse(r->word[1], 1200, 460800, &n) == 0)
		for (size_t i = 0; i < sizeof(speeds) / sizeof(*speeds); i++)
			if (speeds[i] == n) {
				r->conf->baud = (unsigned)n;
				return;
			}
	conf_error(r,
	    "baud %s: expected 1200, 2400, 4800, 9600, 19200, "
	    "38400, 57600, 115200, 230400 or 460800",
	    r->word[1]);
}

static const struct {
	const char *name;
	int value;
} facilities[] = {
    {"none", -1},
    {"kern", LOG_KERN},
    {"user", LOG_USER},
    {"mail", LOG_MAIL},
    {"daemon", LOG_DAEMON},
    {"auth", LOG_AUTH},
    {"syslog", LOG_SYSLOG},
    {"lpr", LOG_LPR},
    {"news", LOG_NEWS},
    {"uucp", LOG_UUCP},
    {"cron", LOG_CRON},
    {"authpriv", LOG_AUTHPRIV},
    {"ftp", LOG_FTP},
    {"local0", LOG_LOCAL0},
    {"local1", LOG_LOCAL1},
    {"local2", LOG_LOCAL2},
    {"local3", LOG_LOCAL3},
    {"local4", LOG_LOCAL4},
    {"local5", LOG_LOCAL5},
    {"local6", LOG_LOCAL6},
    {"local7", LOG_LOCAL7},
};

void
hacf_facility(struct reader *r)
{
	for (size_t i = 0; i < sizeof(facilities) / sizeof(*facilities); i++)
		if (strcmp(facilities[i].name, r->word[1]) == 0) {
			r->conf->facility = facilities[i].value;
			return;
		}
	conf_error(r,
	    "logfacility %s: expected a syslog facility like "
	    "local0, or none",
	    r->word[1]);
}

void
hacf_failback(struct reader *r)
{
	int truth = hacf_boolean(r->word[1]);

	if (truth != -1)
		r->conf->failback = truth ? FAILBACK_ON : FAILBACK_OFF;
	else if (strcasecmp(r->word[1], "legacy") == 0)
		r->conf->failback = FAILBACK_LEGACY;
	else
		conf_error(r, "auto_failback %s: expected on, off or legacy",
		    r->word[1]);
}

void
hacf_nice_failback(struct reader *r)
{
	int truth = hacf_boolean(r->word[1]);

	if (truth == -1) {
		conf_error(r, "nice_failback %s: expected on or off",
		    r->word[1]);
		return;
	}
	r->conf->failback = truth ? FAILBACK_OFF : FAILBACK_LEGACY;
	conf_warning(r, "nice_failback is obsolete, expected auto_failback %s",
	    truth ? "off" : "legacy");
}

void
hacf_msgfmt(struct reader *r)
{
	if (strcmp(r->word[1], "netstring") == 0)
		r->conf->framing = MSG_NETSTRING;
	else if (strcmp(r->word[1], "classic") == 0)
		r->conf->framing = MSG_CLASSIC;
	else
		conf_error(r, "msgfmt %s: expected netstring or classic",
		    r->word[1]);
}

const char *
hacf_value(const struct conf *conf, const char *name, char text[24])
{
	static const char *const failback[] = {"off", "on", "legacy"};
	size_t i = 0;

	if (strcmp(name, "auto_failback") == 0)
		return failback[conf->failback];
	if (strcmp(name, "msgfmt") == 0)
		return conf->framing == MSG_CLASSIC ? "classic" : "netstring";
	if (strcmp(name, "baud") == 0) {
		snprintf(text, 24, "%u", conf->baud);
		return text;
	}
	if (strcmp(name, "logfacility") != 0)
		return NULL;
	while (facilities[i].value != conf->facility)
		i++;
	return facilities[i].name;
}

void
hacf_node(struct reader *r)
{
	struct conf *c = r->conf;
	char name[MSG_NAME_MAX];
	size_t n;

	for (unsigned i = 1; i < r->words; i++) {
		n = strlen(r->word[i]);
		if (n >= sizeof(name)) {
			conf_error(r,
			    "node %s: name is too long, expected at "
			    "most %zu letters",
			    r->word[i], sizeof(name) - 1);
			continue;
		}
		for (size_t k = 0; k <= n; k++)
			name[k] = (char)tolower((unsigned char)r->word[i][k]);
		if (c->nodes > 0 && strcmp(c->node[0], name) == 0) {
			conf_error(r, "node %s: is here a second time", name);
			continue;
		}
		if (c->nodes == CONF_NODES) {
			conf_error(r,
			    "node %s: is the third, expected two: "
			    "haresources mode is for a pair",
			    name);
			continue;
		}
		if ((c->node[c->nodes] = conf_keep(r, name)) != NULL)
			c->nodes++;
	}
}

static struct conf_media *
new_media(struct reader *r, enum media_kind kind, const char *name)
{
	struct conf *c = r->conf;
	struct conf_media *m = &c->media[c->medias];

	if (kind != MEDIA_SERIAL && strlen(name) >= IF_NAMESIZE) {
		conf_error(r,
		    "%s: not an interface, names have at most %d "
		    "letters",
		    name, IF_NAMESIZE - 1);
		return NULL;
	}
	if (c->medias == CONF_MEDIA) {
		conf_error(r, "too many media, expected at most %d",
		    CONF_MEDIA);
		return NULL;
	}
	*m = (struct conf_media){.kind = kind,
	    .name = conf_keep(r, name),
	    .port = (uint16_t)c->udpport,
	    .line = r->line};
	if (m->name == NULL)
		return NULL;
	c->medias++;
	return m;
}

void
hacf_bcast(struct reader *r)
{
	for (unsigned i = 1; i < r->words; i++)
		new_media(r, MEDIA_BCAST, r->word[i]);
}

void
hacf_ucast(struct reader *r)
{
	struct conf_media *m;
	struct in_addr a;

	if (r->words != 3 || inet_pton(AF_INET, r->word[2], &a) != 1) {
		conf_error(r, "ucast: expected an interface and an address "
			      "like `eth1 10.10.10.2`");
		return;
	}
	if ((m = new_media(r, MEDIA_UCAST, r->word[1])) != NULL)
		m->address = a.s_addr;
}

void
hacf_mcast(struct reader *r)
{
	struct conf_media *m;
	struct in_addr a;
	long long port, ttl, loop;

	if (r->words != 6 || inet_pton(AF_INET, r->word[2], &a) != 1 ||
	    !IN_MULTICAST(ntohl(a.s_addr)) ||
	    num_parse(r->word[3], 1, 65535, &port) == -1 ||
	    num_parse(r->word[4], 0, 255, &ttl) == -1 ||
	    num_parse(r->word[5], 0, 1, &loop) == -1) {
		conf_error(r, "mcast: expected interface, group, port, ttl "
			      "and loop like `eth1 225.0.0.1 694 1 0`");
		return;
	}
	if ((m = new_media(r, MEDIA_MCAST, r->word[1])) == NULL)
		return;
	m->address = a.s_addr;
	m->port = (uint16_t)port;
	m->ttl = (uint8_t)ttl;
	m->loop = loop;
}

void
hacf_serial(struct reader *r)
{
	for (unsigned i = 1; i < r->words; i++) {
		if (r->word[i][0] != '/') {
			conf_error(r,
			    "serial %s: expected the path of a "
			    "device like /dev/ttyS0",
			    r->word[i]);
			continue;
		}
		new_media(r, MEDIA_SERIAL, r->word[i]);
	}
}

static struct conf_ping *
new_ping(struct reader *r, const char *name, bool group)
{
	struct conf *c = r->conf;
	struct conf_ping *p = &c->ping[c->pings];

	if (c->pings == CONF_PINGS) {
		conf_error(r, "too many ping nodes, expected at most %d",
		    CONF_PINGS);
		return NULL;
	}
	*p = (struct conf_ping){
	    .name = conf_keep(r, name), .group = group, .line = r->line};
	if (p->name == NULL)
		return NULL;
	c->pings++;
	return p;
}

void
hacf_ping(struct reader *r)
{
	struct conf_ping *p;

	for (unsigned i = 1; i < r->words; i++)
		if ((p = new_ping(r, r->word[i], false)) != NULL) {
			p->hosts = 1;
			p->host[0] = p->name;
		}
}

void
hacf_ping_group(struct reader *r)
{
	struct conf_ping *p;

	if (r->words < 3 || r->words - 2 > CONF_MEMBERS) {
		conf_error(r, "ping_group: expected a name and 1 to %d hosts",
		    CONF_MEMBERS);
		return;
	}
	if ((p = new_ping(r, r->word[1], true)) == NULL)
		return;
	for (unsigned i = 2; i < r->words; i++)
		if ((p->host[p->hosts] = conf_keep(r, r->word[i])) != NULL)
			p->hosts++;
}

static void
client(struct reader *r, bool failfast)
{
	struct conf *c = r->conf;
	struct conf_client *k = &c->client[c->clients];

	if (r->words < 3 || r->word[2][0] != '/') {
		conf_error(r, "%s: expected a user and the path of a program",
		    r->word[0]);
		return;
	}
	if (c->clients == CONF_CLIENTS) {
		conf_error(r, "too many clients, expected at most %d",
		    CONF_CLIENTS);
		return;
	}
	k->user = conf_keep(r, r->word[1]);
	/* The rest of the line from the program on, as it was written. */
	k->command = conf_keep(r, r->rest + (r->word[2] - r->word[1]));
	k->failfast = failfast;
	k->line = r->line;
	if (k->user != NULL && k->command != NULL)
		c->clients++;
}

void
hacf_respawn(struct reader *r)
{
	client(r, false);
}

void
hacf_failfast(struct reader *r)
{
	client(r, true);
}

/* env NAME=VALUE */
void
hacf_env(struct reader *r)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
				      "abcdefghijklmnopqrstuvwxyz0123456789";
	struct conf *c = r->conf;
	struct conf_param *e = &c->env[c->envs];
	size_t n = strspn(r->word[1], letters);

	if (r->words != 2 || n == 0 || n >= CONF_NAME_MAX ||
	    r->word[1][n] != '=' || isdigit((unsigned char)r->word[1][0])) {
		conf_error(r, "env %s: expected NAME=VALUE", r->rest);
		return;
	}
	if (strncmp(r->word[1], "HA_", 3) == 0) {
		conf_error(r,
		    "env %s: names that begin with HA_ are heartbeat's own",
		    r->word[1]);
		return;
	}
	if (c->envs == CONF_ENVS) {
		conf_error(r, "too many env, expected at most %d", CONF_ENVS);
		return;
	}
	r->word[1][n] = '\0';
	e->name = conf_keep(r, r->word[1]);
	e->value = conf_keep(r, r->word[1] + n + 1);
	if (e->name != NULL && e->value != NULL)
		c->envs++;
}

void
hacf_hbgenmethod(struct reader *r)
{
	if (strcmp(r->word[1], "file") != 0)
		conf_error(r,
		    "hbgenmethod %s: expected file, since a clock "
		    "that goes back would lock this node out",
		    r->word[1]);
}

void
hacf_uuidfrom(struct reader *r)
{
	if (strcmp(r->word[1], "nodename") == 0)
		conf_warning(r, "uuidfrom nodename has no effect: the uuid is "
				"kept in a file, as with Heartbeat's default");
	else if (strcmp(r->word[1], "file") != 0)
		conf_error(r, "uuidfrom %s: expected file or nodename",
		    r->word[1]);
}

void
hacf_autojoin(struct reader *r)
{
	if (strcmp(r->word[1], "none") != 0)
		conf_error(r,
		    "autojoin %s: expected none, since haresources "
		    "mode is for the two nodes named here",
		    r->word[1]);
}

void
hacf_crm(struct reader *r)
{
	if (hacf_boolean(r->word[1]) != 0)
		conf_error(r,
		    "%s %s: expected off: resources are those of "
		    "haresources",
		    r->word[0], r->word[1]);
}
