#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# One node alone, and the other that comes later.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

story()
{
	configure
	now_ms; began=$now
	start 1
	await "a node alone takes both groups" at 1 1
	now_ms; took=$((now - began))
	[ $took -ge $((2500 * scale)) ]
	ok $? "but not before initdead" "took $took ms"
	is "$(of 'a|b') / $(of 'c|d')" "1:+a 1:+b / 1:+c 1:+d" \
	    "each group is started in its order"
	await "and says that it holds all" holds 1 all

	mark
	start 2
	await "the other one, come later, gets its group" at 1 2
	is "$(of 'a|b|c|d')" "1:-d 1:-c 2:+c 2:+d" \
	    "which was stopped in reverse order before it started there"
	await "both hold their own" settled local local
}

each_pair story
