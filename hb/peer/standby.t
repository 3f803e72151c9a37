#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# hb_standby all, local, foreign, failback, in turns on both nodes.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

standby()	# NODE WHAT WHERE-GROUP1 WHERE-GROUP2 HOLD1 HOLD2 ORDER
{
	mark
	order "$1" hb_standby "$2"
	await "hb_standby $2 on nodo$1 moves what it should" at "$3" "$4"
	await "and it ends" settled "$5" "$6"
	is "$(of 'a|b|c|d')" "$7" "stopped there before started here"
}

story()
{
	configure auto_failback=off
	start_both
	standby 1 all 2 2 none all "1:-b 1:-a 2:+a 2:+b"
	standby 2 failback 1 2 local local "2:-b 2:-a 1:+a 1:+b"
	standby 2 local 1 1 all none "2:-d 2:-c 1:+c 1:+d"
	standby 1 foreign 1 2 local local "1:-d 1:-c 2:+c 2:+d"
	standby 1 local 2 2 none all "1:-b 1:-a 2:+a 2:+b"
	standby 2 foreign 1 2 local local "2:-b 2:-a 1:+a 1:+b"
	standby 2 all 1 1 all none "2:-d 2:-c 1:+c 1:+d"
	standby 1 failback 1 2 local local "1:-d 1:-c 2:+c 2:+d"
}

each_pair story
