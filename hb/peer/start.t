#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Both nodes start at once; each gets its own group.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

story()
{
	configure
	now_ms; began=$now
	start 1
	start 2
	await "each node has its own group" at 1 2
	now_ms; took=$((now - began))
	case $pair in
	real:real) ;;
	*)	[ $took -lt $((7000 * scale)) ]
		ok $? "and has it without the ten seconds that two of the \
real one wait" "took $took ms" ;;
	esac
	await "both say that they hold their own" settled local local
	is "$(of 'a|b') $(of 'c|d')" \
	    "1:+a 1:+b 2:+c 2:+d" "nothing was started twice or elsewhere"
}

each_pair story
