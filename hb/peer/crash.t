#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# nodo1 loses its power, and comes back (auto_failback on).
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

story()
{
	configure
	start_both
	mark
	now_ms; began=$now
	crash 1
	await "nodo2 takes over" at 2 2
	now_ms; took=$((now - began))
	[ $took -ge $((deadtime_ms - 500)) ]
	ok $? "not before deadtime" "took $took ms"
	[ $took -le $((deadtime_ms + 3000 * scale)) ]
	ok $? "and soon after it" "took $took ms"
	is "$(of 'a|b|c|d')" "2:+a 2:+b" "in order, and its own is left alone"
	await "it says that nodo1 is dead" says 2 'node nodo1: is dead'
	await "it holds all" holds 2 all

	mark
	boot 1
	start 1
	await "nodo1 is back and has its group again" at 1 2
	is "$(of 'a|b|c|d')" "2:-b 2:-a 1:+a 1:+b" \
	    "which nodo2 stopped before nodo1 started it"
	await "both hold their own" settled local local
}

each_pair story
