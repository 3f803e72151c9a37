#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What status, show, events2, sh-status and the like print, in one state after
# another, is what drbd-utils print with the same driver (drbd/t/states).
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"
# shellcheck source=qemu/t/output.sh
. "$(dirname "$0")/output.sh"

output_of "$top/drbd/t/states"

# change NODE SCRIPT: its drbd.conf, and what the driver holds
change()
{
	on "$1" "sed -i '$2' /etc/drbd.conf && drbdadm adjust drbd0"
	ok $? "$1: $2"
}

drbd_lab '/timeout [0-9]*;\|-int [0-9]*;/d
    s/resync-rate 10M/resync-rate 2M/' --data 16
for node in nodo1 nodo2; do
	on $node 'rm /etc/drbd.defaults; drbdadm down drbd0
dd if=/dev/zero of=/dev/hda1 bs=64k count=64' >/dev/null 2>&1
done

snapshot 01 nodo1
for node in nodo1 nodo2; do
	on $node 'yes yes | drbdadm create-md drbd0' >/dev/null 2>&1
	ok $? "$node: meta-data is made"
done
on nodo1 'drbdsetup new-resource drbd0'
snapshot 02 nodo1
on nodo1 'drbdsetup new-minor drbd0 0 0'
snapshot 03 nodo1
on nodo1 'drbdadm attach drbd0'
snapshot 04 nodo1
on nodo1 'drbdadm connect drbd0'
snapshot 05 nodo1
on nodo2 'drbdadm up drbd0'
becomes nodo1 'cs:Connected' 'the nodes connect'
snapshot 06 nodo1
on nodo2 'drbdadm pause-sync drbd0'
on nodo1 'drbdadm primary --force drbd0'
becomes nodo1 'cs:PausedSyncS' 'the first sync is paused'
snapshot 08 nodo1
snapshot 08 nodo2
on nodo2 'drbdadm resume-sync drbd0'
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'it is done'
change nodo1 's/protocol C;/& max-buffers 4096;/; s/rate 2M/rate 200M/'
change nodo2 's/rate 2M/rate 200M/'
snapshot 09 nodo1
snapshot 09 nodo2
change nodo2 's/protocol C;/& max-buffers 4096;/'
on nodo2 'drbdadm disconnect drbd0'
snapshot 11 nodo2
for node in nodo2 nodo1; do
	on $node 'drbdadm connect drbd0' >/dev/null 2>&1
done
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' 'they are connected again'
pair link nodo1 eth1 down
for node in nodo1 nodo2; do
	becomes $node 'cs:WFConnection' "$node is alone"
done
on nodo2 'drbdadm outdate drbd0'
change nodo2 's/max-buffers 4096;/timeout 20; connect-int 3; ping-int 3;/
s/200M;/20M; fencing resource-only;/'
snapshot 12 nodo2
change nodo2 's/resource-only/dont-care/'
change nodo1 's/200M/20M/'
on nodo2 'drbdadm primary --force drbd0'
pair link nodo1 eth1 up
becomes nodo1 'cs:StandAlone' 'split brain'
snapshot 13 nodo1
story_ends
