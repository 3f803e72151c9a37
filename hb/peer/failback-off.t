#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# auto_failback off: nodo1 loses its power and comes back; its group stays.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

story()
{
	configure auto_failback=off
	start_both
	crash 1
	await "nodo2 takes over" at 2 2
	await "it holds all" holds 2 all

	mark
	boot 1
	start 1
	await "nodo1 is back with nothing" settled none all
	stays $((2 * deadtime_ms)) "nothing moves" at 2 2
	is "$(of 'a|b|c|d')" "" "nothing was stopped or started"

	order 1 hb_takeover local
	await "asked to, nodo1 takes its group" at 1 2
	is "$(of 'a|b|c|d')" "2:-b 2:-a 1:+a 1:+b" \
	    "which nodo2 stopped before nodo1 started it"
	await "both hold their own" settled local local
}

each_pair story
