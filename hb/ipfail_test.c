/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ipfail: the node that sees fewer ping nodes hands over, and only that. */
#include "../lib/tap.h"
#include "ipfail.h"

static struct mono
at(int64_t ms)
{
	return (struct mono){ms};
}

int
main(void)
{
	struct ipfail p;

	ipfail_init(&p);
	ipfail_ping(&p, 1, at(0));
	is_num(ipfail_tick(&p, at(5000)), IPFAIL_NOTHING,
	    "without another node nothing is asked");
	ipfail_peer(&p, true, at(6000));
	is_num(ipfail_tick(&p, at(6500)), IPFAIL_NOTHING,
	    "a moment after it came, nothing yet");
	is_num(ipfail_tick(&p, at(7000)), IPFAIL_SEND_COUNT,
	    "then the counts are compared");
	is_num(ipfail_message(&p, MSG_NUM_PING, 1, at(7100)), IPFAIL_SEND_ABORT,
	    "equal counts are balanced");
	ipfail_ping(&p, -1, at(8000));
	is_num(ipfail_tick(&p, at(9000)), IPFAIL_SEND_COUNT,
	    "a ping node lost is told");
	is_num(ipfail_message(&p, MSG_YOU_ARE_DEAD, 0, at(9100)), IPFAIL_DELAY,
	    "who sees fewer waits a little");
	is_num(ipfail_message(&p, MSG_YOU_ARE_DEAD, 0, at(9200)),
	    IPFAIL_NOTHING, "told twice, it waits once");
	is_num(ipfail_tick(&p, at(13000)), IPFAIL_NOTHING, "not yet");
	is_num(ipfail_tick(&p, at(13100)), IPFAIL_GIVE_ALL,
	    "and hands all over");
	is_num(ipfail_tick(&p, at(20000)), IPFAIL_NOTHING, "once");
	ipfail_refused(&p, at(20000));
	is_num(ipfail_tick(&p, at(21000)), IPFAIL_SEND_COUNT,
	    "refused, it compares anew");
	is_num(ipfail_message(&p, MSG_YOU_ARE_DEAD, 0, at(21100)), IPFAIL_DELAY,
	    "the other still sees more");
	is_num(ipfail_tick(&p, at(25100)), IPFAIL_GIVE_ALL,
	    "and the order is given again");

	ipfail_message(&p, MSG_YOU_ARE_DEAD, 0, at(30000));
	is_num(ipfail_message(&p, MSG_ABORT_GIVEUP, 0, at(31000)),
	    IPFAIL_ABORTED, "the other lost its ping node, too: cancelled");
	is_num(ipfail_tick(&p, at(40000)), IPFAIL_NOTHING, "nothing moves");

	ipfail_message(&p, MSG_YOU_ARE_DEAD, 0, at(50000));
	ipfail_ping(&p, 1, at(51000));
	is_num(ipfail_tick(&p, at(52000)), IPFAIL_SEND_COUNT,
	    "a ping node that comes back in time: compared anew");
	is_num(ipfail_tick(&p, at(60000)), IPFAIL_NOTHING, "and nothing moves");

	is_num(ipfail_message(&p, MSG_NUM_PING, 0, at(61000)), IPFAIL_SEND_DEAD,
	    "who sees more tells the other");
	is_num(ipfail_message(&p, MSG_NUM_PING, 2, at(61100)), IPFAIL_DELAY,
	    "that the other sees more is an order, too");
	is_num(ipfail_message(&p, MSG_NUM_PING, 2, at(61200)), IPFAIL_NOTHING,
	    "and told twice, it waits once");
	ipfail_message(&p, MSG_ABORT_GIVEUP, 0, at(61300));
	ipfail_message(&p, MSG_YOU_ARE_DEAD, 0, at(62000));
	ipfail_peer(&p, false, at(63000));
	is_num(ipfail_tick(&p, at(70000)), IPFAIL_NOTHING,
	    "nothing is handed to a node that died meanwhile");

	ipfail_init(&p);
	p.failback = true;
	ipfail_ping(&p, 1, at(0));
	ipfail_peer(&p, true, at(0));
	ipfail_tick(&p, at(2000));
	is_num(ipfail_message(&p, MSG_NUM_PING, 1, at(2100)), IPFAIL_SEND_ABORT,
	    "equal from the start");
	is_num(ipfail_tick(&p, at(9000)), IPFAIL_NOTHING,
	    "gives nothing back, for nothing was taken");
	ipfail_message(&p, MSG_NUM_PING, 0, at(10000));
	ipfail_message(&p, MSG_NUM_PING, 1, at(20000));
	is_num(ipfail_tick(&p, at(24000)), IPFAIL_GIVE_FOREIGN,
	    "with failback on, what the other left goes home when it is well");
	is_num(ipfail_tick(&p, at(40000)), IPFAIL_NOTHING, "once");
	ipfail_message(&p, MSG_NUM_PING, 0, at(50000));
	ipfail_ping(&p, -1, at(51000));
	ipfail_tick(&p, at(52000));
	ipfail_message(&p, MSG_NUM_PING, 0, at(53000));
	is_num(ipfail_tick(&p, at(60000)), IPFAIL_NOTHING,
	    "but not when both are equally bad");
	return tap_done();
}
