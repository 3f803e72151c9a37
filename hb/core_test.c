/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The core alone, as nodo1, and words at a moment when no node of ours says
 * them, so that no scenario can: from Heartbeat, late, or from half a peer.
 */
#include "../lib/tap.h"
#include "cluster.h"

#define UUID ((const uint8_t *)"the uuid of node")

static struct conf conf;
static struct cluster c;
static struct mono now;
static uint32_t seq; /* of the peer's newest message */
static uint64_t gen; /* its start */

/* What the core has asked for, since forget(). */
static struct {
	unsigned sent[MSG_TYPES], jobs, fences, asks;
	struct msg last[MSG_TYPES];
	struct action job;
	char log[8192];
} seen;

static void
forget(void)
{
	memset(&seen, 0, sizeof(seen));
}

static void
note(const struct action *a)
{
	size_t n = strlen(seen.log);

	if (a->type == ACT_SEND) {
		seen.sent[a->msg.type]++;
		seen.last[a->msg.type] = a->msg;
	} else if (a->type == ACT_JOB) {
		seen.jobs++;
		seen.job = *a;
	} else if (a->type == ACT_FENCE) {
		seen.fences++;
	} else if (a->type == ACT_LOG) {
		snprintf(seen.log + n, sizeof(seen.log) - n, "%s\n",
		    a->log.text);
	}
}

static void
event(struct event ev)
{
	static struct actions out;

	cluster_event(&c, &ev, now, &out);
	for (unsigned i = 0; i < out.n; i++)
		note(&out.list[i]);
}

static void
until(int64_t ms)
{
	struct mono due = cluster_deadline(&c);

	for (; due.ms <= ms; due = cluster_deadline(&c)) {
		now.ms = due.ms > now.ms ? due.ms : now.ms + 1;
		event((struct event){.type = EV_TICK});
	}
	now.ms = ms;
}

/* The message has that number, and came over that link. */
static void
hear(struct msg m, uint32_t number, unsigned link)
{
	snprintf(m.src, sizeof(m.src), "nodo2");
	memcpy(m.uuid, UUID, sizeof(m.uuid));
	m.has_uuid = true;
	m.gen = gen;
	m.seq = number;
	event((struct event){.type = EV_MESSAGE, .msg = &m, .link = link});
}

static void
say(struct msg m)
{
	hear(m, ++seq, 0);
}

static const struct msg beat = {
    .type = MSG_STATUS, .st = "active", .protocol = true};

static struct msg
resource(enum hold hold, bool stable, const char *info)
{
	struct msg m = {.type = MSG_RESOURCE,
	    .hold = hold,
	    .has_hold = true,
	    .has_stable = true,
	    .stable = stable};

	snprintf(m.info, sizeof(m.info), "%s", info);
	return m;
}

static struct msg
claimed(struct msg m, const char *claim)
{
	snprintf(m.claim, sizeof(m.claim), "%s", claim);
	return m;
}

static struct msg
hand_over(enum hold hold, const char *info)
{
	struct msg m = {
	    .type = MSG_ASK_RESOURCES, .hold = hold, .has_hold = true};

	snprintf(m.info, sizeof(m.info), "%s", info);
	return m;
}

static struct msg
dead(const char *node, const char *result)
{
	struct msg m = {.type = MSG_STONITH};

	snprintf(m.node, sizeof(m.node), "%s", node);
	snprintf(m.result, sizeof(m.result), "%s", result);
	return m;
}

/* The job that runs ends well, if one does. */
static void
job_ends(void)
{
	event((struct event){.type = EV_JOB_DONE});
}

static void
asks(enum hold hold)
{
	event((struct event){.type = EV_STANDBY, .hold = hold});
}

static void
lives(unsigned seconds)
{
	while (seconds-- > 0) {
		until(now.ms + 1000);
		say(beat);
	}
}

static void
boots(void)
{
	static const uint8_t uuid[MSG_UUID_SIZE] = "nodo1";

	conf = (struct conf){.nodes = 2,
	    .node = {"nodo1", "nodo2"},
	    .keepalive_ms = 1000,
	    .deadtime_ms = 5000,
	    .warntime_ms = 3000,
	    .initdead_ms = 15000,
	    .rexmit_delay_ms = 250,
	    .script_ms = 10000,
	    .handovers = 1,
	    .failback = FAILBACK_ON,
	    .medias = 2,
	    .media = {{.name = "eth1"}, {.name = "eth2"}},
	    .groups = 2,
	    .group = {{.resources = 1, .resource = {"a"}},
		{.home = 1, .resources = 1, .resource = {"b"}}}};
	now.ms = 1000;
	seq = 0;
	gen = 7;
	cluster_init(&c, &conf, 3, uuid, 1, now);
	event((struct event){.type = EV_START});
	say(beat);
}

/* We are active, and the peer has said nothing about groups yet. */
static void
joins(void)
{
	boots();
	say((struct msg){.type = MSG_REPNODES});
	forget();
}

/* Each holds its own. */
static void
serves(void)
{
	joins();
	say((struct msg){.type = MSG_STARTING});
	job_ends();
	say(resource(HOLD_LOCAL, true, ""));
	forget();
}

/* Nobody was to be fed for longer than deadtime: we stood still. */
static void
stands_still(void)
{
	now.ms += 6000;
	say(beat);
}

static void
words_of_death(void)
{
	serves();
	say(dead("nodo1", "unneeded"));
	ok(seen.jobs == 0, "Heartbeat says after a partition that our death "
			   "was `unneeded`: no order");
	say(dead("nodo3", "n_stnth"));
	ok(seen.jobs == 0, "the death of a third node is none, either");
	seq++;
	say(beat);
	hear(dead("nodo1", "n_stnth"), seq - 1, 0);
	ok(seen.jobs == 0, "nor is one that was lost and comes late");
	say(dead("nodo1", "n_stnth"));
	ok(seen.jobs == 1 && !seen.job.job.take,
	    "who does not hear us and says so now gets all");

	serves();
	say(resource(HOLD_NONE, false, "shutdown"));
	say((struct msg){.type = MSG_SHUTDONE});
	job_ends();
	until(now.ms + 6000);
	is_str(seen.last[MSG_STONITH].result, "unneeded",
	    "a node that left well is dead, and its reset not needed");
	until(now.ms + 60000);
	is_num(seen.sent[MSG_STONITH], 1, "which is said once");
}

static void
yields(void)
{
	serves();
	say(dead("nodo1", "n_stnth"));
	job_ends();
	forget();
	say(resource(HOLD_ALL, true, ""));
	ok(seen.sent[MSG_RESOURCE] == 1 &&
		seen.last[MSG_RESOURCE].hold == HOLD_NONE,
	    "who gave up is asked what it holds, maybe: it says so again");
	say(hand_over(HOLD_FOREIGN, "me"));
	say(hand_over(HOLD_FOREIGN, "done"));
	job_ends();
	say(resource(HOLD_LOCAL, true, ""));
	asks(HOLD_ALL);
	say(hand_over(HOLD_ALL, "other"));
	job_ends();
	say(resource(HOLD_ALL, true, ""));
	forget();
	say(resource(HOLD_ALL, true, ""));
	ok(seen.sent[MSG_RESOURCE] == 0,
	    "but not after it had something again");

	serves();
	say(dead("nodo1", "n_stnth"));
	gen++;
	seq = 0;
	say(beat);
	ok(c.want == HOLD_NONE, "who gives up all does not take its own back "
				"when the peer restarts meanwhile");
	job_ends();
	ok(seen.sent[MSG_STARTING] == 1, "it joins anew");
	forget();
	say(resource(HOLD_NONE, true, ""));
	ok(seen.sent[MSG_RESOURCE] == 1 &&
		seen.last[MSG_RESOURCE].hold == HOLD_LOCAL && seen.job.job.take,
	    "and says only what it takes then");

	serves();
	stands_still();
	ok(seen.jobs == 1 && !seen.job.job.take,
	    "a node that stood still gives up all");
	until(now.ms + 6000);
	job_ends();
	job_ends();
	ok(seen.last[MSG_RESOURCE].hold == HOLD_ALL, "the peer dies meanwhile");
	gen++;
	seq = 0;
	say(beat);
	forget();
	say((struct msg){.type = MSG_STARTING});
	ok(seen.last[MSG_RESOURCE].hold == HOLD_ALL,
	    "when it starts it is told that we hold all");
}

static void
stood_still(void)
{
	serves();
	asks(HOLD_LOCAL);
	stands_still();
	ok(c.standby == SB_NONE, "who stood still asks for nothing any more");
	job_ends();
	ok(seen.sent[MSG_STARTING] == 1 && seen.jobs == 1,
	    "and starts nothing by what it knew before");

	serves();
	asks(HOLD_LOCAL);
	say(hand_over(HOLD_LOCAL, "other"));
	job_ends();
	say(hand_over(HOLD_LOCAL, "done"));
	say(resource(HOLD_ALL, true, ""));
	say(hand_over(HOLD_ALL, "me"));
	say(resource(HOLD_ALL, true, ""));
	forget();
	now.ms += 6000;
	say(hand_over(HOLD_ALL, "done"));
	ok(seen.jobs == 0, "nor does it take what lapsed before");

	boots();
	conf.pings = 1;
	conf.ping[0].name = "router";
	conf.deadping_ms = 5000;
	event((struct event){.type = EV_PING});
	forget();
	now.ms += 6000;
	event((struct event){.type = EV_TICK});
	ok(strstr(seen.log, "is dead") == NULL, "its ping nodes are not dead");

	now.ms = 1000;
	cluster_init(&c, &conf, 3, UUID, 1, now);
	event((struct event){.type = EV_START});
	now.ms += 6000;
	event((struct event){.type = EV_TICK});
	until(15000);
	ok(c.state == NODE_UP, "nor is initdead over sooner");
}

static void
returns(void)
{
	serves();
	say(hand_over(HOLD_FOREIGN, "me"));
	asks(HOLD_LOCAL);
	say(hand_over(HOLD_LOCAL, "other"));
	job_ends();
	say(resource(HOLD_ALL, true, ""));
	until(now.ms + 6000);
	event((struct event){.type = EV_JOB_DONE, .result = {.failed = 1}});
	forget();
	say(beat);
	say(resource(HOLD_ALL, true, ""));
	job_ends();
	ok(strstr(seen.log, "keeping local") != NULL &&
		seen.sent[MSG_ASK_RESOURCES] == 0,
	    "what did not start while the peer had it is not handed over when "
	    "it returns");

	serves();
	asks(HOLD_LOCAL);
	say(resource(HOLD_ALL, true, ""));
	say(hand_over(HOLD_LOCAL, "other"));
	ok(seen.jobs == 0 && c.standby == SB_NONE,
	    "what both hold is settled before it is handed over");

	serves();
	until(now.ms + 6000);
	job_ends();
	say(beat);
	lives(6);
	say(dead("nodo1", "n_stnth"));
	forget();
	job_ends();
	lives(12);
	ok(seen.jobs == 0, "who takes all says so by declaring us dead, and "
			   "need not repeat it");

	boots();
	conf.failback = FAILBACK_OFF;
	seq = 0;
	cluster_init(&c, &conf, 3, UUID, 1, now);
	event((struct event){.type = EV_START});
	until(now.ms + 16000);
	job_ends();
	say(beat);
	forget();
	say(claimed(resource(HOLD_ALL, true, ""), "22"));
	ok(seen.jobs == 1 && seen.job.job.hold == HOLD_FOREIGN,
	    "of what both came by in the same way each keeps its own");
}

static void
legacy(void)
{
	boots();
	conf.failback = FAILBACK_LEGACY;
	say((struct msg){.type = MSG_REPNODES});
	until(now.ms + 6000);
	until(20000);
	job_ends();
	forget();
	say(beat);
	ok(seen.jobs == 1 && seen.job.job.hold == HOLD_FOREIGN &&
		!seen.job.job.take,
	    "with auto_failback legacy a peer that returns has its own");
}

static void
first_decision(void)
{
	joins();
	say(hand_over(HOLD_LOCAL, "me"));
	ok(seen.sent[MSG_ASK_RESOURCES] == 0,
	    "what is offered before we know what is held is refused");

	boots();
	say(resource(HOLD_LOCAL, true, "returned"));
	ok(seen.sent[MSG_RESOURCE] == 0, "who is not active holds nothing");
	forget();
	lives(14);
	ok(seen.jobs == 0, "who is not answered is not active, and takes "
			   "nothing that seems to run nowhere");
}

static void
lapsed_offer(void)
{
	serves();
	say(hand_over(HOLD_LOCAL, "me"));
	is_str(seen.last[MSG_ASK_RESOURCES].info, "other",
	    "the peer may give its own");
	say(resource(HOLD_LOCAL, true, ""));
	ok(c.standby == SB_NONE, "it says that it keeps them");
	say(resource(HOLD_NONE, false, "standby"));
	say(hand_over(HOLD_LOCAL, "done"));
	ok(seen.jobs == 1 && seen.job.job.hold == HOLD_FOREIGN,
	    "when it gives them all the same they are taken");

	serves();
	say(hand_over(HOLD_LOCAL, "me"));
	say(resource(HOLD_LOCAL, true, ""));
	asks(HOLD_LOCAL);
	say(hand_over(HOLD_LOCAL, "done"));
	ok(seen.jobs == 0, "but not when we have asked for something since");
}

static void
refusals(void)
{
	serves();
	conf.failback = FAILBACK_LEGACY;
	asks(HOLD_LOCAL);
	ok(seen.sent[MSG_ASK_RESOURCES] == 0,
	    "with auto_failback legacy nobody is asked");
	serves();
	event((struct event){.type = EV_STOP});
	job_ends();
	asks(HOLD_LOCAL);
	say(hand_over(HOLD_LOCAL, "me"));
	ok(seen.sent[MSG_ASK_RESOURCES] == 0,
	    "nor does who leaves ask, or offer to take");
	boots();
	say(resource(HOLD_LOCAL, true, ""));
	asks(HOLD_LOCAL);
	ok(seen.sent[MSG_ASK_RESOURCES] == 0, "nor who is not active");
	joins();
	event((struct event){.type = EV_TAKEOVER, .hold = HOLD_ALL});
	ok(seen.sent[MSG_TAKEOVER] == 0,
	    "and nobody asks a peer of whom nothing is known to give");

	serves();
	say(hand_over(HOLD_LOCAL, "me"));
	say(hand_over(HOLD_LOCAL, "me"));
	is_num(seen.sent[MSG_ASK_RESOURCES], 2,
	    "a peer that asks again is answered again");
	say(hand_over(HOLD_LOCAL, "done"));
	job_ends();
	say(resource(HOLD_NONE, true, ""));
	forget();
	asks(HOLD_FOREIGN);
	say(hand_over(HOLD_FOREIGN, "other"));
	ok(seen.last[MSG_RESOURCE].hold == HOLD_LOCAL &&
		!seen.last[MSG_RESOURCE].stable,
	    "who gives says at once what it will keep");
	job_ends();
	forget();
	say(hand_over(HOLD_LOCAL, "me"));
	ok(seen.sent[MSG_ASK_RESOURCES] == 0 && c.standby == SB_GAVE,
	    "and takes nothing until that is taken");

	serves();
	asks(HOLD_LOCAL);
	lives(11);
	ok(seen.last[MSG_RESOURCE].hold == HOLD_LOCAL,
	    "who asked and got no reply says that it keeps its own");
	say(hand_over(HOLD_LOCAL, "other"));
	ok(seen.jobs == 0, "and gives nothing when one comes at last");
}

/* We were dead to it, and heard it all the time. */
static void
returned(void)
{
	serves();
	say(resource(HOLD_LOCAL, true, "returned"));
	ok(seen.sent[MSG_RESOURCE] == 1 &&
		seen.last[MSG_RESOURCE].hold == HOLD_LOCAL,
	    "a peer to whom we were dead is told what we hold");
	asks(HOLD_LOCAL);
	say(hand_over(HOLD_LOCAL, "other"));
	forget();
	say(resource(HOLD_LOCAL, true, "returned"));
	ok(seen.sent[MSG_RESOURCE] == 0, "but not while that changes hands");
	event((struct event){.type = EV_STOP});
	forget();
	say(resource(HOLD_LOCAL, true, "returned"));
	ok(seen.sent[MSG_RESOURCE] == 0, "nor when we leave");
}

static void
late_words(void)
{
	uint32_t old;

	serves();
	conf.rexmit_delay_ms = 60000;
	old = ++seq;
	say(beat);
	asks(HOLD_LOCAL);
	hear(hand_over(HOLD_LOCAL, "other"), old, 0);
	ok(seen.jobs == 0, "an `other` of an earlier request is no answer");
	old = ++seq;
	say(hand_over(HOLD_LOCAL, "other"));
	job_ends();
	hear(hand_over(HOLD_LOCAL, "done"), old, 0);
	ok(c.standby == SB_GAVE, "nor an earlier `done` the end");
	say(hand_over(HOLD_LOCAL, "done"));
	ok(c.standby == SB_NONE, "but a new one is");
}

static void
counts(void)
{
	joins();
	say((struct msg){.type = MSG_STARTING});
	event((struct event){.type = EV_JOB_DONE, .result = {.failed = 1}});
	say(resource(HOLD_LOCAL, true, ""));
	ok(seen.last[MSG_ASK_RESOURCES].hold == HOLD_ALL,
	    "what does not start is handed over");
	say(hand_over(HOLD_ALL, "other"));
	job_ends();
	say(resource(HOLD_ALL, true, ""));
	say(hand_over(HOLD_ALL, "done"));
	say(hand_over(HOLD_FOREIGN, "me"));
	say(hand_over(HOLD_FOREIGN, "done"));
	job_ends();
	say(resource(HOLD_LOCAL, true, ""));
	asks(HOLD_LOCAL);
	lives(11);
	ok(strstr(seen.log, "No reply") != NULL && c.handovers == 1,
	    "a request without a reply that a user made is not counted");

	joins();
	say((struct msg){.type = MSG_STARTING});
	event((struct event){.type = EV_JOB_DONE, .result = {.failed = 1}});
	say(resource(HOLD_LOCAL, true, ""));
	lives(11);
	ok(seen.sent[MSG_ASK_RESOURCES] == 2 && c.handovers == 1,
	    "nor is one of our own, which is repeated");
}

static void
reset_first(void)
{
	struct conf without;

	boots();
	conf.fences = 1;
	say((struct msg){.type = MSG_STARTING});
	forget();
	until(now.ms + 15000);
	ok(seen.fences == 1 && seen.jobs == 0,
	    "a peer that only said `starting` is reset before anything starts");
	event((struct event){.type = EV_FENCED});
	ok(seen.jobs == 1 && seen.job.job.hold == HOLD_ALL,
	    "then all is taken");
	is_str(seen.last[MSG_STONITH].result, "OK", "its reset is told");
	job_ends();
	gen++;
	seq = 0;
	say(beat);
	say((struct msg){.type = MSG_STARTING});
	without = conf;
	without.fences = 0;
	event((struct event){.type = EV_RELOAD, .conf = &without});
	until(now.ms + 6000);
	is_str(seen.last[MSG_STONITH].result, "n_stnth",
	    "one that did not take place is not");

	serves();
	conf.fences = 1;
	lives(1);
	forget();
	until(now.ms + 20000);
	ok(seen.fences == 1 && seen.sent[MSG_RESOURCE] > 0 &&
		seen.sent[MSG_STONITH] == 0,
	    "until a reset is confirmed nobody is told to give up");

	serves();
	conf.fences = 1;
	event((struct event){.type = EV_STOP});
	until(now.ms + 10000);
	is_num(seen.fences, 0, "a node that leaves resets nobody");
}

static void
beats_and_links(void)
{
	serves();
	now.ms += 60000;
	for (unsigned i = 0; i < 100; i++)
		event((struct event){.type = EV_TICK});
	ok(seen.sent[MSG_STATUS] < 3, "after a minute of standing still there "
				      "is no beat for each second of it");

	serves();
	hear(beat, seq, 1);
	ok(strstr(seen.log, "Link nodo2:eth2 up.") != NULL,
	    "a copy of the newest message shows that its link works");
	for (unsigned i = 0; i < 6; i++) {
		lives(1);
		hear(beat, seq, 1);
	}
	ok(strstr(seen.log, "dead") == NULL, "as long as there are any");
	for (unsigned i = 0; i < 6; i++) {
		lives(1);
		hear(beat, seq - 4, 1);
	}
	ok(strstr(seen.log, "Link nodo2:eth2 dead.") != NULL,
	    "copies of old ones do not");
	until(now.ms + 6000);
	forget();
	hear(beat, seq, 0);
	is_str(seen.log, "", "nor does a copy of the last word of a dead peer");
}

int
main(void)
{
	words_of_death();
	yields();
	stood_still();
	returns();
	legacy();
	first_decision();
	lapsed_offer();
	refusals();
	returned();
	late_words();
	counts();
	reset_first();
	beats_and_links();
	return tap_done();
}
