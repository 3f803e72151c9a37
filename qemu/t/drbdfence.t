#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The replication link is cut and heartbeat still has the serial line: the
# active node has the other one outdated, which then refuses to serve its old
# data, whatever happens to the active one, until it is synchronised again. A
# node that died in full possession of the data is taken over as ever.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"

# refuses NODE: to become active with an outdated disk
refuses()
{
	said=$(on "$1" 'drbdadm primary drbd0; echo exit $?' 2>&1)
	like "$said" '\(-2\) Need access to UpToDate data' "$1 refuses to serve"
	like "$said" 'exit 17' 'so that a script can tell why'
	on "$1" '/etc/ha.d/resource.d/drbddisk drbd0 start' >/dev/null 2>&1
	is $? 1 'nor does drbddisk make it'
}

outdater='\/usr\/lib\/heartbeat\/drbd-peer-outdater -t 5'
drbd_lab "s/on-io-error detach;/& fencing resource-only;/
    s/out-of-sync \"/fence-peer \"$outdater\"; &/" --data 32
for node in nodo1 nodo2; do
	on $node "sed -i 's/auto_failback on/auto_failback off/' \
/etc/ha.d/ha.cf
echo 'respawn hacluster /usr/lib/heartbeat/dopd
apiauth dopd gid=haclient uid=hacluster' >>/etc/ha.d/ha.cf
/etc/init.d/heartbeat stop" >/dev/null
done
drbd_new
serve nodo1 new
leave nodo1
log_mark nodo1 nodo2
for node in nodo1 nodo2; do
	on $node 'echo "nodo1 drbddisk::drbd0 \
Filesystem::/dev/drbd0::/data::ext4 192.168.0.88" >/etc/ha.d/haresources
/etc/init.d/heartbeat start' >/dev/null
	ok $? "heartbeat starts on $node, with dopd's lines in ha.cf"
done
awaits nodo1 'send_arp .* 192.168.0.88' 120 'nodo1 serves'
awaits nodo2 'Link nodo1:/dev/ttyS1 up' 60 'nodo2 hears it by serial, too'

step 'the cable is cut under write load'
writes nodo1 100
log_mark nodo1 nodo2
pair link nodo1 eth1 down
becomes nodo1 'ro:Primary/Unknown ds:UpToDate/Outdated' \
    'nodo1 goes on, and knows that the other disk is outdated'
has nodo2 'ro:Secondary/Unknown ds:Outdated/DUnknown' 'so does nodo2'
in_order nodo1 'nodo1 asked over what was left' 'asking nodo2 to outdate drbd0'
in_order nodo2 'nodo2 did it' 'nodo1 asks to outdate drbd0' \
    'outdate drbd0: drbdadm exits with 0: 4'
like "$(on nodo1 dmesg)" 'helper command: .* fence-peer drbd0 exit code 4' \
    'the driver had the answer from its handler'
go_on 100 'nodo1 goes on writing'
refuses nodo2

step 'the cable is back'
pair link nodo1 eth1 up
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' 'nodo2 is synchronised'
go_on 50 'nodo1 writes all the time'

step 'the cable is cut, and then nodo1 dies'
log_mark nodo2
pair link nodo1 eth1 down
becomes nodo2 'ds:Outdated' 'nodo2 is outdated again'
go_on 50 'nodo1 writes what nodo2 will not have'
pair power nodo1 cut
awaits nodo2 'node nodo1: is dead' 60 'nodo2 finds nodo1 dead'
awaits nodo2 'ERROR: Return code 1 from .*drbddisk' 60 \
    'heartbeat cannot start the service there'
refuses nodo2
pair link nodo1 eth1 up
pair power nodo1 on
boots nodo1
awaits nodo1 'send_arp .* 192.168.0.88' 120 'nodo1 is back and serves'
becomes nodo1 'ro:Primary/Secondary ds:UpToDate/UpToDate' \
    'and synchronises nodo2'
records nodo1 'every acknowledged record is there'

step 'nodo1 dies while both are up to date'
writes nodo1 100
log_mark nodo2
pair power nodo1 cut
awaits nodo2 'node nodo1: is dead' 60 'nodo2 finds nodo1 dead'
awaits nodo2 'send_arp .* 192.168.0.88' 60 'and takes over'
records nodo2 'nodo2 has every acknowledged record'
like "$(on nodo2 dmesg)" 'helper command: .* fence-peer drbd0 exit code 5' \
    'its handler told the driver that nodo1 is dead'
writes nodo2 50
pair power nodo1 on
boots nodo1
becomes nodo1 'cs:Connected ro:Secondary/Primary ds:UpToDate/UpToDate' \
    'nodo1 comes back and is synchronised'
stop_writer nodo2
records nodo2 'every acknowledged record is there'
for node in nodo2 nodo1; do
	on $node '/etc/init.d/heartbeat stop' >/dev/null
done
serve nodo2
fsck nodo2
same
story_ends
