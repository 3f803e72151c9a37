#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# hb_takeover all, local, foreign, in turns on both nodes.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

takeover()	# NODE WHAT WHERE-GROUP1 WHERE-GROUP2 HOLD1 HOLD2 ORDER
{
	mark
	order "$1" hb_takeover "$2"
	await "hb_takeover $2 on nodo$1 moves what it should" at "$3" "$4"
	await "and it ends" settled "$5" "$6"
	is "$(of 'a|b|c|d')" "$7" "stopped there before started here"
}

story()
{
	configure auto_failback=off
	start_both
	takeover 2 all 2 2 none all "1:-b 1:-a 2:+a 2:+b"
	takeover 1 local 1 2 local local "2:-b 2:-a 1:+a 1:+b"
	takeover 1 foreign 1 1 all none "2:-d 2:-c 1:+c 1:+d"
	takeover 2 local 1 2 local local "1:-d 1:-c 2:+c 2:+d"
	takeover 1 all 1 1 all none "2:-d 2:-c 1:+c 1:+d"
}

each_pair story
