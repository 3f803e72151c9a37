#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Split brain that is noticed while a node is still active, where drbdlink.t has
# no story: healed by hand, and by call-pri-lost-after-sb and violently-as0p:
# who is active goes on; or has pri-lost-after-sb run, which reboots it, and
# comes back to take the other one's data.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"
# shellcheck source=qemu/t/split.sh
. "$(dirname "$0")/split.sh"

# scribble NODE KB: into the device, with no file system
scribble()
{
	on "$1" "dd if=/dev/urandom of=/dev/drbd0 bs=1k count=$2 conv=notrunc \
2>/dev/null && sync"
	ok $? "$1 writes $2 KB"
}

# handled NODE WHAT SENTENCE: its pri-lost-after-sb was run so often, from its
# first boot on
handled()
{
	is "$(on "$1" 'cat /etc/handled 2>/dev/null')" "$2" "$3"
}

mkdir -p "$LATIDO_PAIR"
cat >"$LATIDO_PAIR/pri-lost" <<-'END'
	echo "$DRBD_RESOURCE $DRBD_MINOR $DRBD_PEER" >>/etc/handled
	sync
	reboot -f
END
story_file=$LATIDO_PAIR/pri-lost
drbd_lab 's|"reboot -f"|"sh /etc/pri-lost"|' --data 32
drbd_new
serve nodo1 new

step 'one is active; nobody is told to give in'
cable down
change nodo2 a-nodo2 100
leave nodo2
lone nodo1 a 100
writes nodo1 20
cable up
for node in nodo1 nodo2; do
	becomes $node 'cs:StandAlone' "$node does not connect"
	is "$(on $node 'cat /var/log/handlers')" split-brain \
	    "$node has run its split-brain handler"
done
on nodo2 'drbdadm connect --discard-my-data drbd0'
on nodo1 'drbdadm connect drbd0'
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' \
    'nodo2 is told to discard its data: they connect and sync'
go_on 20 'and nodo1 writes all the time'
stop_writer nodo1
won nodo1 nodo2 a- 'nodo2 has what nodo1 wrote'

step 'one is active: who is passive gives in, where that one wrote less'
serve nodo1
cable down
policy after-sb-0pri discard-least-changes
policy after-sb-1pri call-pri-lost-after-sb
change nodo2 b-nodo2 50
leave nodo2
lone nodo1 b 900
writes nodo1 20
cable up
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'they connect and sync'
go_on 20 'and nodo1 writes all the time'
stop_writer nodo1
won nodo1 nodo2 b- 'nodo2 has what nodo1 wrote'

step 'one is active and is to give in: it is rebooted'
# by what was written nodo1 might win when it is back: its crash marks whole
# extents of its activity log
serve nodo1
cable down
policy after-sb-0pri discard-older-primary
lone nodo1 d 50
change nodo2 d-nodo2 900
leave nodo2
cable up
rebooted nodo1 'nodo1 is reset'
handled nodo1 'drbd0 0 nodo2' 'by its pri-lost-after-sb handler'
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' \
    'without a word from anybody both connect and sync'
won nodo2 nodo1 d- 'nodo1 has what nodo2 wrote'
handled nodo2 '' 'nodo2 had nothing to handle'

step 'both are active, as they may: the loser takes the other data as it is'
for node in nodo1 nodo2; do
	on $node "sed -i 's/protocol C;/& allow-two-primaries; rr-conflict viol\
ently;/' /etc/drbd.conf && drbdadm adjust drbd0 && drbdadm primary drbd0"
	ok $? "$node: rr-conflict violently, and active"
done
becomes nodo1 'cs:Connected ro:Primary/Primary' 'both are active'
cable down
policy after-sb-0pri discard-least-changes
policy after-sb-2pri violently-as0p
scribble nodo1 900
scribble nodo2 50
cable up
becomes nodo1 'cs:Connected ro:Primary/Primary ds:UpToDate/UpToDate' \
    'they connect and sync, and both stay active'
like "$(on nodo2 dmesg)" 'violat|Violent' 'nodo2, which wrote less, warns'
same
story_ends
