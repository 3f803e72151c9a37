#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The replication link is cut under write load and restored: what was written
# meanwhile, and no more, is resynchronised. Then split brain, made on purpose:
# both nodes notice, and it is healed by hand and by each policy that can tell
# who is to give in. While both are active nobody can: the loser is rebooted,
# and the other one must be told to connect.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"
# shellcheck source=qemu/t/split.sh
. "$(dirname "$0")/split.sh"

drbd_lab '' --data 32
drbd_new
serve nodo1 new

step 'the link is cut under write load'
writes nodo1 200
pair link nodo1 eth1 down
becomes nodo1 'cs:WFConnection' 'nodo1 notices'
go_on 200 'nodo1 goes on writing'
stop_writer nodo1
on nodo1 sync
now=$(on nodo1 'cat /proc/drbd')
oos=${now##*oos:}
oos=${oos%%[!0-9]*}
step "$oos KB of 32768 are out of sync"
[ "$oos" -ge 400 ] && [ "$oos" -lt 8192 ]
ok $? 'the blocks that were written are, and not the rest'
pair link nodo1 eth1 up
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'the link is back: they sync'
is "$(on nodo1 dmesg | sed -n 's/.*(will sync \([0-9]*\) KB.*/\1/p' |
    tail -n 1)" "$oos" 'just these blocks were moved'

step 'the link is cut and restored while the writer goes on'
writes nodo1 50
pair link nodo1 eth1 down
becomes nodo1 'cs:WFConnection' 'nodo1 notices'
go_on 50 'nodo1 goes on writing'
pair link nodo1 eth1 up
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'the link is back: they sync'
go_on 50 'and nodo1 still writes'
stop_writer nodo1
fsck nodo1
on nodo1 'drbdadm secondary drbd0'
serve nodo2
records nodo2 'nodo2 has every acknowledged record'
leave nodo2

step 'split brain; nobody is told to give in'
cable down
change nodo1 a-nodo1 500
change nodo2 a-nodo2 100
leave nodo1
leave nodo2
cable up
for node in nodo1 nodo2; do
	becomes $node 'cs:StandAlone' "$node does not connect"
	like "$(on $node dmesg)" 'Split-Brain detected but unresolved' \
	    "$node says why"
	is "$(on $node 'cat /var/log/handlers')" split-brain \
	    "$node has run its split-brain handler"
done
on nodo2 'drbdadm connect --discard-my-data drbd0'
on nodo1 'drbdadm connect drbd0'
won nodo1 nodo2 a- 'nodo2, told to discard its data, has those of nodo1'

step 'split brain: who wrote nothing gives in'
cable down
policy after-sb-0pri discard-zero-changes
change nodo2 b-nodo2 100
leave nodo2
on nodo1 'drbdadm primary drbd0 && drbdadm secondary drbd0'
ok $? 'nodo1 was active, too'
cable up
won nodo2 nodo1 b- 'nodo1 has what nodo2 wrote'

step 'split brain: who wrote least gives in'
cable down
policy after-sb-0pri discard-least-changes
change nodo1 c-nodo1 100
change nodo2 c-nodo2 900
leave nodo1
leave nodo2
cable up
won nodo2 nodo1 c- 'nodo1, which wrote less, has what nodo2 wrote'

step 'split brain: who became active later gives in'
serve nodo2
cable down
policy after-sb-0pri discard-younger-primary
change nodo1 d-nodo1 900
on nodo2 'echo 1 >/data/d-nodo2'
leave nodo1
leave nodo2
cable up
won nodo2 nodo1 d- 'nodo1, active later, has what nodo2 wrote'

step 'split brain: who was active before gives in'
serve nodo2
cable down
policy after-sb-0pri discard-older-primary
change nodo1 e-nodo1 100
on nodo2 'echo 1 >/data/e-nodo2'
leave nodo1
leave nodo2
cable up
won nodo1 nodo2 e- 'nodo2, active before, has what nodo1 wrote'

step 'split brain, one still active: who is passive gives in'
serve nodo1
cable down
policy after-sb-1pri discard-secondary
change nodo2 f-nodo2 900
leave nodo2
on nodo1 'echo 1 >/data/f-nodo1'
writes nodo1 50
cable up
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'they connect and sync'
go_on 50 'and nodo1 writes all the time'
stop_writer nodo1
won nodo1 nodo2 f- 'nodo2 has what nodo1 wrote'

step 'split brain, one still active: both views have to agree'
serve nodo1
cable down
policy after-sb-0pri discard-least-changes
policy after-sb-1pri consensus
change nodo2 h-nodo2 900
leave nodo2
lone nodo1 h 50
cable up
for node in nodo1 nodo2; do
	becomes $node 'cs:StandAlone' "$node: nodo1 wrote less, but is active"
done
on nodo1 'dd if=/dev/urandom of=/data/h2-nodo1 bs=1k count=1800 2>/dev/null
sync; drbdadm connect drbd0'
on nodo2 'drbdadm connect drbd0'
won nodo1 nodo2 h- 'nodo1 has written more: nodo2 has what it wrote'

step 'split brain: one node is told that it gives in, whatever was written'
cable down
on nodo1 "sed -i 's/after-sb-0pri [^;]*/after-sb-0pri discard-local/' \
/etc/drbd.conf && drbdadm adjust drbd0"
ok $? 'nodo1: after-sb-0pri discard-local'
on nodo2 "sed -i 's/after-sb-0pri [^;]*/after-sb-0pri discard-remote/' \
/etc/drbd.conf && drbdadm adjust drbd0"
ok $? 'nodo2: after-sb-0pri discard-remote'
change nodo1 i-nodo1 900
change nodo2 i-nodo2 50
leave nodo1
leave nodo2
cable up
won nodo2 nodo1 i- 'nodo1 has what nodo2 wrote'

step 'split brain, both still active: the loser is rebooted'
serve nodo1
cable down
policy after-sb-0pri discard-least-changes
policy after-sb-1pri discard-secondary
policy after-sb-2pri call-pri-lost-after-sb
change nodo2 g-nodo2 50
lone nodo1 g 900
writes nodo1 50
cable up
rebooted nodo2 'nodo2 is reset'
# two primaries are not allowed, so that it has dropped the connection
becomes nodo1 'cs:StandAlone' 'nodo1 stays as it is'
on nodo1 'drbdadm connect drbd0'
ok $? 'and is told to connect'
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'they connect and sync'
go_on 50 'and nodo1 writes all the time'
stop_writer nodo1
records nodo1 'nodo1 has every acknowledged record'
won nodo1 nodo2 g- 'nodo2 has what nodo1 wrote'
same
story_ends
