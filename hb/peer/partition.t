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
	for n in 1 2; do
		# the real one leaves and starts anew after a partition
		[ "$(kind $n)" = ours ] || await "nodo$n starts anew" \
		    says $n 'Performing heartbeat restart exec'
	done
	await "each group ends on one node, its own" both_home
	stays $((2 * deadtime_ms)) "it stays so" at 1 2
}

each_pair story
