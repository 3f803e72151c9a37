#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# drbdsetup as 0.7 had it, typed on the guests: each command, each option, as
# the driver of today understands it.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"

# nb NODE WORDS: drbdsetup /dev/nb0 WORDS there; its output
nb()
{
	on "$1" "drbdsetup /dev/nb0 $2 2>&1"
}

does()
{
	said=$(nb "$1" "$2")
	ok $? "$1: drbdsetup /dev/nb0 $2" "$said"
}

shows()
{
	like "$(nb nodo1 show | tr -s '[:blank:]' ' ')" "$1" \
	    "which the driver has: $1"
}

drbd_lab '' --data 16
for node in nodo1 nodo2; do
	on $node 'drbdadm down drbd0; dd if=/dev/zero of=/dev/hda1 bs=64k \
count=64' >/dev/null 2>&1
done

step 'disk, net'
does nodo1 'disk /dev/hda3 /dev/hda1 0 -e panic -d 12288'
like "$said" 'creating meta-data on /dev/hda1' 'it makes its meta-data'
shows 'on-io-error call-local-io-error'
shows 'size 24576s'
does nodo1 'state'
like "$said" '^Secondary/Unknown' 'state prints the roles'
does nodo1 'cstate'
is "$said" StandAlone 'cstate the connection'
like "$(nb nodo1 primary)" '--do-what-I-say' \
    'primary without good data: its hint'
on nodo1 'drbdsetup /dev/nb0 primary' >/dev/null 2>&1
is $? 21 "and 0.7's exit code"
does nodo1 'net 10.10.10.1 10.10.10.2:7788 B -t 25 -e 1024 -b 256 -c 3 -i 3 \
-S 65536 -k 4'
for option in 'timeout 25' 'max-epoch-size 1024' 'max-buffers 256' \
    'connect-int 3' 'ping-int 3' 'sndbuf-size 65536' 'ko-count 4' \
    'protocol B'; do
	shows "$option"
done
nb nodo1 'wait_connect -t 2 -d 2' >/dev/null
is $? 5 'wait_connect: nobody there in 2 s'
does nodo2 'disk /dev/hda2 /dev/hda1 0 --on-io-error=detach --disk-size=12288'
does nodo2 'net 10.10.10.2 10.10.10.1 B --timeout=25 --ping-int=3'
does nodo1 'wait_connect --time=30'
is "$(nb nodo1 cstate)" Connected 'it was waited for'

step 'syncer, primary, wait_sync'
does nodo1 'syncer -r 20M -e 127 -g 1'
like "$said" "'-g' has no effect" 'the group is for drbd.conf'
shows 'resync-rate 20480k'
shows 'al-extents 127'
shows 'c-plan-ahead 0'
does nodo1 'primary --do-what-I-say'
is "$(on nodo1 'drbdsetup /dev/nb0 state 2>/dev/null')" Primary/Secondary \
    'it is primary'
does nodo1 'wait_sync -t 60'
has nodo1 'UpToDate/UpToDate' 'both disks hold the same'
does nodo1 'syncer --rate=5M --group=0 --al-extents=257'
shows 'resync-rate 5120k'
does nodo1 'invalidate_remote'
does nodo1 'wait_sync'
has nodo1 'cs:Connected.*UpToDate/UpToDate' 'all of it was sent'

step 'and back'
does nodo1 secondary
does nodo2 'invalidate'
does nodo2 'wait_sync'
does nodo1 primary
does nodo1 'resize -d 14336'
is "$(on nodo1 'blockdev --getsize64 /dev/nb0')" $((14336 * 1024)) \
    'it is larger'
does nodo1 secondary
does nodo1 disconnect
is "$(nb nodo1 cstate)" StandAlone 'disconnected'
does nodo1 detach
has nodo1 'cs:Unconfigured' 'and detached'
does nodo1 down
does nodo2 down
like "$(nb nodo2 state)" 'not allocated' 'there is no device any more'
nb nodo1 'frobnicate' >/dev/null
is $? 20 'an unknown command: 20'
nb nodo1 'disk /dev/hda3' >/dev/null
is $? 20 'one that lacks words: 20'
nb nodo1 'net 10.10.10.1 10.10.10.2 D' >/dev/null
is $? 20 'an unknown protocol: 20'
on nodo1 'drbdadm down drbd0'
story_ends
