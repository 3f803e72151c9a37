#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The file system on DRBD is full: the writer is told so, and what was
# acknowledged before is on both nodes. Then the device, which is smaller than
# both partitions, grows while it is written to, and the file system with it;
# the room is there on both nodes, also after a fail-over and a power cut.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"

fs=reiserfs file_mb=16
small=44 large=64

# device NODE MB SENTENCE: its size; a passive node's cannot be opened
device()
{
	is "$(on "$1" "awk '\$4 == \"drbd0\" { print \$3 }' /proc/partitions")" \
	    $(($2 << 10)) "$3"
}

# room NODE: of the mounted file system, in MB
room()
{
	on "$1" "df -m /data | awk 'END { print \$2 }'"
}

drbd_lab "s/on-io-error detach;/& size ${small}M;/" --data 80
drbd_new
serve nodo1 new
device nodo1 $small 'the device is as small as the file has it'

step 'the disk gets full'
on nodo1 'dd if=/dev/zero of=/data/fill bs=64k' >/dev/null 2>&1
is $? 1 'a file fills the file system'
on nodo1 "dd if=/dev/zero of=/data/fill bs=1M seek=9 count=0" >/dev/null 2>&1
on nodo1 "(/tmp/writer write /data/records $file_mb >/tmp/writer.log 2>&1 &)"
timeout $((180 * scale / 100)) tail -n +1 -f "$LATIDO_PAIR/acks" |
    grep -q -m1 'No space left on device'
ok $? "the writer is told that there is no space left, after $(acked) records"
[ "$(acked)" -gt 50 ]
ok $? 'and was not told so before'
is "$(on nodo1 'until ! pidof writer >/dev/null; do usleep 50000; done
grep -c "No space left" /tmp/writer.log')" 1 'it ends'
has nodo1 'cs:Connected.*UpToDate/UpToDate' 'which is nothing to DRBD'
records nodo1 'every acknowledged record is there'
fsck nodo1
on nodo1 'drbdadm secondary drbd0'
serve nodo2
records nodo2 'nodo2 has every acknowledged record, too'

step 'the device grows while nodo2 writes'
on nodo2 'rm /data/fill && sync'
for node in nodo1 nodo2; do
	on $node "sed -i 's/size ${small}M/size ${large}M/' /etc/drbd.conf"
done
before=$(room nodo2)
writes nodo2 50
on nodo2 'drbdadm resize drbd0'
ok $? 'nodo2 is told to use the size that the file has now'
for node in nodo1 nodo2; do
	device $node $large "the device is larger on $node"
done
on nodo2 'mount -o remount,resize=auto /data'
ok $? 'the mounted file system grows'
[ "$(room nodo2)" -ge $((before + large - small - 2)) ]
ok $? "by the same ($before MB before, $(room nodo2) MB now)"
go_on 50 'nodo2 writes all the time'
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' \
    'what is new of the disks is synchronised'
stop_writer nodo2
on nodo2 "dd if=/dev/urandom of=/data/more bs=1M count=$((large - small)) \
2>/dev/null && sync && md5sum </data/more >/data/more.md5 && sync"
ok $? 'a file of what it has grown by has room'
writes nodo2 50

step 'nodo2 loses its power; nodo1 serves the larger device'
pair power nodo2 cut
becomes nodo1 'cs:WFConnection' 'nodo1 notices'
serve nodo1
records nodo1 'nodo1 has every acknowledged record'
is "$(on nodo1 'md5sum </data/more')" "$(on nodo1 'cat /data/more.md5')" \
    'and the file'
pair power nodo2 on
boots nodo2
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' \
    'nodo2 attaches the larger device and is resynchronised'
device nodo2 $large 'it still is as large'
fsck nodo1
same
story_ends
