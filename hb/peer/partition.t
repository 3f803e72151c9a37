#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The only link is lost for longer than deadtime and returns.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

both_home()
{
	at 1 2 && settled local local
}

story()
{
	configure
	start_both
	cable 1 eth1 down
	await "nodo1 takes the other for dead" says 1 'node nodo2: is dead'
	await "nodo2 too" says 2 'node nodo1: is dead'
	for n in 1 2; do
		# ours does not take an address that is still answered for
		[ "$(kind $n)" = ours ] || await "nodo$n holds all" holds $n all
	done
	cable 1 eth1 up
	# The real one often, not always, leaves after a partition and starts
	# anew, maybe when all is at home already.
	settles $((2 * deadtime_ms)) "each group ends on one node, its own" \
	    both_home
}

each_pair story
