#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# auto_failback legacy: groups go home by ip-request.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

story()
{
	configure auto_failback=legacy
	start 1
	start 2
	await "each node has its own group" at 1 2

	mark
	crash 1
	await "nodo2 takes over" at 2 2
	is "$(of 'a|b|c|d')" "2:+a 2:+b" "in order, and its own is left alone"

	mark
	boot 1
	start 1
	await "nodo1 is back and has its group again" at 1 2
	is "$(of 'a|b|c|d')" "2:-b 2:-a 1:+a 1:+b" \
	    "which nodo2 stopped before nodo1 started it"

	mark
	tool 1 hb_standby all
	refused=$?
	if [ "$(kind 1)" = ours ]; then
		is "$refused: $(cat "$lab/1/log/tool")" \
		    "1: hb_standby: refused: not with auto_failback legacy" \
		    "a standby is refused, and whoever asked is told"
	fi
	stays $((2 * deadtime_ms)) "nor does one move anything" at 1 2
	is "$(of 'a|b|c|d')" "" "nothing was stopped or started"
}

each_pair story
