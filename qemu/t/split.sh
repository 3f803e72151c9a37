# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the stories about split brain share. A story sources drbd.sh, then this.

cable()
{
	pair link nodo1 eth1 "$1"
	[ "$1" = up ] || for node in nodo1 nodo2; do
		becomes "$node" 'cs:(WFC|Stand)' "$node finds itself alone"
	done
}

# change NODE NAME KB: as the active one, without its peer
change()
{
	on "$1" "drbdadm primary drbd0 && mount -t ext4 /dev/drbd0 /data &&
dd if=/dev/urandom of=/data/$2 bs=1k count=$3 2>/dev/null && sync"
	ok $? "$1 writes $2"
}

# lone NODE NAME KB: the active one, mounted, writes a file without its peer
lone()
{
	on "$1" "dd if=/dev/urandom of=/data/$2-$1 bs=1k count=$3 2>/dev/null
sync"
}

# policy OPTION VALUE: on both nodes, in the file
policy()
{
	for node in nodo1 nodo2; do
		on "$node" "sed -i 's/$1 [^;]*/$1 $2/' /etc/drbd.conf &&
drbdadm adjust drbd0"
		ok $? "$node: $1 $2"
	done
}

# won WINNER LOSER NAME SENTENCE: the loser has what the winner wrote
won()
{
	becomes "$1" 'cs:Connected.*UpToDate/UpToDate' 'both connect and sync'
	on "$1" 'umount /data; drbdadm secondary drbd0' >/dev/null 2>&1
	serve "$2"
	on "$2" "test -s /data/$3$1 && test ! -e /data/$3$2"
	ok $? "$4"
	fsck "$2"
	on "$2" 'drbdadm secondary drbd0'
}

# rebooted NODE SENTENCE
rebooted()
{
	# a reset, of which the BIOS makes another one, ends a wait
	for try in 1 2 3 4; do
		pair wait "$1" SYSLINUX 60 >/dev/null 2>&1 && break
	done
	[ "$try" -gt 1 ] && grep -q "$1: reset" "$LATIDO_PAIR/log"
	ok $? "$2"
	boots "$1"
}
