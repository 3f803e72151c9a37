/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ipfail's decision. */
#include "ipfail.h"

void
ipfail_init(struct ipfail *p)
{
	*p = (struct ipfail){.ask = MONO_NEVER, .giveup = MONO_NEVER};
}

void
ipfail_ping(struct ipfail *p, int change, struct mono now)
{
	if (change < 0)
		p->better = false;
	if (change < 0 && p->live > 0)
		p->live--;
	else if (change > 0)
		p->live++;
	/* Better connected again: the reason to hand over is gone. */
	if (change > 0)
		p->giveup = MONO_NEVER;
	p->ask = mono_add(now, IPFAIL_ASK_MS);
}

void
ipfail_peer(struct ipfail *p, bool active, struct mono now)
{
	p->peer = active;
	p->better = false;
	p->giveup = MONO_NEVER; /* to whom? or: compare anew */
	p->ask = active ? mono_add(now, IPFAIL_ASK_MS) : MONO_NEVER;
}

static void
give_up(struct ipfail *p, bool foreign, struct mono now)
{
	p->foreign = foreign;
	p->giveup = mono_add(now, IPFAIL_GIVEUP_MS);
}

/* The other sees as much as we again: what is its own may go home. */
static bool
balanced(struct ipfail *p, struct mono now)
{
	p->giveup = MONO_NEVER;
	if (!p->failback || !p->better)
		return false;
	give_up(p, true, now);
	return true;
}

enum ipfail_do
ipfail_message(struct ipfail *p, enum msg_type type, unsigned their_live,
    struct mono now)
{
	bool waiting = p->giveup.ms != MONO_NEVER.ms;

	if (type == MSG_ABORT_GIVEUP) {
		if (balanced(p, now))
			return IPFAIL_DELAY;
		return waiting ? IPFAIL_ABORTED : IPFAIL_NOTHING;
	}
	if (type == MSG_YOU_ARE_DEAD) {
		if (waiting)
			return IPFAIL_NOTHING;
		give_up(p, false, now);
		return IPFAIL_DELAY;
	}
	if (type != MSG_NUM_PING)
		return IPFAIL_NOTHING;
	if (their_live < p->live) {
		p->better = true;
		return IPFAIL_SEND_DEAD;
	}
	if (their_live == p->live) {
		balanced(p, now);
		return IPFAIL_SEND_ABORT;
	}
	/* They see more: the same order as if they had given it. */
	if (waiting)
		return IPFAIL_NOTHING;
	give_up(p, false, now);
	return IPFAIL_DELAY;
}

enum ipfail_do
ipfail_tick(struct ipfail *p, struct mono now)
{
	if (mono_due(p->giveup, now)) {
		p->giveup = MONO_NEVER;
		if (p->foreign)
			p->better = false;
		return !p->peer     ? IPFAIL_NOTHING
		       : p->foreign ? IPFAIL_GIVE_FOREIGN
				    : IPFAIL_GIVE_ALL;
	}
	if (mono_due(p->ask, now)) {
		p->ask = MONO_NEVER;
		return p->peer ? IPFAIL_SEND_COUNT : IPFAIL_NOTHING;
	}
	return IPFAIL_NOTHING;
}

void
ipfail_refused(struct ipfail *p, struct mono now)
{
	p->better |= p->foreign;
	p->ask = mono_add(now, IPFAIL_ASK_MS);
}

struct mono
ipfail_deadline(const struct ipfail *p)
{
	return mono_min(p->ask, p->giveup);
}
