#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The init script, heartbeat's options and ResourceManager with its kin, as they
# lie in the image: what they print, what they do, and their exit status.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

lib=/usr/lib/heartbeat

gives()	# STATUS REGEX COMMAND…: on nodo1
{
	want=$1 regex=$2
	shift 2
	rc=0
	run 1 "$@" >"$lab/said" 2>&1 || rc=$?
	[ $rc -eq "$want" ] &&
		printf '%s\n' "$(tr '\n' ' ' <"$lab/said")" | grep -Eq "$regex"
	ok $? "$* exits $want" "$rc: $(cat "$lab/said")"
}

daemon_off()
{
	script="/etc/init.d/heartbeat"
	gives 3 'heartbeat is stopped. No process' "$script" status
	gives 3 'is stopped' $lib/heartbeat -s
	gives 1 'heartbeat: is not running' "$script" reload
	gives 1 'heartbeat: is not running' $lib/heartbeat -r
	gives 0 'is not running' $lib/heartbeat -k
	gives 1 'heartbeat is not running' "$script" standby
	gives 2 'usage: .*start.stop.status.restart.reload.force-reload.standby' \
	    "$script" frobnicate
	gives 0 '^heartbeat [0-9]' $lib/heartbeat -V
	gives 2 'usage: ' $lib/heartbeat -x
	gives 0 '^$' $lib/heartbeat -n
	gives 0 'keepalive 200ms.*# haresources nodo1 unit::a' $lib/heartbeat -nv
	gives 6 '/nowhere/ha.cf: cannot open' $lib/heartbeat -n /nowhere
	gives 6 '/nowhere/ha.cf: cannot open' $lib/heartbeat -C /nowhere
}

by_hand()
{
	rm=$lib/ResourceManager
	gives 0 '^unit::a unit::c $' $rm allkeys
	gives 0 '^unit::a $' $rm ourkeys
	gives 0 '^unit::c $' $rm otherkeys
	gives 0 '^unit::c $' $rm listkeys NODO2
	gives 0 '^$' $rm listkeys nodo9
	gives 1 '^stopped' $rm status unit::a
	gives 1 '^stopped' $rm statgroup unit::a
	gives 0 '^$' $rm verifyallidle
	gives 1 'no such group' $rm takegroup nothing
	gives 2 'usage' $rm takegroup
	mark
	gives 0 '' $rm takegroup unit::a
	is "$(where) $(of '[abcd]')" "1 0 1:+a 1:+b" "the group runs, in order"
	gives 0 '^running' $rm status unit::a
	gives 0 '^running' $rm statgroup unit::a
	gives 1 'unit::a is running' $rm verifyallidle
	mark
	gives 0 '^$' $lib/req_resource unit::a
	is "$(of '[abcd]')" "" "what runs is not started again"
	gives 0 '' $rm givegroup unit::a
	is "$(where) $(of '[abcd]')" "0 0 1:-b 1:-a" "and stops, in reverse order"
	mark
	gives 0 '' $lib/mach_down nodo2
	is "$(where) $(of '[abcd]')" "0 1 1:+c 1:+d" "mach_down takes the other's"
	gives 1 'expected the name of the other node' $lib/mach_down nodo1
	gives 0 '' $rm givegroup unit::c
	gives 0 '' $lib/req_resource unit::a
	is "$(where)" "1 0" "req_resource takes what does not run"
	gives 0 '' $rm givegroup unit::a
	gives 0 '' /etc/ha.d/harc status
	says 1 'Running /etc/ha.d/rc.d/status status'
	ok $? "harc logs what it runs"
	gives 1 'rc.d/nothing' /etc/ha.d/harc nothing
	gives 2 'usage' /etc/ha.d/harc ../../bin/sh
}

daemon_on()
{
	start 2
	gives 0 'Starting High-Availability services: Done. $' "$script" start
	gives 0 '' "$script" start
	await "each node has its own group" at 1 2
	await "and says so" settled local local
	gives 0 'heartbeat OK .pid [0-9]* et al. is running on nodo1' "$script" status
	gives 1 'is running already, pid' $lib/heartbeat
	gives 0 '^$' "$script" reload
	gives 0 '^$' "$script" force-reload
	mark
	gives 0 'Going standby .foreign.' "$script" standby foreign
	gives 2 'usage' "$script" standby frob
	stays "$deadtime_ms" "nothing moves" at 1 2
	is "$(of '[abcd]')" "" "a reload stops nothing"
	gives 0 'Going standby .all.' "$script" standby
	await "standby hands all over" at 2 2
	await "and it ends" settled none all
	gives 0 'Stopping .*Done. Starting .*Done. ' "$script" restart
	await "after a restart nodo1 has its group" at 1 2
	gives 0 'Stopping High-Availability services: Done. $' "$script" stop
	gives 3 'stopped' "$script" status
	await "after a stop nodo2 has all" at 2 2
}

badly()
{
	etc=/proc/$(pid_of 1)/root/etc/ha.d
	echo 'frob 1' >>"$etc/ha.cf"
	gives 6 'ha.cf:[0-9]*: unknown directive frob.*rc=6' "$script" start
	mv "$etc/ha.cf" "$etc/gone"
	gives 6 '/etc/ha.d/ha.cf: no such file' "$script" start
}

story()
{
	configure
	daemon_off
	by_hand
	daemon_on
	badly
}

PEER_PAIRS=ours:ours
each_pair story
