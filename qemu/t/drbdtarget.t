#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The active node is itself the sync target: its disk missed much, and it reads
# and writes over the network meanwhile. Its peer, it itself and both lose their
# power during that, under write load; each time the resync goes on where it was
# and no acknowledged record is lost.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"

# What of 16 MB the bitmap on the disk may not say yet, and four extents in the
# activity log of a crashed node: the writer's file, its inode, the journal
lag_kb=$((16 * 1024)) log_kb=$((16 * 1024))
file_mb=1

# file NODE SENTENCE: it reads what was written without its own disk, none of it
# from memory
file()
{
	is "$(on "$1" 'echo 3 >/proc/sys/vm/drop_caches; md5sum </data/much')" \
	    "$much" "$2"
}

target()
{
	has nodo1 'cs:(PausedSync|Sync)T.* ro:Primary/Secondary ds:Incons.*/UpTo' \
	    "$1"
}

# A pause, so that a slow machine has not everything when it has read the file.
paused()
{
	on nodo1 'drbdadm pause-sync drbd0'
	becomes nodo1 'cs:PausedSyncT' 'a pause'
}

drbd_lab 's/resync-rate 10M;/resync-rate 5M; c-min-rate 5M;/
    s/^	startup {/	options {\n\t\ton-no-data-accessible suspend-io;\n\t}\n&/' --data 96
drbd_new
serve nodo1 new
writes nodo1 20
stop_writer nodo1
cool nodo1
becomes nodo1 'cs:Connected' 'and connects'

step 'the active node gives its disk up, writes, and takes it back'
on nodo1 'drbdadm detach drbd0'
becomes nodo1 'ro:Primary/Secondary ds:Diskless/UpToDate' \
    'nodo1 has no disk any more'
on nodo1 'dd if=/dev/urandom of=/data/much bs=64k count=1152 2>/dev/null; sync'
much=$(on nodo1 'md5sum </data/much')
on nodo1 'drbdadm attach drbd0'
becomes nodo1 'cs:SyncTarget' 'it is synchronised by nodo2'
paused
target 'and serves all the time'
missed=$(on nodo1 dmesg | sed -n 's/.*(will sync \([0-9]*\) KB.*/\1/p' |
    tail -n 1)
file nodo1 'it reads over the network what its disk has not got'
on nodo1 'drbdadm resume-sync drbd0'
writes nodo1 20

step 'nodo2, the source, loses its power'
below nodo1 $((missed - 8 * 1024)) 'a part is synchronised'
pair power nodo2 cut
becomes nodo1 \
    'cs:WFConnection ro:Primary/Unknown ds:Inconsistent/DUnknown C s' \
    'nodo1 has half of the data, and lets who reads or writes wait'
pair power nodo2 on
boots nodo2
goes_on nodo1 $((left + lag_kb)) 'the resync'
target 'nodo1 serves again'
go_on 20 'and its writer goes on'
is "$(on nodo1 'cat /tmp/writer.log')" '' 'without having had an error'

step 'nodo1, the target and the active node, loses its power'
below nodo1 $((missed - lag_kb - log_kb)) 'more is synchronised'
pair power nodo1 cut
becomes nodo2 'cs:WFConnection.*ds:UpToDate/' 'nodo2 has all of the data'
pair power nodo1 on
boots nodo1
goes_on nodo1 $((left + lag_kb + log_kb)) 'the resync'
paused
serve nodo1
target 'nodo1 is active again before it is synchronised'
records nodo1 'and has every acknowledged record'
file nodo1 'and the file'
on nodo1 'drbdadm resume-sync drbd0'

step 'both lose their power'
writes nodo1 20
below nodo1 $((missed - lag_kb - log_kb - 16 * 1024)) 'more is synchronised'
pair power nodo1 cut
pair power nodo2 cut
pair power nodo1 on
boots nodo1
has nodo1 'cs:WFConnection.*ds:Inconsistent/' 'nodo1 comes back, alone'
! on nodo1 'drbdadm primary drbd0' >/dev/null 2>&1
ok $? 'and does not serve half of the data'
pair power nodo2 on
boots nodo2
goes_on nodo1 $((left + lag_kb + log_kb)) 'the resync'
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'and comes to its end'
on nodo2 'drbdadm disconnect drbd0'
serve nodo1
records nodo1 'nodo1 has every acknowledged record on its own disk'
file nodo1 'and the file'
fsck nodo1
on nodo1 'drbdadm secondary drbd0; drbdadm connect drbd0' >/dev/null 2>&1
on nodo2 'drbdadm connect drbd0'
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'they connect again'
same
story_ends
