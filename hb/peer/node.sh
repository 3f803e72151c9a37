#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# node.sh NAME LOWER DIR: the first process of a node, in namespaces of its own:
# lays DIR/upper over LOWER, becomes that root's init and only reaps.
set -eu
name=$1 lower=$2 dir=$3
root=$dir/root

echo "$name" >/proc/sys/kernel/hostname
echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
mkdir -p "$dir/upper" "$dir/work" "$dir/log" "$root"
mount -t overlay -o "lowerdir=$lower,upperdir=$dir/upper,workdir=$dir/work" \
    node "$root"
mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/run" "$root/var/log" \
    "$root/peer"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount -t tmpfs -o mode=755 dev "$root/dev"
mount -t tmpfs -o mode=755 run "$root/run"
mount --bind "$dir/log" "$root/var/log"
mount --bind "$dir/../peer" "$root/peer"
mkdir -m 1777 "$root/run/lock" "$root/dev/shm"
for node in 'null 3' 'zero 5' 'random 8' 'urandom 9'; do
	mknod -m 666 "$root/dev/${node% *}" c 1 "${node#* }"
done
echo "$name" >"$root/etc/hostname"
printf '%s\n' '127.0.0.1 localhost' '192.168.0.21 nodo1' \
    '192.168.0.22 nodo2' >"$root/etc/hosts"
: >"$dir/ready"
cd "$root"
# a handler, for PID 1 is not hit by signals that it does not handle
exec chroot . /bin/sh -c 'cd /; trap : TERM; while :; do
	sleep 1000 & wait $!; done'
