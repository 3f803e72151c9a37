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
/proc/$(cat /var/run/heartbeat.pid)/status')" 600 KB "heartbeat's memory"
# shellcheck disable=SC2016 # the node expands it
reader='for p in $(pidof heartbeat); do
grep -q "^Name:.heartbeat: net" /proc/$p/status && echo $p; done'
within "$(on nodo2 "sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' \
/proc/\$($reader)/status")" 400 KB 'that of its network process, shared pages too'
is "$(on nodo2 "p=\$($reader); grep -E '^(Uid|Gid|CapEff|NoNewPrivs|Seccomp):' \
/proc/\$p/status | tr -s '\t' ' '; readlink /proc/\$p/root | tr -d 0-9")" \
    'Uid: 91 91 91 91
Gid: 91 91 91 91
CapEff: 0000000000000000
NoNewPrivs: 1
Seccomp: 2
/proc//fdinfo' 'which is nobody, without privileges, calls and files'
on nodo2 "kill -9 \$($reader)"
awaits nodo2 'network process ended by signal 9 .*starting it again' 20 \
    'killed, it is started again'
is "$(on nodo2 "p=\$($reader); grep '^Seccomp:' /proc/\$p/status | tr -d '\t'")" \
    'Seccomp:2' 'as before'

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
