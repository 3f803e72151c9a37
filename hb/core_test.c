/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words at a moment when no node of ours says them, so that no scenario can:
 * from Heartbeat, late, or from a peer that half hears.
 */
#include "core_test.h"

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

int
main(void)
{
	words_of_death();
	yields();
	lapsed_offer();
	refusals();
	returned();
	late_words();
	counts();
	return tap_done();
}
