#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# nodo1 stops in good order and starts again; then nodo2, then both.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

left()	# STOPPED TAKER: nodoSTOPPED stops, nodoTAKER takes its group
{
	mark
	now_ms; began=$now
	stop "$1"
	await "nodo$2 takes over from nodo$1" at "$2" "$2"
	now_ms; took=$((now - began))
	[ $took -lt "$deadtime_ms" ]
	ok $? "without waiting for deadtime" "took $took ms"
	await "and holds all" holds "$2" all
}

story()
{
	# long enough to tell that nobody waited for it
	configure deadtime=$((8 * scale)) initdead=$((9 * scale))
	deadtime_ms=$((8000 * scale))
	start_both

	left 1 2
	is "$(of 'a|b|c|d')" "1:-b 1:-a 2:+a 2:+b" \
	    "which had stopped it before, in reverse order"
	mark
	start 1
	await "nodo1 starts again and has its group again" at 1 2
	is "$(of 'a|b|c|d')" "2:-b 2:-a 1:+a 1:+b" \
	    "which nodo2 stopped before nodo1 started it"
	await "both hold their own" settled local local

	left 2 1
	is "$(of 'a|b|c|d')" "2:-d 2:-c 1:+c 1:+d" \
	    "which had stopped it before, in reverse order"
	mark
	stop 1
	await "the last one stops everything" at 0 0
	is "$(of 'a|b') / $(of 'c|d')" "1:-b 1:-a / 1:-d 1:-c" \
	    "each group in reverse order"
}

each_pair story
