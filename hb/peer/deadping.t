#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# When a ping node is dead is decided by deadping and not by deadtime, on ours
# and on the real one, whichever of the two times is the longer one.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"
ping=192.168.0.1

answers()	# yes|no: the ping node, which is the machine behind br0
{
	case $1 in yes) ignore=0 ;; no) ignore=1 ;; esac
	echo "$ignore" >/proc/sys/net/ipv4/icmp_echo_ignore_all
}

both_say()	# REGEX
{
	says 1 "$1" && says 2 "$1"
}

neither_says()	# REGEX
{
	! says 1 "$1" && ! says 2 "$1"
}

# with DEADTIME DEADPING, in units of a second stretched like all of the rig
with()
{
	deadtime=$(($1 * 1000 * scale)) deadping=$(($2 * 1000 * scale))
	answers yes
	configure ping=$ping "deadtime=${deadtime}ms" \
	    "deadping=${deadping}ms" "initdead=$((10 * scale))"
	for n in 1 2; do
		: >"$lab/$n/log/ha-log"
	done
	start_both
	await "both hear the ping node" both_say "Link $ping:$ping up"
	now_ms; silent=$now
	answers no
}

status()	# N: of the ping node
{
	run "$1" cl_status nodestatus $ping
}

story()
{
	with 2 8
	stays $((2 * deadtime)) "silent for twice deadtime it is not dead" \
	    neither_says "node $ping: is dead"
	is "$(status 1) $(status 2)" "ping ping" "cl_status says the same"
	await "silent for deadping it is" both_say "node $ping: is dead"
	is "$(status 1) $(status 2)" "dead dead" "cl_status says the same"
	for n in 1 2; do
		: >"$lab/$n/log/ha-log"
	done
	answers yes
	await "it is back when it answers" \
	    both_say "Status update for node $ping: status ping"
	stop 1
	stop 2

	with 8 2
	await "silent for a deadping shorter than deadtime it is dead" \
	    both_say "node $ping: is dead"
	now_ms
	[ $((now - silent)) -lt $((deadtime - 2000 * scale)) ]
	ok $? "long before deadtime" "after $((now - silent)) ms"
}

# Each node is asked, so one of each kind is all.
PEER_PAIRS=${PEER_PAIRS%% *}
each_pair story
