#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every command of the how-to, as an administrator types it.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"

lab_up --data 64
for node in nodo1 nodo2; do
	awaits $node "$node login: " 120 "$node boots"
	awaits $node 'Starting heartbeat' 120 'and has started its services'
	on $node '/etc/init.d/heartbeat stop; drbdadm down drbd0' >/dev/null 2>&1
	on $node 'yes yes | drbdadm create-md drbd0' >/dev/null
	ok $? 'meta-data'
	on $node 'modprobe drbd'
	ok $? 'modprobe drbd'
	like "$(on $node lsmod)" '^drbd' 'lsmod shows drbd'
done

step 'the device by hand'
on nodo2 'drbdsetup /dev/nb0 disk /dev/hda4 /dev/hda1 0'
ok $? 'nodo2: drbdsetup /dev/nb0 disk /dev/hda4 /dev/hda1 0'
on nodo2 'drbdsetup /dev/nb0 net 192.168.0.22 192.168.0.21 C'
ok $? 'nodo2: drbdsetup /dev/nb0 net 192.168.0.22 192.168.0.21 C'
on nodo1 'drbdsetup /dev/nb0 disk /dev/hda3 /dev/hda1 0'
ok $? 'nodo1: drbdsetup /dev/nb0 disk /dev/hda3 /dev/hda1 0'
on nodo1 'drbdsetup /dev/nb0 net 192.168.0.21 192.168.0.22 C'
ok $? 'nodo1: drbdsetup /dev/nb0 net 192.168.0.21 192.168.0.22 C'
on nodo1 'until grep -q cs:Connected /proc/drbd; do usleep 100000; done'
ok $? 'they connect'
on nodo1 'drbdsetup /dev/nb0 primary' || step 'as with 0.7, the first time' \
    'neither side has data that is up to date'
on nodo1 'grep -q ro:Primary /proc/drbd ||
drbdsetup /dev/nb0 primary --do-what-I-say'
ok $? 'nodo1: drbdsetup /dev/nb0 primary (the first time --do-what-I-say)'

step 'the file system'
on nodo1 'mkreiserfs -q -f /dev/nb0' >/dev/null
ok $? 'mkreiserfs /dev/nb0'
on nodo1 'mount /dev/nb0 /home'
ok $? 'mount /dev/nb0 /home'
like "$(on nodo1 mount)" '/home type reiserfs' 'it is there, by /etc/fstab'
pair type nodo1 "watch -n1 cat /proc/drbd
"
awaits nodo1 'Every 1.* cat /proc/drbd' 20 'watch -n1 cat /proc/drbd'
awaits nodo1 'ro:Primary/Secondary' 20 'shows the roles'
# watch does not see one that comes while it runs its command
for try in 1 2 3 4 5 6 7 8 9 10; do
	pair type nodo1 "$(printf '\003')"
	pair wait nodo1 'nodo1:.*# $' 1 >/dev/null 2>&1 && break
done
is "$(on nodo1 'echo back')" back "and ends with Ctrl-C ($try)"
on nodo1 'until grep -q UpToDate/UpToDate /proc/drbd; do usleep 200000; done'

step 'the rest'
on nodo1 'umount /home; drbdsetup /dev/nb0 secondary; drbdsetup /dev/nb0 down'
ok $? 'and all of it back'
on nodo2 'drbdsetup /dev/nb0 down'
on nodo1 '/etc/init.d/drbd start' >/dev/null 2>&1 &
on nodo2 'yes yes | drbdadm create-md drbd0; /etc/init.d/drbd start' \
    >/dev/null 2>&1
ok $? '/etc/init.d/drbd start'
wait $!
on nodo1 'ln -s /etc/init.d/apache /etc/ha.d/resource.d/apache'
ok $? 'ln -s /etc/init.d/apache /etc/ha.d/resource.d/apache'
pair type nodo1 "vi /etc/ha.d/ha.cf
"
awaits nodo1 'keepalive' 20 'vi /etc/ha.d/ha.cf'
pair type nodo1 ":q!
"
is "$(on nodo1 'echo back')" back 'and out of it'
story_ends
