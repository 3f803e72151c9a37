#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Packets signed with md5 and sha1, and with a key that the other has not.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

story()
{
	configure auth='auth 3;3 md5 Hello!'
	start_both
	for n in 1 2; do
		stop $n
		keyfile $n 'auth 2;2 sha1 HI!'
	done
	await "both are stopped" at 0 0
	start_both

	stop 2
	await "nodo1 takes over" at 1 1
	keyfile 2 'auth 2;2 sha1 another'
	mark
	start 2
	await "a node with another key hears nobody" says 2 'nodo1: is dead'
	stays "$deadtime_ms" "and is not heard: nodo1 gives it nothing" holds 1 all
	is "$(of '[abcd]' | grep -o '1:[^ ]*')" "" \
	    "nothing was stopped or started there"
}

each_pair story
