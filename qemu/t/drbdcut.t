#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Power cuts under write load, protocol C: of either node, in either role, of
# both, started together and alone. No acknowledged record is lost where one
# node keeps its power or the one that was active comes back.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"

cut_both()
{
	pair power "$1" cut
	pair power "$2" cut
}

drbd_lab '' --data 32
drbd_new

step 'the active node, nodo1, loses its power'
serve nodo1 new
writes nodo1 200
pair power nodo1 cut
becomes nodo2 'cs:WFConnection' 'nodo2 notices'
serve nodo2
records nodo2 'nodo2 has every acknowledged record'
fsck nodo2

step 'it comes back while nodo2 writes; then nodo2 loses its power'
on nodo2 'mount -t ext4 /dev/drbd0 /data'
writes nodo2 100
pair power nodo1 on
boots nodo1
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'nodo1 is resynchronised'
go_on 100 'while nodo2 goes on writing'
pair power nodo2 cut
becomes nodo1 'cs:WFConnection' 'nodo1 notices'
serve nodo1
records nodo1 'nodo1 has every acknowledged record'

step 'the passive node loses its power'
pair power nodo2 on
boots nodo2
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' 'nodo2 is resynchronised'
writes nodo1 100
pair power nodo2 cut
go_on 100 'nodo1 goes on writing without it'
pair power nodo2 on
boots nodo2
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' 'nodo2 is resynchronised'
stop_writer nodo1
records nodo1 'every acknowledged record is there'
fsck nodo1
on nodo1 'drbdadm secondary drbd0'
serve nodo2
records nodo2 'on nodo2, too'
leave nodo2

step 'both lose their power and come back together'
serve nodo1
writes nodo1 100
cut_both nodo1 nodo2
pair power nodo2 on
pair power nodo1 on
boots nodo1
boots nodo2
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' 'the nodes connect and sync'
serve nodo1
records nodo1 'every acknowledged record is there'

step 'both again; the one that was active comes back alone'
writes nodo1 100
cut_both nodo2 nodo1
pair power nodo1 on
boots nodo1
serve nodo1
records nodo1 'every acknowledged record is there'
writes nodo1 50
pair power nodo2 on
boots nodo2
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' 'the other one is resynchronised'

step 'both again; the one that was passive comes back alone'
cut_both nodo1 nodo2
pair power nodo2 on
boots nodo2
serve nodo2
# of the last record the flush may still have been on its way
look nodo2
[ "$lost" = 0 ] || [ "$lost" = 1 ]
ok $? 'every acknowledged record is there, or all but the last one'
pair power nodo1 on
boots nodo1
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' \
    'the one that was active takes what that one has'
fsck nodo2
same
story_ends
