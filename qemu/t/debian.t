#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A real peer: nodo2 is a PC with Debian's own kernel, DRBD module and
# drbd-utils. It reads the same drbd.conf, syncs in both directions, takes over
# and gives back.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"

guest_said=${TMPDIR:-/tmp}/debian-guest.$$
if ! guest=$("$top/qemu/debian/guest" 2>"$guest_said"); then
	why=$(tail -n 1 "$guest_said")
	rm -f "$guest_said"
	echo "1..0 # SKIP no Debian guest: $why"
	exit 0
fi
rm -f "$guest_said"

# until_shows NODE REGEX: its /proc/drbd comes to match
until_shows()
{
	limit=90 on "$1" "until grep -Eq '$2' /proc/drbd; do usleep 200000; done"
}

# The two lower disks hold the same, read without DRBD.
same_data()
{
	ours=$(on nodo1 'sha256sum </dev/hda3')
	theirs=$(on nodo2 'sha256sum </dev/sda2')
	[ -n "$ours" ] && [ "$ours" = "$theirs" ]
	ok $? "$1" || echo "# nodo1 $ours" "# nodo2 $theirs"
}

# write_file NODE NAME: 2 MiB of noise on the mounted file system; its sum
write_file()
{
	on "$1" "dd if=/dev/urandom of=/home/$2 bs=64k count=32 2>/dev/null &&
sync && sha256sum </home/$2"
}

# read_file NODE NAME SUM SENTENCE
read_file()
{
	is "$(on "$1" "sha256sum </home/$2")" "$3" "$4"
}

lab_up --peer "$guest" --conf "$top/qemu/t/conf/debian" --data 16
awaits nodo2 'nodo2 login: ' 60 'the Debian guest boots'
awaits nodo1 'nodo1 login: ' 60 'and our node'
awaits nodo1 'Starting heartbeat' 60 'which starts heartbeat'
on nodo1 '/etc/init.d/heartbeat stop; drbdadm down drbd0' >/dev/null
like "$(on nodo2 'head -1 /proc/drbd; drbdadm --version')" \
    'DRBDADM_VERSION=9' "the guest has Debian's tools"
like "$(on nodo2 'modinfo drbd')" '^filename: .*/drbd\.ko' \
    'and its kernel module'

step 'meta-data by both tools, the first sync from ours to theirs'
for node in nodo1 nodo2; do
	on "$node" 'drbdadm -- --force create-md drbd0 && drbdadm up drbd0' \
	    >/dev/null
	ok $? "$node makes its meta-data and comes up"
done
until_shows nodo1 'cs:Connected ro:Secondary/Secondary' &&
until_shows nodo2 'cs:Connected ro:Secondary/Secondary'
ok $? 'they connect'
on nodo1 'drbdadm primary --force drbd0' && until_shows nodo1 \
    'ds:UpToDate/UpToDate' && until_shows nodo2 'ro:Secondary/Primary'
ok $? 'nodo1 is primary and theirs has all its data'
# Debian's status says the same as ours, but for who speaks
like "$(on nodo2 'drbdadm role drbd0; drbdadm cstate drbd0
drbdadm dstate drbd0' | tr '\n' ' ')" \
    '^Secondary/Primary Connected UpToDate/UpToDate ' 'their drbdadm says so'
like "$(on nodo1 'drbdadm role drbd0; drbdadm cstate drbd0
drbdadm dstate drbd0' | tr '\n' ' ')" \
    '^Primary/Secondary Connected UpToDate/UpToDate ' 'and ours'

on nodo1 'mke2fs -q /dev/drbd0 && mount /dev/drbd0 /home' >/dev/null
ok $? 'nodo1 makes and mounts a file system'
first=$(write_file nodo1 first)

step 'a planned hand-over to Debian'
on nodo1 'umount /home && drbdadm secondary drbd0' &&
    on nodo2 'drbdadm primary drbd0 && mount -t ext4 /dev/drbd0 /home'
ok $? 'theirs takes over from ours'
read_file nodo2 first "$first" 'and reads what ours wrote'

step 'theirs writes while ours is away'
on nodo1 'drbdadm down drbd0'
until_shows nodo2 'cs:WFConnection'
ok $? 'theirs waits for ours'
second=$(write_file nodo2 second)
on nodo1 'drbdadm up drbd0' && until_shows nodo1 'ds:UpToDate/UpToDate'
ok $? 'ours comes back and is synced by theirs'
on nodo2 'dmesg | grep "Resync done"' | tail -n 1 | grep -q .
ok $? 'that was a resync by bitmap'
same_data 'both disks are the same'

step "the Debian machine's power is cut"
pair power nodo2 cut
until_shows nodo1 'cs:WFConnection ro:Secondary/Unknown'
ok $? 'ours notices'
on nodo1 'drbdadm primary drbd0 && mount /dev/drbd0 /home'
ok $? 'and takes over'
read_file nodo1 first "$first" 'it has what it wrote itself'
read_file nodo1 second "$second" 'and what theirs wrote'
third=$(write_file nodo1 third)
pair power nodo2 on
awaits nodo2 'nodo2 login: ' 60 'Debian boots again'
on nodo2 'drbdadm up drbd0' >/dev/null &&
    until_shows nodo2 'ds:UpToDate/UpToDate'
ok $? 'theirs comes back and is synced by ours'

step "our machine's power is cut while it is primary"
on nodo1 'sync'
pair power nodo1 cut
until_shows nodo2 'cs:WFConnection ro:Secondary/Unknown'
ok $? 'theirs notices'
on nodo2 'drbdadm primary drbd0 && mount -t ext4 /dev/drbd0 /home'
ok $? 'and takes over'
read_file nodo2 third "$third" 'it has what ours wrote last'
fourth=$(write_file nodo2 fourth)
pair power nodo1 on
awaits nodo1 'nodo1 login: ' 60 'ours boots again'
awaits nodo1 'Starting heartbeat' 60 'and starts'
until_shows nodo1 'cs:Connected ro:Secondary/Primary ds:UpToDate/UpToDate'
ok $? 'by its own start script it is synced by theirs'
on nodo2 'umount /home && drbdadm secondary drbd0' &&
    on nodo1 '/etc/init.d/heartbeat stop >/dev/null
drbdadm primary drbd0 && mount /dev/drbd0 /home'
ok $? 'theirs gives back'
read_file nodo1 fourth "$fourth" 'and ours has all of it'
on nodo1 'umount /home && drbdadm secondary drbd0' && same_data 'to the end'
story_ends
