#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The key is changed while both run: added, used, the old one removed.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

reload()	# NODE LINES
{
	keyfile "$1" "$2"
	run "$1" /etc/init.d/heartbeat reload >"$lab/$1/log/reload" 2>&1
	ok $? "nodo$1 reloads: $2" "$(cat "$lab/$1/log/reload")"
	case $pair in
	# The real one checks every packet with the text of the key that it
	# signs with itself, whatever the packet's number: with it in the pair
	# both are to change within deadtime.
	*real*) ;;
	*) stays $((deadtime_ms * 3 / 2)) "nothing moves" at 1 2 ;;
	esac
}

story()
{
	configure
	start_both
	mark
	for lines in 'auth 1;1 crc;2 sha1 new' 'auth 2;1 crc;2 sha1 new' \
	    'auth 2;2 sha1 new'; do
		reload 1 "$lines"
		reload 2 "$lines"
		stays $((deadtime_ms * 3 / 2)) "nothing moves" at 1 2
	done
	is "$(of 'a|b|c|d')" "" "nothing was stopped or started"
	for n in 1 2; do
		! says $n 'is dead'
		ok $? "nodo$n took nobody for dead"
	done
	order 1 hb_standby all
	await "a standby works with the new key" at 2 2
}

each_pair story
