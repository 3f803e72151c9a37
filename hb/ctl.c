/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The client socket. One line asks, lines answer, and the connection is
 * closed; a client that signed on stays and is told what happens.
 */
#include <errno.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "../lib/num.h"
#include "ctl_protocol.h"
#include "daemon.h"
#include "heartbeat.h"
#include "log.h"
#include "paths.h"

#define REFUSED_MS 10000 /* one line about clients refused in that time */

int
ctl_open(struct daemon *d)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	char path[PATHS_MAX];

	for (unsigned i = 0; i < CTL_CLIENTS; i++)
		d->ctl.client[i].fd = -1;
	paths_join(path, paths_run(), CTL_SOCKET);
	if (strlen(path) >= sizeof(a.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(a.sun_path, path, strlen(path));
	d->ctl.fd =
	    socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (d->ctl.fd == -1)
		return -1;
	unlink(path); /* of an earlier life; heartbeat.c holds the pid file */
	if (bind(d->ctl.fd, (struct sockaddr *)&a, sizeof(a)) == -1)
		return -1;
	/* Everybody may ask; who may order is seen from the peer's uid. */
	if (chmod(path, 0666) == -1)
		return -1;
	return listen(d->ctl.fd, CTL_CLIENTS);
}

static bool
may_order(int fd)
{
	struct ucred who;
	socklen_t len = sizeof(who);
	const struct passwd *pw;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &who, &len) == -1)
		return false;
	if (who.uid == 0)
		return true;
	pw = getpwnam("hacluster");
	return pw != NULL && pw->pw_uid == who.uid;
}

static void
hang_up(struct daemon *d, struct ctl_client *k)
{
	struct msg m = {.type = MSG_CLIENT, .st = "leave", .info = "signoff"};

	close(k->fd);
	k->fd = -1;
	k->outdates[0] = '\0';
	if (!k->signed_on)
		return;
	snprintf(m.client, sizeof(m.client), "%s", k->name);
	k->signed_on = false;
	daemon_event(d, &(struct event){.type = EV_CLIENT, .msg = &m});
}

/* Who may give orders is not kept out by those who may not. */
static struct ctl_client *
place(struct daemon *d, bool may)
{
	struct ctl_client *list = d->ctl.client;

	for (unsigned i = 0; i < CTL_CLIENTS; i++)
		if (list[i].fd == -1)
			return &list[i];
	for (unsigned i = 0; may && i < CTL_CLIENTS; i++)
		if (!list[i].may) {
			hang_up(d, &list[i]);
			return &list[i];
		}
	return NULL;
}

void
ctl_accept(struct daemon *d)
{
	int fd = accept4(d->ctl.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct mono now = heartbeat_now();
	struct ctl_client *k;
	bool may;

	if (fd == -1)
		return;
	may = may_order(fd);
	k = place(d, may);
	if (k != NULL) {
		*k = (struct ctl_client){.fd = fd, .may = may};
		return;
	}
	close(fd);
	if (!mono_due(d->ctl.told, now))
		return;
	log_warnx("more than %d clients at once, one is refused", CTL_CLIENTS);
	d->ctl.told = mono_add(now, REFUSED_MS);
}

/* A client that does not read is not waited for. */
__attribute__((format(printf, 2, 3))) static void
reply(struct ctl_client *k, const char *fmt, ...)
{
	char line[512];
	va_list ap;
	int n;

	if (k->fd == -1)
		return;
	va_start(ap, fmt);
	n = vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof(line))
		n = (int)strlen(line);
	if (send(k->fd, line, (size_t)n, MSG_NOSIGNAL | MSG_DONTWAIT) != n)
		shutdown(k->fd, SHUT_RDWR);
}

static const char *
ping_status(const struct ping_state *p)
{
	return p->up ? "ping" : "dead";
}

static void
dump(const struct daemon *d, struct ctl_client *k)
{
	const struct conf *conf = d->conf;
	const struct cluster *c = &d->cluster;

	reply(k, "self %s\n", conf->node[conf->self]);
	for (unsigned i = 0; i < conf->nodes; i++)
		reply(k, "node %s normal %s\n", conf->node[i],
		    i == conf->self              ? cluster_state_name(c->state)
		    : c->peer.state == NODE_DEAD ? "dead"
						 : c->peer.status);
	for (unsigned i = 0; i < conf->pings; i++) {
		const char *name = conf->ping[i].name;

		reply(k, "node %s ping %s\n", name, ping_status(&c->ping[i]));
		reply(k, "link %s %s %s\n", name, name,
		    c->ping[i].up ? "up" : "dead");
	}
	for (unsigned i = 0; i < conf->medias; i++) {
		if (conf_link(conf, i) != i)
			continue;
		/* What we hear of ourselves is whether we can speak. */
		reply(k, "link %s %s %s\n", conf->node[conf->self],
		    conf->media[i].name,
		    d->link[i].fd != -1 && d->link[i].sick == 0 ? "up"
								: "dead");
		if (c->has_peer)
			reply(k, "link %s %s %s\n", conf->node[c->peer_index],
			    conf->media[i].name,
			    c->peer.link[i].up ? "up" : "dead");
	}
	reply(k, "rsc %s\n", cluster_rscstatus(c));
	for (unsigned i = 0; i < CTL_CLIENTS; i++)
		if (d->ctl.client[i].fd != -1 && d->ctl.client[i].signed_on)
			reply(k, "client %s online\n", d->ctl.client[i].name);
	for (unsigned i = 0; i < conf->params; i++)
		reply(k, "param %s %s\n", conf->param[i].name,
		    conf->param[i].value);
}

static void
sign_on(struct daemon *d, struct ctl_client *k, const char *name)
{
	const struct conf *conf = d->conf;
	const struct cluster *c = &d->cluster;
	struct msg m = {.type = MSG_CLIENT, .st = "join", .info = "signon"};

	snprintf(k->name, sizeof(k->name), "%s", name);
	snprintf(m.client, sizeof(m.client), "%s", name);
	k->signed_on = true;
	reply(k, "failback %s\n",
	    conf->failback == FAILBACK_ON    ? "on"
	    : conf->failback == FAILBACK_OFF ? "off"
					     : "legacy");
	reply(k, "self %s\n", conf->node[conf->self]);
	for (unsigned i = 0; i < conf->pings; i++)
		reply(k, "ping %s %s\n", conf->ping[i].name,
		    ping_status(&c->ping[i]));
	if (c->has_peer)
		reply(k, "peer %s %s\n", conf->node[c->peer_index],
		    c->peer.state == NODE_DEAD ? "dead" : c->peer.status);
	daemon_event(d, &(struct event){.type = EV_CLIENT, .msg = &m});
}

void
ctl_send(struct daemon *d, struct msg *m, const char *client)
{
	const struct cluster *c = &d->cluster;

	m->has_destuuid = c->peer.has_uuid;
	snprintf(m->client, sizeof(m->client), "%s", client);
	snprintf(m->dest, sizeof(m->dest), "%s", d->conf->node[c->peer_index]);
	memcpy(m->destuuid, c->peer.uuid, sizeof(m->destuuid));
	daemon_event(d, &(struct event){.type = EV_CLIENT, .msg = m});
}

/* send TYPE [N]: one of ipfail's messages to its like on the other node. */
static void
send_for(struct daemon *d, struct ctl_client *k, char *word[3])
{
	const struct cluster *c = &d->cluster;
	struct msg m = {0};
	long long n = 0;

	for (unsigned i = MSG_NUM_PING; i <= MSG_YOU_ARE_DEAD; i++)
		if (strcmp(word[1], msg_type_name((enum msg_type)i)) == 0)
			m.type = (enum msg_type)i;
	if (m.type == MSG_OTHER || !k->signed_on || !c->has_peer ||
	    num_parse(word[2], 0, CONF_PINGS, &n) == -1) {
		reply(k, "error: not a message that a client may send\n");
		return;
	}
	m.num_ping = (uint16_t)n;
	ctl_send(d, &m, k->name);
}

static void
tell_outdated(struct daemon *d, struct ctl_client *k, unsigned code)
{
	reply(k, "%u\n", code);
	hang_up(d, k);
}

/* outdate RESOURCE NODE; what is said to the client is for outdater.c. */
static void
outdate_for(struct daemon *d, struct ctl_client *k, char *word[3])
{
	const struct cluster *c = &d->cluster;
	struct msg m = {.type = MSG_START_OUTDATE};

	if (k->signed_on || !outdate_is_name(word[1])) {
		reply(k, "error: %s: not a name of a resource\n", word[1]);
		return;
	}
	for (unsigned i = 0; i < CTL_CLIENTS; i++)
		if (strcmp(d->ctl.client[i].outdates, word[1]) == 0) {
			tell_outdated(d, k, OUTDATE_TWICE);
			return;
		}
	if (!c->has_peer || c->peer.state == NODE_DEAD ||
	    strcasecmp(word[2], d->conf->node[c->peer_index]) != 0) {
		tell_outdated(d, k, OUTDATE_NO_NODE);
		return;
	}
	snprintf(k->outdates, sizeof(k->outdates), "%s", word[1]);
	snprintf(m.dop_res, sizeof(m.dop_res), "%s", word[1]);
	log_info("asking %s to outdate %s", word[2], word[1]);
	ctl_send(d, &m, "dopd");
}

void
ctl_outdated(struct daemon *d, const struct msg *m)
{
	unsigned code = m->dop_value;

	/* What a node can say of itself; not that it is dead. */
	if (code != OUTDATE_INCONSISTENT && code != OUTDATE_DONE &&
	    code != OUTDATE_PRIMARY)
		code = OUTDATE_FAILED;
	log_info("%s answers about %s: %u", m->src, m->dop_res, code);
	for (unsigned i = 0; i < CTL_CLIENTS; i++)
		if (d->ctl.client[i].fd != -1 && m->dop_res[0] != '\0' &&
		    strcmp(d->ctl.client[i].outdates, m->dop_res) == 0)
			tell_outdated(d, &d->ctl.client[i], code);
}

static void
hand_over(struct daemon *d, struct ctl_client *k, const char *order,
    const char *what)
{
	struct event ev = {
	    .type = strcmp(order, "standby") == 0 ? EV_STANDBY : EV_TAKEOVER};
	const char *why;

	if (msg_hold_by_name(what, &ev.hold) == -1 || ev.hold == HOLD_NONE) {
		reply(k, "error: %s: expected all, local or foreign\n", what);
		return;
	}
	why = cluster_refusal(&d->cluster);
	if (why == NULL)
		reply(k, "ok\n");
	else
		reply(k, "refused: %s\n", why);
	daemon_event(d, &ev);
}

static void
order(struct daemon *d, struct ctl_client *k, char *word[3])
{
	if (!k->may)
		reply(k, "error: only root and hacluster may do this\n");
	else if (strcmp(word[0], "standby") == 0 ||
		 strcmp(word[0], "takeover") == 0)
		hand_over(d, k, word[0], word[1]);
	else if (strcmp(word[0], "signon") == 0)
		sign_on(d, k, word[1]);
	else if (strcmp(word[0], "send") == 0)
		send_for(d, k, word);
	else if (strcmp(word[0], "outdate") == 0)
		outdate_for(d, k, word);
	else if (strcmp(word[0], "reload") == 0)
		reply(k,
		    daemon_reload(d) == 0
			? "ok\n"
			: "error: the old configuration stays, see the log\n");
	else if (strcmp(word[0], "stop") == 0)
		daemon_event(d, &(struct event){.type = EV_STOP});
	else
		reply(k, "error: %s: no such request\n", word[0]);
}

static void
line(struct daemon *d, struct ctl_client *k, char *text)
{
	static char none[] = "";
	char *word[3] = {none, none, none}, *save = NULL;
	unsigned n = 0;

	for (char *w = strtok_r(text, " ", &save); w != NULL && n < 3;
	     w = strtok_r(NULL, " ", &save))
		word[n++] = w;
	if (strcmp(word[0], "dump") == 0)
		dump(d, k);
	else
		order(d, k, word);
	if (!k->signed_on && k->outdates[0] == '\0' && k->fd != -1)
		hang_up(d, k);
}

void
ctl_serve(struct daemon *d, unsigned i)
{
	struct ctl_client *k = &d->ctl.client[i];
	ssize_t n = read(k->fd, k->in + k->have, sizeof(k->in) - k->have);
	char *end;

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		hang_up(d, k);
		return;
	}
	k->have += (unsigned)n;
	while (k->fd != -1 && (end = memchr(k->in, '\n', k->have)) != NULL) {
		char text[CTL_LINE];
		size_t len = (size_t)(end - k->in);

		memcpy(text, k->in, len);
		text[len] = '\0';
		k->have -= (unsigned)len + 1;
		memmove(k->in, end + 1, k->have);
		line(d, k, text);
	}
	if (k->fd != -1 && k->have == sizeof(k->in))
		hang_up(d, k); /* no line is that long */
}

void
ctl_status(struct daemon *d, const char *node, const char *status)
{
	bool dead = d->cluster.has_peer && strcmp(status, "dead") == 0 &&
		    strcmp(node, d->conf->node[d->cluster.peer_index]) == 0;

	for (unsigned i = 0; dead && i < CTL_CLIENTS; i++)
		if (d->ctl.client[i].outdates[0] != '\0')
			tell_outdated(d, &d->ctl.client[i], OUTDATE_NO_NODE);
	for (unsigned i = 0; i < CTL_CLIENTS; i++)
		if (d->ctl.client[i].signed_on)
			reply(&d->ctl.client[i], "status %s %s\n", node,
			    status);
}

void
ctl_deliver(struct daemon *d, const struct msg *m)
{
	for (unsigned i = 0; i < CTL_CLIENTS; i++)
		if (d->ctl.client[i].signed_on)
			reply(&d->ctl.client[i], "msg %s %u %s\n",
			    msg_type_name(m->type), m->num_ping, m->st);
}

void
ctl_close(struct daemon *d)
{
	char path[PATHS_MAX];

	unlink(paths_join(path, paths_run(), CTL_SOCKET));
	close(d->ctl.fd);
}
