/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ipfail as a client of the daemon, where ha.cf has it respawned. */
#include <stdio.h>
#include <string.h>

#include "sim.h"

static bool
wants_ipfail(const struct conf *conf)
{
	const char *slash;

	for (unsigned i = 0; i < conf->clients; i++) {
		slash = strrchr(conf->client[i].command, '/');
		if (slash != NULL && strcmp(slash, "/ipfail") == 0)
			return true;
	}
	return false;
}

void
client_live(struct world *w, unsigned n)
{
	struct node *node = &w->node[n];
	struct mono now = node_now(w, n);

	if (!wants_ipfail(node->conf) ||
	    node->conf->failback == FAILBACK_LEGACY || node->ipfail_runs)
		return;
	node->ipfail_runs = true;
	node->ipfail_does = IPFAIL_NOTHING;
	ipfail_init(&node->ipfail);
	node->ipfail.failback = node->conf->failback == FAILBACK_ON;
	for (unsigned i = 0; i < node->conf->pings; i++)
		if (node->core.ping[i].up)
			ipfail_ping(&node->ipfail, 1, now);
	ipfail_peer(&node->ipfail,
	    strcmp(node->core.peer.status, "active") == 0, now);
}

void
client_status(struct world *w, unsigned n, const char *name, const char *status)
{
	struct node *node = &w->node[n];
	struct mono now = node_now(w, n);

	if (!node->ipfail_runs || strcmp(name, name_of(w, n)) == 0)
		return;
	if (strcmp(name, name_of(w, !n)) == 0)
		ipfail_peer(&node->ipfail, strcmp(status, "active") == 0, now);
	else
		ipfail_ping(&node->ipfail, strcmp(status, "ping") == 0 ? 1 : -1,
		    now);
}

void
client_message(struct world *w, unsigned n, const struct msg *m)
{
	struct node *node = &w->node[n];

	if (node->ipfail_runs)
		node->ipfail_does = ipfail_message(&node->ipfail, m->type,
		    m->num_ping, node_now(w, n));
}

static void
say(struct world *w, unsigned n, enum msg_type type, unsigned count)
{
	struct msg m = {
	    .type = type, .num_ping = (uint16_t)count, .client = "ipfail"};

	snprintf(m.dest, sizeof(m.dest), "%s", name_of(w, !n));
	node_event(w, n, &(struct event){.type = EV_CLIENT, .msg = &m});
}

static void
order(struct world *w, unsigned n, enum hold hold)
{
	struct node *node = &w->node[n];

	if (cluster_refusal(&node->core) != NULL)
		ipfail_refused(&node->ipfail, node_now(w, n));
	node_event(w, n, &(struct event){.type = EV_STANDBY, .hold = hold});
}

static void
act(struct world *w, unsigned n, enum ipfail_do what)
{
	struct ipfail *p = &w->node[n].ipfail;
	const char *who = name_of(w, n);

	switch (what) {
	case IPFAIL_SEND_COUNT:
		say(w, n, MSG_NUM_PING, p->live);
		break;
	case IPFAIL_SEND_DEAD:
		record(w, who, "ipfail: we see more ping nodes");
		say(w, n, MSG_YOU_ARE_DEAD, 0);
		break;
	case IPFAIL_SEND_ABORT:
		record(w, who, "ipfail: Ping node count is balanced.");
		say(w, n, MSG_ABORT_GIVEUP, 0);
		break;
	case IPFAIL_DELAY:
		record(w, who, "ipfail: Delayed giveup in %d seconds.",
		    IPFAIL_GIVEUP_MS / 1000);
		break;
	case IPFAIL_ABORTED:
		record(w, who, "ipfail: Giveup cancelled.");
		break;
	case IPFAIL_GIVE_ALL:
		record(w, who, "ipfail: giveup");
		order(w, n, HOLD_ALL);
		break;
	case IPFAIL_GIVE_FOREIGN:
		record(w, who, "ipfail: giveup foreign");
		order(w, n, HOLD_FOREIGN);
		break;
	case IPFAIL_NOTHING:
		break;
	}
}

void
client_turn(struct world *w, unsigned n, bool tick)
{
	struct node *node = &w->node[n];
	enum ipfail_do what = node->ipfail_does;

	if (!node->ipfail_runs)
		return;
	node->ipfail_does = IPFAIL_NOTHING;
	act(w, n, what);
	if (tick)
		act(w, n, ipfail_tick(&node->ipfail, node_now(w, n)));
}

struct mono
client_deadline(const struct node *node)
{
	return node->ipfail_runs ? ipfail_deadline(&node->ipfail) : MONO_NEVER;
}
