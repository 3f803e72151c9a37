#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The key is changed while both run: added, used, the old one removed.
. "$(dirname "$0")/rig.sh"

reload()	# NODE LINES SENTENCE
{
	keyfile "$1" "$2"
	run "$1" /etc/init.d/heartbeat reload >"$lab/$1/log/reload" 2>&1
	ok $? "nodo$1 reloads: $2" "$(cat "$lab/$1/log/reload")"
	stays $((deadtime_ms * 3 / 2)) "nothing moves" at 1 2
}

story()
{
	configure
	start_both
	mark
	both='1 crc;2 sha1 new'
	reload 1 "auth 1;$both"
	reload 2 "auth 1;$both"
	reload 1 "auth 2;$both"
	reload 2 "auth 2;$both"
	reload 1 'auth 2;2 sha1 new'
	reload 2 'auth 2;2 sha1 new'
	is "$(of 'a|b|c|d')" "" "nothing was stopped or started"
	for n in 1 2; do
		! says $n 'is dead'
		ok $? "nodo$n took nobody for dead"
	done
	tool 1 hb_standby all
	await "a standby works with the new key" at 2 2
}

each_pair story
