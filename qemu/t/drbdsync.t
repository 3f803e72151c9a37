#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Power cuts of either node during the first sync and during a resync, under
# write load: what was done of it is not done again, the half-synchronised node
# does not serve, and no acknowledged record is lost.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"

size_kb=$((64 * 1024)) extent_kb=$((4 * 1024))
# What the bitmap on the disk may lag behind, and what the writer, its file and
# the journal, may have written meanwhile.
slack_kb=$((16 * 1024))

# The sync target has neither the old data nor the new.
refuses()
{
	becomes nodo2 'cs:WFConnection.*ds:Inconsistent/' \
	    'nodo2 is alone with half of the data'
	! on nodo2 'drbdadm primary drbd0' >/dev/null 2>&1
	ok $? 'and refuses to serve them'
}

drbd_lab 's/resync-rate 10M;/resync-rate 3M; c-min-rate 3M;/' --data 64

step 'first sync'
for node in nodo1 nodo2; do
	on $node 'drbdadm down drbd0; yes yes | drbdadm create-md drbd0' \
	    >/dev/null 2>&1
	ok $? "$node: meta-data is made"
done
on nodo1 'drbdadm up drbd0 && drbdadm primary --force drbd0'
serve nodo1 new
cool nodo1
on nodo2 'drbdadm up drbd0'
becomes nodo1 'cs:SyncSource' 'the first sync runs, and nodo1 serves already'
writes nodo1 20
below nodo1 $((size_kb * 5 / 8)) 'a part of it is done'
pair power nodo2 cut
becomes nodo1 'cs:WFConnection' 'nodo2, the target, has lost its power'
go_on 20 'nodo1 goes on writing'
pair power nodo2 on
boots nodo2
goes_on nodo1 $((left + slack_kb)) 'the first sync'
below nodo1 $((size_kb * 3 / 8)) 'more of it is done'
pair power nodo1 cut
refuses
pair power nodo1 on
boots nodo1
goes_on nodo1 $((size_kb - extent_kb)) 'the first sync'
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' 'and comes to its end'
serve nodo1
records nodo1 'nodo1 has every acknowledged record'

step 'resync'
pair power nodo2 cut
becomes nodo1 'cs:WFConnection' 'nodo2 has lost its power'
on nodo1 'dd if=/dev/urandom of=/data/much bs=64k count=640 2>/dev/null; sync'
cool nodo1
missed=$(on nodo1 "sed -n 's/.* oos://p' /proc/drbd")
[ "$missed" -gt $((size_kb / 2)) ]
ok $? "nodo1 has written $missed KB"
pair power nodo2 on
boots nodo2
becomes nodo1 'cs:SyncSource' 'they are synchronised'
writes nodo1 20
below nodo1 $((missed - 24 * 1024)) 'a part of them is'
pair power nodo2 cut
becomes nodo1 'cs:WFConnection' 'nodo2, the target, has lost its power'
go_on 20 'nodo1 goes on writing'
pair power nodo2 on
boots nodo2
goes_on nodo1 $((left + slack_kb)) 'the resync'
below nodo1 $((missed - 32 * 1024)) 'more of it is done'
pair power nodo1 cut
refuses
pair power nodo1 on
boots nodo1
goes_on nodo1 $((missed - extent_kb)) 'the resync'
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' 'and comes to its end'
serve nodo2
records nodo2 'nodo2 has every acknowledged record'
fsck nodo2
same
story_ends
