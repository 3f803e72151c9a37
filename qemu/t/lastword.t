#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The end of the device is resynchronised like the rest, after a detach and an
# attach: kernel-patches/0002. Without it the bits of the last 128 KiB are
# forgotten, and both nodes say UpToDate over different data.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"

# the last 128 KiB of a disk, which is 64 MiB
last="skip=511 bs=128k count=1"

lab_up --mem nodo2=32
howto_prepare

step 'nodo1 writes the last 128 KiB while nodo2 is away'
on nodo2 'drbdadm down drbd0' >/dev/null 2>&1
ok $? 'nodo2 leaves'
on nodo1 'drbdadm primary drbd0' >/dev/null 2>&1
is "$(on nodo1 'blockdev --getsize64 /dev/nb0')" $((64 << 20)) \
    'the device ends with a whole word of the bitmap'
on nodo1 "dd if=/dev/urandom of=/dev/nb0 seek=511 bs=128k count=1 \
conv=fsync 2>/dev/null && drbdadm secondary drbd0" >/dev/null 2>&1
ok $? 'nodo1 writes'
like "$(on nodo1 'cat /proc/drbd')" 'oos:128$' '128 KiB are out of sync'
on nodo1 'drbdadm down drbd0; drbdadm up drbd0' >/dev/null 2>&1
ok $? 'nodo1 detaches and attaches'
like "$(on nodo1 'cat /proc/drbd')" 'oos:128$' 'they still are'

step 'nodo2 comes back'
on nodo2 'drbdadm up drbd0' >/dev/null 2>&1
ok $? 'nodo2 attaches'
on nodo2 'until grep -q "cs:Connected.*UpToDate/UpToDate" /proc/drbd; do
usleep 200000; done'
ok $? 'both nodes say UpToDate'
for node in nodo1 nodo2; do
	on $node 'drbdadm down drbd0' >/dev/null 2>&1
done
is "$(on nodo2 "dd if=/dev/hda2 $last 2>/dev/null | md5sum")" \
    "$(on nodo1 "dd if=/dev/hda3 $last 2>/dev/null | md5sum")" \
    'and the last 128 KiB are the same on both disks'
story_ends
