#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# With `fencing resource-only` a node that does not know whether its data are
# the newest does not serve them: not when it comes back alone after the other
# one went on without it, nor when it was told that they are old; and they are
# brought up to date as soon as the other one is there.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"

# refuses NODE SENTENCE: to become the active one
refuses()
{
	! on "$1" 'drbdadm primary drbd0' >/dev/null 2>&1
	ok $? "$2"
	has "$1" 'ro:Secondary/' "$1 is not active"
	on "$1" '! mount -t ext4 /dev/drbd0 /data' >/dev/null 2>&1
	ok $? 'nor can the device be mounted'
}

# 5: the peer cannot be reached, and is taken to be dead. On the active node
# that goes on; a node that is no more than Consistent it must not make active.
drbd_lab 's/on-io-error detach;/& fencing resource-only;/
s|^	handlers {|&\n		fence-peer "echo fence-peer >>/var/log/handlers; exit 5";|' \
    --data 16
drbd_new
serve nodo1 new

step 'nodo2 loses its power; nodo1 goes on, then loses it, too'
writes nodo1 50
pair power nodo2 cut
becomes nodo1 'cs:WFConnection' 'nodo1 notices'
like "$(on nodo1 'cat /var/log/handlers')" fence-peer \
    'nodo1 has asked for its peer to be fenced'
go_on 50 'nodo1 goes on writing'
pair power nodo1 cut

step 'nodo2 comes back alone, with old data'
pair power nodo2 on
boots nodo2
has nodo2 'cs:WFConnection.*ds:Consistent/' 'it does not call them UpToDate'
refuses nodo2 'it refuses to serve them'

step 'nodo1 comes back'
pair power nodo1 on
boots nodo1
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' 'nodo2 is resynchronised'
serve nodo2
records nodo2 'and serves every acknowledged record'
fsck nodo2
on nodo2 'drbdadm secondary drbd0'

step 'nodo2 is told that its data are old; both lose their power'
serve nodo1
pair link nodo1 eth1 down
becomes nodo2 'cs:WFConnection' 'nodo2 finds itself alone'
on nodo2 'drbdadm outdate drbd0'
ok $? 'and is told so'
has nodo2 'ds:Outdated/' 'it knows'
becomes nodo1 'cs:WFConnection' 'nodo1 goes on alone'
writes nodo1 50
pair power nodo1 cut
pair power nodo2 cut
pair link nodo1 eth1 up
pair power nodo2 on
boots nodo2
has nodo2 'ds:Outdated/' 'it still knows after the power cut'
refuses nodo2 'and refuses to serve'
pair power nodo1 on
boots nodo1
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' 'until nodo1 is there'
serve nodo2
records nodo2 'and it has every acknowledged record'
fsck nodo2
same
story_ends
