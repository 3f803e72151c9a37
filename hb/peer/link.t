#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Two links: one is lost and returns; both are lost for less than deadtime.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

story()
{
	configure bcast='eth1 eth0'
	start_both
	for link in eth0 eth1; do
		await "nodo1 says that $link is up" says 1 "Link nodo2:$link up"
		await "nodo2 says so too" says 2 "Link nodo1:$link up"
	done
	mark
	cable 1 eth1 down
	await "nodo1 says that the link is dead" \
	    says 1 'Link nodo2:eth1 dead'
	await "nodo2 says so too" says 2 'Link nodo1:eth1 dead'
	stays $((2 * deadtime_ms)) "nothing moves" at 1 2
	for n in 1 2; do
		: >"$lab/$n/log/ha-log"
	done
	cable 1 eth1 up
	await "nodo1 says that it is up again" says 1 'Link nodo2:eth1 up'
	await "nodo2 says so too" says 2 'Link nodo1:eth1 up'

	cable 1 eth0 down
	await "the other link may be lost then" says 1 'Link nodo2:eth0 dead'
	stays "$deadtime_ms" "and nothing moves" at 1 2

	cable 1 eth1 down
	stays $((deadtime_ms / 2)) "no link for half of deadtime" at 1 2
	cable 1 eth1 up
	stays $((2 * deadtime_ms)) "moves nothing either" at 1 2
	is "$(of 'a|b|c|d')" "" "nothing was stopped or started"
	! says 1 'nodo2: is dead' && ! says 2 'nodo1: is dead'
	ok $? "and neither took the other for dead"

	order 1 hb_standby all
	await "a standby works after it" at 2 2
}

each_pair story
