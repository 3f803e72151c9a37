#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# When nodo1 dies, a host of the LAN has its address: the probe before deadtime
# finds it, and the take-over does not rely on the address being free.
: "${PEER_PAIRS:=ours:ours}"
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

story()
{
	configure
	start_both
	ip addr add 192.168.0.88/32 dev br0
	crash 1
	await "nodo2 says that nodo1 is dead" says 2 'node nodo1: is dead'
	await "it names who has nodo1's address" \
	    says 2 "192.168.0.88 not taken: .* in use by [0-9a-f:]{17} on eth0"
	await "and does not take it" at 0 2
}

each_pair story
