/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ha.cf: a table of all directives of Heartbeat 3.0.6, and how each is read. */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <syslog.h>

#include "../lib/num.h"
#include "conf_hacf.h"

enum shape { TIME, NUMBER, BOOLEAN, TEXT, SPECIAL, NO_EFFECT, REFUSED };

struct directive {
	const char *name;
	enum shape shape;
	bool many; /* may come more than once */
	size_t offset;
	long long min, max;
	void (*take)(struct reader *r);
	const char *why;
};

#define AT(member) offsetof(struct conf, member)
#define DAY_MS 86400000

static const char no_pacemaker[] =
    "expected no cluster manager: resources are those of haresources";
static const char no_logd[] = "there is one logger, in the daemon";
static const char no_compress[] = "messages fit one packet uncompressed";
static const char no_core[] = "no core is ever dumped";

static const struct directive directives[] = {
    {"keepalive", TIME, false, AT(keepalive_ms), 10, DAY_MS, NULL, NULL},
    {"deadtime", TIME, false, AT(deadtime_ms), 20, DAY_MS, NULL, NULL},
    {"warntime", TIME, false, AT(warntime_ms), 10, DAY_MS, NULL, NULL},
    {"initdead", TIME, false, AT(initdead_ms), 20, DAY_MS, NULL, NULL},
    {"deadping", TIME, false, AT(deadping_ms), 20, DAY_MS, NULL, NULL},
    {"max_rexmit_delay", NUMBER, false, AT(rexmit_delay_ms), 1, 100000, NULL,
	NULL},
    {"script_timeout", TIME, false, AT(script_ms), 1000, DAY_MS, NULL, NULL},
    {"hopfudge", NUMBER, false, AT(hopfudge), 0, 100, NULL, NULL},
    {"udpport", NUMBER, false, AT(udpport), 1, 65535, NULL, NULL},
    {"baud", SPECIAL, false, 0, 0, 0, hacf_baud, NULL},
    {"debug", NUMBER, false, AT(debug), 0, 255, NULL, NULL},
    {"rtprio", NUMBER, false, AT(rtprio), 1, 99, NULL, NULL},
    {"realtime", BOOLEAN, false, AT(realtime), 0, 0, NULL, NULL},
    {"log_badpack", BOOLEAN, false, AT(log_badpack), 0, 0, NULL, NULL},
    {"logfile", TEXT, false, AT(logfile), 0, 0, NULL, NULL},
    {"debugfile", TEXT, false, AT(debugfile), 0, 0, NULL, NULL},
    {"watchdog", TEXT, false, AT(watchdog), 0, 0, NULL, NULL},
    {"logfacility", SPECIAL, false, 0, 0, 0, hacf_facility, NULL},
    {"auto_failback", SPECIAL, false, 0, 0, 0, hacf_failback, NULL},
    {"nice_failback", SPECIAL, false, 0, 0, 0, hacf_nice_failback, NULL},
    {"msgfmt", SPECIAL, false, 0, 0, 0, hacf_msgfmt, NULL},
    {"node", SPECIAL, true, 0, 0, 0, hacf_node, NULL},
    {"bcast", SPECIAL, true, 0, 0, 0, hacf_bcast, NULL},
    {"udp", SPECIAL, true, 0, 0, 0, hacf_bcast, NULL},
    {"ucast", SPECIAL, true, 0, 0, 0, hacf_ucast, NULL},
    {"mcast", SPECIAL, true, 0, 0, 0, hacf_mcast, NULL},
    {"serial", SPECIAL, true, 0, 0, 0, hacf_serial, NULL},
    {"ping", SPECIAL, true, 0, 0, 0, hacf_ping, NULL},
    {"ping_group", SPECIAL, true, 0, 0, 0, hacf_ping_group, NULL},
    {"respawn", SPECIAL, true, 0, 0, 0, hacf_respawn, NULL},
    {"failfast", SPECIAL, true, 0, 0, 0, hacf_failfast, NULL},
    {"hbgenmethod", SPECIAL, false, 0, 0, 0, hacf_hbgenmethod, NULL},
    {"uuidfrom", SPECIAL, false, 0, 0, 0, hacf_uuidfrom, NULL},
    {"autojoin", SPECIAL, false, 0, 0, 0, hacf_autojoin, NULL},
    {"pacemaker", SPECIAL, false, 0, 0, 0, hacf_crm, NULL},
    {"crm", SPECIAL, false, 0, 0, 0, hacf_crm, NULL},
    {"apiauth", NO_EFFECT, true, 0, 0, 0, NULL,
	"root and hacluster may give orders, everybody may ask"},
    {"env", SPECIAL, true, 0, 0, 0, hacf_env, NULL},
    {"cluster", NO_EFFECT, false, 0, 0, 0, NULL,
	"the name is not sent to the other node"},
    {"use_logd", NO_EFFECT, false, 0, 0, 0, NULL, no_logd},
    {"conn_logd_time", NO_EFFECT, false, 0, 0, 0, NULL, no_logd},
    {"syslogmsgfmt", NO_EFFECT, false, 0, 0, 0, NULL, no_logd},
    {"coredumps", NO_EFFECT, false, 0, 0, 0, NULL, no_core},
    {"coreroot", NO_EFFECT, false, 0, 0, 0, NULL, no_core},
    {"memreserve", NO_EFFECT, false, 0, 0, 0, NULL,
	"all memory is taken when the daemon starts"},
    {"compression", NO_EFFECT, false, 0, 0, 0, NULL, no_compress},
    {"compression_threshold", NO_EFFECT, false, 0, 0, 0, NULL, no_compress},
    {"traditional_compression", NO_EFFECT, false, 0, 0, 0, NULL, no_compress},
    {"stonith", SPECIAL, true, 0, 0, 0, hacf_stonith, NULL},
    {"stonith_host", SPECIAL, true, 0, 0, 0, hacf_stonith_host, NULL},
    {"monitor", SPECIAL, true, 0, 0, 0, hacf_monitor, NULL},
    {"monitor_restarts", NUMBER, false, AT(restarts), 0, 100, NULL, NULL},
    {"max_handovers", NUMBER, false, AT(handovers), 0, 100, NULL, NULL},
    {"ucast6", REFUSED, true, 0, 0, 0, NULL,
	"the network has IPv4 only; expected ucast"},
    {"mcast6", REFUSED, true, 0, 0, 0, NULL,
	"the network has IPv4 only; expected mcast"},
    {"ping6", REFUSED, true, 0, 0, 0, NULL,
	"the network has IPv4 only; expected ping"},
    {"use_apphbd", REFUSED, false, 0, 0, 0, NULL,
	"there is no apphbd; expected watchdog"},
    {"quorum_server", REFUSED, false, 0, 0, 0, NULL,
	"a pair has no quorum; expected ping nodes and ipfail"},
    {"crm_daemon_dir", REFUSED, false, 0, 0, 0, NULL, no_pacemaker},
    {"crmd_spawns_pengine", REFUSED, false, 0, 0, 0, NULL, no_pacemaker},
    {"record_config_changes", REFUSED, false, 0, 0, 0, NULL, no_pacemaker},
    {"record_pengine_inputs", REFUSED, false, 0, 0, 0, NULL, no_pacemaker},
    {"enable_config_writes", REFUSED, false, 0, 0, 0, NULL, no_pacemaker},
};

#define DIRECTIVES (sizeof(directives) / sizeof(directives[0]))
_Static_assert(DIRECTIVES <= 64, "reader.first has room for each");
_Static_assert(DIRECTIVES <= CONF_PARAMS, "each has its place, once");

int
hacf_boolean(const char *word)
{
	static const char *const words[2][5] = {
	    {"false", "off", "no", "n", "0"},
	    {"true", "on", "yes", "y", "1"},
	};

	for (int v = 0; v < 2; v++)
		for (unsigned i = 0; i < 5; i++)
			if (strcasecmp(word, words[v][i]) == 0)
				return v;
	return -1;
}

long long
hacf_milliseconds(const char *word)
{
	char number[24];
	size_t n = strspn(word, "0123456789.");
	const char *unit = word + n;
	char *dot;
	long long whole, part = 0, scale = 1000;

	if (n == 0 || n >= sizeof(number))
		return -1;
	memcpy(number, word, n);
	number[n] = '\0';
	if ((dot = strchr(number, '.')) != NULL)
		*dot++ = '\0';
	if (num_parse(number, 0, 1000000000000, &whole) == -1)
		return -1;
	if (dot != NULL) {
		if (strlen(dot) > 3 || num_parse(dot, 0, 999, &part) == -1)
			return -1;
		for (size_t i = strlen(dot); i < 3; i++)
			part *= 10;
	}
	if (*unit == '\0' || strcmp(unit, "s") == 0)
		return whole * scale + part;
	if (strcmp(unit, "ms") == 0)
		return whole;
	if (strcmp(unit, "us") == 0)
		return whole / 1000;
	return -1;
}

static void
take_time(struct reader *r, const struct directive *d, void *place)
{
	long long ms = hacf_milliseconds(r->word[1]);

	if (ms < d->min || ms > d->max) {
		conf_error(r,
		    "%s %s: expected a time of at least %lld ms, "
		    "like 2, 1.5 or 500ms",
		    d->name, r->word[1], d->min);
		return;
	}
	*(int32_t *)place = (int32_t)ms;
}

static void
take_simple(struct reader *r, const struct directive *d)
{
	void *place = (char *)r->conf + d->offset;
	long long n;
	int truth;

	if (r->words != 2) {
		conf_error(r, "%s: expected exactly one word after it",
		    d->name);
		return;
	}
	switch (d->shape) {
	case TIME:
		take_time(r, d, place);
		break;
	case NUMBER:
		if (num_parse(r->word[1], d->min, d->max, &n) == -1)
			conf_error(r,
			    "%s %s: expected a number from %lld to "
			    "%lld",
			    d->name, r->word[1], d->min, d->max);
		else
			*(unsigned *)place = (unsigned)n;
		break;
	case BOOLEAN:
		truth = hacf_boolean(r->word[1]);
		if (truth == -1)
			conf_error(r, "%s %s: expected on or off", d->name,
			    r->word[1]);
		else
			*(bool *)place = truth;
		break;
	default:
		*(const char **)place = conf_keep(r, r->word[1]);
		break;
	}
}

static void
keep_param(struct conf *conf, struct reader *r, const char *name,
    const char *value)
{
	struct conf_param *p = &conf->param[conf->params];

	p->name = conf_keep(r, name);
	p->value = conf_keep(r, value);
	if (p->name != NULL && p->value != NULL)
		conf->params++;
}

static void
take(struct reader *r)
{
	const struct directive *d = NULL;
	size_t i;

	for (i = 0; i < DIRECTIVES && d == NULL; i++)
		if (strcasecmp(directives[i].name, r->word[0]) == 0)
			d = &directives[i];
	if (d == NULL) {
		conf_error(r, "unknown directive %s, expected one of ha.cf(5)",
		    r->word[0]);
		return;
	}
	i = (size_t)(d - directives);
	if (r->first[i] != 0 && !d->many) {
		conf_error(r,
		    "%s: is here a second time, the first is line "
		    "%d",
		    d->name, r->first[i]);
		return;
	}
	if (r->first[i] == 0)
		r->first[i] = r->line;
	if (r->words < 2) {
		conf_error(r, "%s: expected something after it", d->name);
		return;
	}
	if (!d->many)
		keep_param(r->conf, r, r->word[0], r->rest);
	if (d->shape == SPECIAL)
		d->take(r);
	else if (d->shape == NO_EFFECT)
		conf_warning(r, "%s has no effect: %s", d->name, d->why);
	else if (d->shape == REFUSED)
		conf_error(r, "%s is not supported: %s", d->name, d->why);
	else
		take_simple(r, d);
}

/* What a simple directive is set to, as it would be written; NULL: to nothing.
 */
static const char *
value_of(const struct conf *conf, const struct directive *d, char text[24])
{
	const void *place = (const char *)conf + d->offset;

	switch (d->shape) {
	case TIME:
		snprintf(text, 24, "%dms", (int)*(const int32_t *)place);
		return text;
	case NUMBER:
		snprintf(text, 24, "%u", *(const unsigned *)place);
		return text;
	case BOOLEAN:
		return *(const bool *)place ? "true" : "false";
	case TEXT:
		return *(const char *const *)place;
	default:
		return hacf_value(conf, d->name, text);
	}
}

void
hacf_print(const struct conf *conf, FILE *out)
{
	const char *value;
	char text[24];

	for (size_t i = 0; i < DIRECTIVES; i++)
		if ((value = value_of(conf, &directives[i], text)) != NULL)
			fprintf(out, "%s %s\n", directives[i].name, value);
}

/* Scripts and clients see what is not written, too. */
static void
keep_defaults(struct reader *r)
{
	const char *value;
	char text[24];

	for (size_t i = 0; i < DIRECTIVES; i++)
		if (r->first[i] == 0 &&
		    (value = value_of(r->conf, &directives[i], text)) != NULL)
			keep_param(r->conf, r, directives[i].name, value);
}

static int
line_of(const struct reader *r, const char *name)
{
	for (size_t i = 0; i < DIRECTIVES; i++)
		if (strcmp(directives[i].name, name) == 0)
			return r->first[i];
	return 0;
}

static void
check_times(struct reader *r)
{
	const struct conf *c = r->conf;

	r->line = line_of(r, "deadtime");
	if (c->deadtime_ms <= 2 * c->keepalive_ms)
		conf_error(r,
		    "deadtime of %d ms is too short for a keepalive "
		    "of %d ms, expected more than two of them",
		    (int)c->deadtime_ms, (int)c->keepalive_ms);
	r->line = line_of(r, "initdead");
	if (c->initdead_ms < c->deadtime_ms)
		conf_error(r,
		    "initdead of %d ms is shorter than deadtime, "
		    "expected at least %d ms",
		    (int)c->initdead_ms, (int)c->deadtime_ms);
	r->line = line_of(r, "deadping");
	if (c->deadping_ms <= 2 * c->keepalive_ms && r->line != 0)
		conf_error(r,
		    "deadping of %d ms is too short for a keepalive "
		    "of %d ms, expected more than two of them",
		    (int)c->deadping_ms, (int)c->keepalive_ms);
	r->line = line_of(r, "udpport");
	for (unsigned i = 0; i < c->medias; i++)
		if (c->media[i].kind <= MEDIA_UCAST &&
		    c->media[i].port != c->udpport) {
			conf_error(r,
			    "udpport: expected before the media that use "
			    "it, the first is line %d",
			    c->media[i].line);
			break;
		}
	r->line = line_of(r, "warntime");
	if (c->warntime_ms > c->deadtime_ms && r->line != 0)
		conf_warning(r, "warntime is longer than deadtime: no late "
				"heartbeat is ever told");
}

static void
check(struct reader *r)
{
	struct conf *c = r->conf;

	check_times(r);
	r->line = 0;
	for (c->self = 0; c->self < c->nodes; c->self++)
		if (strcmp(c->node[c->self], r->self) == 0)
			break;
	if (c->nodes == 0) {
		conf_error(r,
		    "no node line, expected `node %s` and one for "
		    "the other node",
		    r->self);
	} else if (c->self == c->nodes) {
		conf_error(r,
		    "this machine is named %s, expected a node line "
		    "with that name",
		    r->self);
		c->self = 0;
	}
	if (c->medias == 0 && c->nodes > 1)
		conf_error(r, "no heartbeat media, expected at least one of "
			      "bcast, ucast, mcast and serial");
}

void
conf_read_hacf(struct reader *r)
{
	struct conf *c = r->conf;

	c->keepalive_ms = 1000;
	c->deadtime_ms = 30000;
	c->rexmit_delay_ms = 250;
	c->script_ms = 120000;
	c->hopfudge = 1;
	c->udpport = 694;
	c->baud = 19200;
	c->rtprio = 1;
	c->restarts = 3;
	c->handovers = 1;
	c->failback = FAILBACK_LEGACY;
	c->realtime = true;
	c->log_badpack = true;
	c->facility = -1;
	if (conf_lines(r, false, take) == -1) {
		conf_error(r, "cannot open: %s", strerror(errno));
		return;
	}
	if (c->warntime_ms == 0)
		c->warntime_ms = c->deadtime_ms / 2;
	if (c->initdead_ms == 0)
		c->initdead_ms = 2 * c->deadtime_ms;
	if (c->deadping_ms == 0)
		c->deadping_ms = c->deadtime_ms;
	check(r);
	keep_defaults(r);
}
