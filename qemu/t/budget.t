#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The budgets that only a running pair can show: DESIGN 8, column "now". Memory
# is exact; times are limited as `pair scale` measures this machine.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"

# within GOT LIMIT UNIT SENTENCE
within()
{
	step "$4: $1 $3 of $2"
	[ "${1:-999999}" -le "$2" ]
	ok $? "$4"
}

# The longest outage that the watch has seen, in ms, into $longest.
watch_ends()
{
	wait $watch
	longest=$(sed -n 's/.*longest \([0-9]*\) ms.*/\1/p' \
	    "$LATIDO_PAIR/watch")
}

# The boot's own clock ends where heartbeat is ready; QEMU's start and the BIOS
# before it are what is left of the time here.
started=$(date +%s%3N)
lab_up --conf "$top/qemu/t/conf/address" --mem nodo2=32
awaits nodo2 "Local status now set to: 'active'" 120 'heartbeat is ready'
step "$(($(date +%s%3N) - started)) ms after pair up, with its probe of KVM"
awaits nodo1 'send_arp .* 192.168.0.88' 120 'nodo1 has the address'
scale=$(pair scale)

available=$(on nodo2 'sed -n "s/^MemAvailable: *\([0-9]*\).*/\1/p" /proc/meminfo')
step "of nodo2's 32 MB, $available KB are available with all services up"
[ "${available:-0}" -ge 10240 ]
ok $? 'that is 10 MB at least'
# shellcheck disable=SC2016 # the node expands it
within "$(on nodo2 'sed -n "s/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p" \
/proc/$(pidof heartbeat)/status')" 600 KB "heartbeat's memory"

step 'a planned hand-over of the address'
watch_begins 192.168.0.88 8
on nodo1 /usr/lib/heartbeat/hb_standby >/dev/null
watch_ends
within "$longest" $((5 * scale)) ms 'the outage of a planned hand-over'
like "$(pair arp 192.168.0.88)" 'nodo2$' 'nodo2 has the address'

step 'nodo2, which has the address, loses its power'
deadtime=$(sed -n 's/^deadtime //p' "$top/qemu/t/conf/address/ha.d/ha.cf")
watch_begins 192.168.0.88 $((deadtime + 10))
pair power nodo2 cut
watch_ends
within "$((longest - deadtime * 1000))" $((5 * scale)) ms \
    'from deadtime to the first answer'
story_ends
