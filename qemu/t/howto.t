#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The how-to's story, with its own files: the pair is made, serves, loses the
# power of nodo1, serves on with every acknowledged write, gets nodo1 back with
# a quick resync, and gives it its resources back.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"
acknowledged=$LATIDO_PAIR/acknowledged

# the kernel's count of what a resync moves, in KB: the last one
resynced()
{
	on nodo1 'dmesg' | sed -n 's/.*(will sync \([0-9]*\) KB.*/\1/p' |
	    tail -n 1
}

# A quarter of a GB, so that what a resync moves can be told from all: the
# activity log's extents of 4 MB, and ReiserFS has its journal in nine.
data_mb=256
lab_up --data $data_mb
howto_prepare

step 'heartbeat'
for node in nodo1 nodo2; do
	on $node '/etc/init.d/heartbeat start' >/dev/null
	ok $? "heartbeat starts on $node"
done
awaits nodo1 'resource.d/drbddisk drbd0 start' 200 'nodo1 takes the device'
awaits nodo1 'Filesystem /dev/nb0 /home reiserfs start' 30 'the file system'
awaits nodo1 'resource.d/IPaddr 192.168.0.88 start' 30 'the address'
awaits nodo1 'Sending Gratuitous Arp for 192.168.0.88' 30 'announces it'
awaits nodo1 'Running .*apache *start' 30 'and starts the web server'
on nodo1 'until pidof httpd >/dev/null; do usleep 100000; done'
is "$(pair get http://192.168.0.88/)" 'It works' 'the page is served'
like "$(pair arp 192.168.0.88)" 'nodo1$' "the LAN client's ARP has nodo1"

step 'a writer on nodo1, then the power cut'
: >"$acknowledged"
# shellcheck disable=SC2016 # the node expands it
on nodo1 'i=0; while i=$((i + 1)); do echo $i >>/home/www/seq; sync; echo $i;
done' >>"$acknowledged" 2>/dev/null &
writer=$!
tail --pid=$writer -n +1 -f "$acknowledged" | sed '40q' >/dev/null
log_mark nodo2
watch_begins 192.168.0.88 30
pair power nodo1 cut
wait $writer
awaits nodo2 'node nodo1: is dead' 60 'nodo2 finds that nodo1 is dead'
awaits nodo2 'Running .*apache *start' 60 'and starts the web server'
wait $watch
step "$(cat "$LATIDO_PAIR/watch")"
like "$(cat "$LATIDO_PAIR/watch")" '^outage .*before:.*nodo1, after:.*nodo2' \
    'the LAN sees one outage, and nodo2 after it'
in_order nodo2 'in the order of the how-to' \
    'Taking over resource group drbddisk::drbd0' \
    'Acquiring resource group: nodo1 drbddisk::drbd0 Filesystem::/dev/nb0::/home::reiserfs 192.168.0.88 apache' \
    'resource.d/drbddisk drbd0 start' \
    'resource.d/Filesystem /dev/nb0 /home reiserfs start' \
    'resource.d/IPaddr 192.168.0.88 start' \
    'Sending Gratuitous Arp for 192.168.0.88 on eth0:0 \[eth0\]' \
    'apache *start' 'mach_down takeover complete for node nodo1'
is "$(pair get http://192.168.0.88/)" 'It works' 'the same page is served'
like "$(pair arp 192.168.0.88)" 'nodo2$' "the LAN client's ARP has nodo2"
last=$(grep -c . "$acknowledged")
pair get http://192.168.0.88/seq >"$LATIDO_PAIR/served"
step "$last writes were acknowledged, $(grep -c . "$LATIDO_PAIR/served") are there"
[ "$last" -ge 40 ] && head -n "$last" "$LATIDO_PAIR/served" |
    cmp -s - "$acknowledged"
ok $? 'every acknowledged write is there'

step 'nodo2 writes while it is alone; nodo1 comes back'
on nodo2 'dd if=/dev/urandom of=/home/www/alone bs=1024 count=512 2>/dev/null
sync; md5sum </home/www/alone' >"$LATIDO_PAIR/alone.md5"
log_mark nodo2
pair power nodo1 on
awaits nodo1 'nodo1 login: ' 120 'nodo1 boots'
awaits nodo1 'Running .*apache *start' 200 \
    'and takes its resources back (auto_failback)'
in_order nodo2 'which nodo2 gave up in reverse order' 'apache *stop' \
    'IPaddr 192.168.0.88 stop' 'Filesystem /dev/nb0 /home reiserfs stop' \
    'drbddisk drbd0 stop'
on nodo1 'until pidof httpd >/dev/null; do usleep 100000; done'
is "$(pair get http://192.168.0.88/)" 'It works' 'the page is served'
like "$(pair arp 192.168.0.88)" 'nodo1$' "the LAN client's ARP has nodo1 again"
is "$(pair get http://192.168.0.88/alone | md5sum)" \
    "$(cat "$LATIDO_PAIR/alone.md5")" 'with what nodo2 wrote while alone'
moved=$(resynced)
step "the resync moved ${moved:-nothing} KB of $((data_mb * 1024))"
[ "${moved:-0}" -gt 500 ] && [ "$moved" -lt $((data_mb * 256)) ]
ok $? 'only what had changed was resynchronised'
on nodo1 'until grep -q UpToDate/UpToDate /proc/drbd; do usleep 200000; done'
ok $? 'and both have all data again'
story_ends
