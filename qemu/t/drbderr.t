#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What disks do wrong, under write load: they answer with errors, and with
# `on-io-error detach` or `call-local-io-error` the node, active or passive, goes
# on without its disk, and takes it back when it is good again; or they change
# what was written without a word, which verify finds and a resync repairs. No
# acknowledged record is lost, not even when the active node without a disk dies.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"

data=64
begin_kb=$((257 * 1024)) size_kb=$((data * 1024))

# fails NODE HOW: its whole partition of data does
fails()
{
	on "$1" 'rm -f /var/log/handlers; dmesg -c' >/dev/null
	pair disk "$1" "$2" $begin_kb+$size_kb
}

# What a node's handlers have said, one after the other.
handled()
{
	is "$(on "$1" 'cat /var/log/handlers')" "$2" "$1 has run its $2 handler"
}

# What the node said last that it would move, in KB.
will_sync()
{
	on "$1" dmesg | sed -n 's/.*(will sync \([0-9]*\) KB.*/\1/p' |
	    tail -n 1
}

# mended NODE: the disk is good again, is attached, and gets what it missed
mended()
{
	pair disk "$1" good
	on "$1" 'drbdadm attach drbd0' >/dev/null 2>&1
	ok $? "the disk is good again, and $1 takes it back"
	becomes "$1" 'cs:Connected.*UpToDate/UpToDate' 'it is resynchronised'
	moved=$(will_sync "$1")
	[ "${moved:-0}" -gt 0 ] && [ "$moved" -lt $size_kb ]
	ok $? "by what it missed, not by all ($moved KB)"
}

say='echo local-io-error >>/var/log/handlers'
drbd_lab "s|out-of-sync \"|local-io-error \"$say\"; &|" --data $data
drbd_new
serve nodo1 new
leave nodo1
# what mke2fs has written is to be none of the activity log's
on nodo1 'drbdadm down drbd0; drbdadm up drbd0' >/dev/null 2>&1
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'nodo1 has an empty log'
serve nodo1

step 'the disk of the active node fails'
writes nodo1 100
fails nodo1 bad
becomes nodo1 'cs:Connected ro:Primary/Secondary ds:Diskless/UpToDate' \
    'nodo1 goes on without its disk'
go_on 100 'over the network'
! on nodo1 'test -e /var/log/handlers'
ok $? 'detach calls no handler'
stop_writer nodo1
records nodo1 'nodo1 reads every acknowledged record over the network'
writes nodo1 20
mended nodo1
go_on 50 'nodo1 writes all the time'
stop_writer nodo1
fsck nodo1
on nodo1 'drbdadm secondary drbd0'
serve nodo2
records nodo2 'nodo2 has every acknowledged record'

step 'the disk of the passive node fails'
on nodo1 "sed -i 's/on-io-error detach/on-io-error call-local-io-error/' \
/etc/drbd.conf && drbdadm adjust drbd0"
ok $? 'nodo1 is to call the handler'
writes nodo2 50
fails nodo1 write
becomes nodo2 'cs:Connected ro:Primary/Secondary ds:UpToDate/Diskless' \
    'nodo2 goes on, and knows it'
handled nodo1 local-io-error
go_on 50 'nodo2 writes all the time'
mended nodo1
go_on 50 'nodo2 writes all the time'
stop_writer nodo2
leave nodo2
serve nodo1
records nodo1 'nodo1 has every acknowledged record'

step 'the disk of the active node cannot be read; then the node dies'
writes nodo1 50
fails nodo1 read
on nodo1 'echo 3 >/proc/sys/vm/drop_caches; cat /data/records >/dev/null'
ok $? 'a reader on nodo1 does not see it'
becomes nodo1 'cs:Connected ro:Primary/Secondary ds:Diskless/UpToDate' \
    'nodo1 goes on without its disk'
handled nodo1 local-io-error
go_on 50 'over the network'
pair power nodo1 cut
becomes nodo2 'cs:WFConnection' 'nodo2 notices that nodo1 is gone'
serve nodo2
records nodo2 'nodo2 has every acknowledged record'
writes nodo2 50
pair power nodo1 on
boots nodo1
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' \
    'nodo1 comes back with a good disk and is resynchronised'
stop_writer nodo2

step 'the medium of the passive node changes behind its back'
for node in nodo1 nodo2; do
	on $node 'rm -f /var/log/handlers'
done
pair disk nodo1 change $((begin_kb + size_kb / 2))+8
writes nodo2 20
on nodo2 'drbdadm verify drbd0'
ok $? 'nodo2, which writes, verifies'
# a verify gives way to the writer
stop_writer nodo2
becomes nodo2 'cs:Connected' 'it comes to its end'
has nodo2 'oos:8$' 'and has found the 8 KB'
for node in nodo1 nodo2; do
	handled $node out-of-sync
done
on nodo2 'drbdadm disconnect drbd0 && drbdadm connect drbd0'
ok $? 'nodo2 disconnects and connects'
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' 'they connect and sync'
moved=$(will_sync nodo2)
[ "${moved:-0}" -ge 8 ] && [ "$moved" -lt 128 ]
ok $? "by these 8 KB and what the file system wrote meanwhile ($moved KB)"
on nodo2 'dmesg -c >/dev/null; drbdadm verify drbd0'
becomes nodo2 'cs:Connected' 'nodo2 verifies again'
like "$(on nodo2 dmesg)" 'Online verify done' 'to the end'
has nodo2 'oos:0$' 'and finds no more'
fsck nodo2
on nodo2 'drbdadm secondary drbd0'
serve nodo1
records nodo1 'nodo1 has every acknowledged record'
same
story_ends
