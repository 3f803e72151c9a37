#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A crossover cable: when it is out, or one node without power, both ends lose
# carrier. That says nothing of who is dead, and is not to be taken so.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

crossover()	# up|down, both ends
{
	for n in 1 2; do
		[ ! -e "$lab/$n/pid" ] || cable $n eth1 "$1"
	done
}

carrier()	# N 0|1: of its eth1
{
	run "$1" grep -qx "$2" /sys/class/net/eth1/carrier
}

story()
{
	configure
	start_both
	mark
	crossover down
	await "without the cable nodo1's end has no carrier" carrier 1 0
	await "nor has nodo2's" carrier 2 0
	stays $((deadtime_ms / 2)) "for half of deadtime nothing moves" at 1 2
	crossover up
	stays $((2 * deadtime_ms)) "nor when it is in again" at 1 2
	is "$(of 'a|b|c|d')" "" "nothing was stopped or started"

	mark
	crash 1
	crossover down
	await "nodo1 dies, and nodo2's only cable has no carrier" carrier 2 0
	await "nodo2 takes over all the same" at 2 2
	is "$(of 'a|b|c|d')" "2:+a 2:+b" "and gives up nothing of its own"
	carrier 2 0
	ok $? "still without carrier"

	mark
	crossover up
	boot 1
	start 1
	await "nodo1 is back and has its group again" at 1 2
	is "$(of 'a|b|c|d')" "2:-b 2:-a 1:+a 1:+b" \
	    "which nodo2 stopped before nodo1 started it"
}

each_pair story
