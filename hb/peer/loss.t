#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Of all packets between the nodes one in five is lost.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

story()
{
	configure "deadtime=$((4 * scale))" "initdead=$((5 * scale))"
	deadtime_ms=$((4000 * scale))
	start_both
	loss 20
	mark
	stays $((3 * deadtime_ms)) "one packet in five lost moves nothing" \
	    at 1 2
	order 1 hb_standby all
	await "hb_standby works all the same" at 2 2
	await "and it ends" settled none all
	order 2 hb_standby failback
	await "and back" at 1 2
	await "and it ends" settled local local
	is "$(of 'a|b|c|d')" \
	    "1:-b 1:-a 2:+a 2:+b 2:-b 2:-a 1:+a 1:+b" "each in order"
	loss 0
	for n in 1 2; do
		! says $n 'is dead'
		ok $? "nodo$n took nobody for dead"
		if [ "$(kind $n)" = real ]; then
			await "what nodo$n missed was sent again" \
			    says $n 'No pkts missing from nodo'
		fi
	done
}

each_pair story
