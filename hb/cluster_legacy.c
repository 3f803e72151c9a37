/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * auto_failback legacy: no word about who holds what. A node that starts asks
 * for each of its groups (`ip-request`) and takes them when the other has said
 * of all that they are given up (`ip-request-resp`). Reference 2.7.
 */
#include <stdio.h>

#include "cluster_int.h"

bool
legacy_mode(const struct cluster *c)
{
	return c->conf->failback == FAILBACK_LEGACY;
}

static void
send_for_groups(struct turn *t, enum msg_type type, uint32_t groups)
{
	const struct conf *conf = t->c->conf;

	for (unsigned i = 0; i < conf->groups; i++) {
		struct msg m = {.type = type};

		if (!(groups >> i & 1))
			continue;
		snprintf(m.ipaddr, sizeof(m.ipaddr), "%s",
		    conf->group[i].resource[0]);
		if (type == MSG_IP_RESPONSE)
			turn_send_peer(t, &m);
		else
			turn_send(t, &m);
	}
}

void
legacy_ask(struct turn *t)
{
	struct cluster *c = t->c;

	/* With a dead one's reset before it, what comes of that decides. */
	c->settled_start = c->peer.state != NODE_DEAD;
	c->legacy_waits = conf_groups_of(c->conf, HOLD_LOCAL);
	c->legacy_by = t->now;
}

static uint32_t
group_bit(struct turn *t, const struct msg *m)
{
	int i = conf_group_by_key(t->c->conf, m->ipaddr);

	if (i == -1) {
		turn_log(t, LEVEL_WARN, "%s from %s: no group begins with %s",
		    msg_type_name(m->type), m->src, m->ipaddr);
		return 0;
	}
	return UINT32_C(1) << i;
}

void
legacy_request(struct turn *t, const struct msg *m)
{
	struct cluster *c = t->c;
	uint32_t foreign = conf_groups_of(c->conf, HOLD_FOREIGN);

	if (!legacy_mode(c) || c->stopping)
		return;
	c->legacy_owes |= group_bit(t, m) & foreign;
	if (c->legacy_owes != 0)
		rsc_keep(t, HOLD_LOCAL);
}

void
legacy_response(struct turn *t, const struct msg *m)
{
	struct cluster *c = t->c;

	if (!legacy_mode(c) || c->legacy_waits == 0)
		return;
	c->legacy_waits &= ~group_bit(t, m);
	if (c->legacy_waits == 0 && !c->stopping)
		rsc_take_local(t);
}

void
legacy_tick(struct turn *t)
{
	struct cluster *c = t->c;

	if (c->peer.state == NODE_DEAD || c->peer.gone || c->stopping)
		c->legacy_waits = c->legacy_owes = 0;
	if (!(c->have & HOLD_FOREIGN)) {
		send_for_groups(t, MSG_IP_RESPONSE, c->legacy_owes);
		c->legacy_owes = 0;
	}
	if (c->legacy_waits == 0) {
		c->legacy_by = MONO_NEVER;
	} else if (mono_due(c->legacy_by, t->now)) {
		c->legacy_by = mono_add(t->now, REPLY_MS);
		send_for_groups(t, MSG_IP_REQUEST, c->legacy_waits);
	}
}
