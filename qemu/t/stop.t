#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A graceful stop: heartbeat is stopped on the node that serves, and the other
# takes over at once, with the data, without waiting for deadtime.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"

lab_up --data 64
howto_prepare
for node in nodo1 nodo2; do
	on $node '/etc/init.d/heartbeat start' >/dev/null
done
awaits nodo1 'Running .*apache *start' 200 'nodo1 serves'
on nodo1 'until pidof httpd >/dev/null; do usleep 100000; done
echo written on nodo1 >/home/www/note'
is "$(pair get http://192.168.0.88/note)" 'written on nodo1' 'a page of it'

step 'heartbeat stops on nodo1'
log_mark nodo1 nodo2
watch_begins 192.168.0.88 15
on nodo1 '/etc/init.d/heartbeat stop' >/dev/null
ok $? 'the init script stops it'
awaits nodo2 'Running .*apache *start' 60 'nodo2 takes over'
in_order nodo1 'nodo1 has given up its resources in reverse order' \
    'apache *stop' 'IPaddr 192.168.0.88 stop' \
    'Filesystem /dev/nb0 /home reiserfs stop' 'drbddisk drbd0 stop' \
    'Heartbeat shutdown complete'
if halog nodo2 | grep -q 'nodo1: is dead'; then
	ok 1 'nodo2 did not have to find it dead'
else
	ok 0 'nodo2 did not have to find it dead'
fi
on nodo2 'until pidof httpd >/dev/null; do usleep 100000; done'
is "$(pair get http://192.168.0.88/note)" 'written on nodo1' \
    'nodo2 serves what nodo1 wrote'
on nodo1 'pidof heartbeat httpd; mount | grep /home; ifconfig eth0:0 |
grep 192.168.0.88' >/dev/null
is $? 1 'nothing of it is left on nodo1'
wait $watch
step "$(cat "$LATIDO_PAIR/watch")"
long=$(sed -n 's/.*longest \([0-9]*\) ms.*/\1/p' "$LATIDO_PAIR/watch")
[ "${long:-99999}" -lt $((80 * $(pair scale))) ]
ok $? 'the outage was shorter than the deadtime of 10 s'

step 'heartbeat starts again on nodo1'
log_mark nodo1 nodo2
on nodo1 '/etc/init.d/heartbeat start' >/dev/null
awaits nodo1 'Running .*apache *start' 100 'it gets its resources back'
on nodo1 'until pidof httpd >/dev/null; do usleep 100000; done'
is "$(pair get http://192.168.0.88/note)" 'written on nodo1' 'and serves'

step 'both nodes go down orderly'
on nodo2 'poweroff' >/dev/null 2>&1
on nodo1 'poweroff' >/dev/null 2>&1
awaits nodo1 'reboot: |System halted|Power down' 60 'nodo1 halts'
story_ends
