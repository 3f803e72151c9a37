/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the core makes of silence, of standing still, starts, stops, returns. */
#include "core_test.h"

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
leaves(void)
{
	serves();
	asks(HOLD_LOCAL);
	say(hand_over(HOLD_LOCAL, "other"));
	event((struct event){.type = EV_STOP});
	forget();
	job_ends();
	ok(seen.sent[MSG_ASK_RESOURCES] == 0 && seen.sent[MSG_SHUTDONE] == 1,
	    "who is told to stop in a hand-over gives by leaving");
	say(resource(HOLD_LOCAL, true, ""));
	ok(strstr(seen.log, "shutdown complete") == NULL,
	    "it waits until the other has taken all");
	say((struct msg){.type = MSG_STARTING});
	ok(seen.sent[MSG_RESOURCE] == 0,
	    "and does not say again that it leaves");
	say(resource(HOLD_ALL, false, ""));
	ok(strstr(seen.log, "shutdown complete") != NULL, "or is about to");

	serves();
	event((struct event){.type = EV_STOP});
	gen++;
	seq = 0;
	say(beat);
	ok(c.want == HOLD_NONE, "a peer that restarts meanwhile keeps nothing "
				"here");
}

static void
others(void)
{
	struct msg mach_down = resource(HOLD_FOREIGN, true, "mach_down");

	joins();
	lives(9);
	ok(seen.jobs == 0, "a peer has ten seconds to say what it holds");
	lives(2);
	ok(seen.jobs == 1 && seen.job.job.hold == HOLD_LOCAL,
	    "then we go on without");

	serves();
	mach_down.has_stable = false;
	say(mach_down);
	ok(c.peer.hold == HOLD_LOCAL, "what a script of it has done is no word "
				      "of what it holds");
	asks(HOLD_LOCAL);
	say(hand_over(HOLD_LOCAL, "other"));
	forget();
	conf.restarts = 3;
	event((struct event){.type = EV_MONITOR});
	ok(seen.jobs == 0, "what is given up is not started again");
	job_ends();
	gen++;
	seq = 0;
	say(beat);
	ok(c.standby == SB_NONE && seen.job.job.take &&
		seen.job.job.hold == HOLD_LOCAL,
	    "what was given to a peer that restarts is taken back");

	boots();
	conf.nodes = 1;
	cluster_init(&c, &conf, 3, UUID, 1, now);
	forget();
	event((struct event){.type = EV_START});
	ok(c.state == NODE_ACTIVE && seen.job.job.hold == HOLD_ALL,
	    "a node that is the only one serves at once");
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
	stood_still();
	returns();
	leaves();
	others();
	legacy();
	first_decision();
	reset_first();
	beats_and_links();
	return tap_done();
}
