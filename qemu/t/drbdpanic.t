#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# `on-io-error panic`, as the how-to has it: the active node whose disk fails
# stops at once, and heartbeat brings the service over to the other one, with
# every acknowledged record.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"

begin_kb=$((257 * 1024)) size_kb=$((16 * 1024))

drbd_lab 's/on-io-error detach/on-io-error panic/' --data 16
drbd_new
serve nodo1 new
leave nodo1

step 'heartbeat takes the device, the file system and the address'
for node in nodo1 nodo2; do
	on $node '/etc/init.d/heartbeat stop
cd /etc/ha.d && sed -i "s/auto_failback on/auto_failback off/" ha.cf
echo "nodo1 drbddisk::drbd0 Filesystem::/dev/drbd0::/data::ext4 192.168.0.88" >haresources' >/dev/null
done
log_mark nodo1 nodo2
for node in nodo1 nodo2; do
	on $node '/etc/init.d/heartbeat start' >/dev/null
	ok $? "heartbeat starts on $node"
done
awaits nodo1 'send_arp .* 192.168.0.88' 120 'nodo1 serves'
writes nodo1 100

step 'its disk fails'
log_mark nodo2
pair disk nodo1 write $begin_kb+$size_kb
awaits nodo1 'Kernel panic - not syncing' 60 'nodo1 panics'
awaits nodo2 'node nodo1: is dead' 60 'nodo2 finds it dead'
awaits nodo2 'send_arp .* 192.168.0.88' 60 'and serves'
in_order nodo2 'in the order of haresources' 'resource.d/drbddisk drbd0 start' \
    'resource.d/Filesystem /dev/drbd0 /data ext4 start' \
    'resource.d/IPaddr 192.168.0.88 start'
records nodo2 'nodo2 has every acknowledged record'

step 'nodo1 comes back with a good disk'
writes nodo2 100
pair power nodo1 cut
pair power nodo1 on
boots nodo1
becomes nodo1 'cs:Connected ro:Secondary/Primary ds:UpToDate/UpToDate' \
    'nodo1 is resynchronised, and leaves the service where it is'
stop_writer nodo2
records nodo2 'every acknowledged record is there'
on nodo2 '/etc/init.d/heartbeat stop' >/dev/null
on nodo1 '/etc/init.d/heartbeat stop' >/dev/null
serve nodo2
fsck nodo2
same
story_ends
