# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the stories about DRBD share: a pair with a small device, a writer on
# the active node whose acknowledged records the lab keeps, and their check.
# A story begins with this instead of lib.sh.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"

writer=$top/build/i586/qemu/writer
file_mb=4 fs=ext4

# Boot the pair with the stories' drbd.conf, in which the sed SCRIPT has
# changed something, and the writer in /tmp: drbd_lab SCRIPT [OPTION…]. A file
# that the story sets story_file to is put into /etc.
drbd_lab()
{
	script=$1
	shift
	if [ ! -x "$writer" ]; then
		ok 1 "$writer is there (make writer)"
		exit 1
	fi
	rm -rf "$LATIDO_PAIR/conf"
	mkdir -p "$LATIDO_PAIR/conf"
	cp -R "$top/qemu/t/conf/drbd/." "$LATIDO_PAIR/conf"
	sed "$script" "$top/qemu/t/conf/drbd/drbd.conf" \
	    >"$LATIDO_PAIR/conf/drbd.conf"
	cp "$writer" ${story_file:+"$story_file"} "$LATIDO_PAIR/conf"
	lab_up --conf "$LATIDO_PAIR/conf" "$@"
	scale=$(pair scale)
	for node in nodo1 nodo2; do
		boots "$node"
	done
}

boots()
{
	awaits "$1" "$1 login: " 120 "$1 boots"
	# the boot's own start of DRBD is over
	awaits "$1" 'Starting heartbeat' 120 "$1 has started what it starts"
	on "$1" 'cp /etc/writer /tmp/writer; chmod +x /tmp/writer
mkdir -p /data'
}

# New meta-data; both disks, being new, hold the same zeros and need no sync.
drbd_new()
{
	for node in nodo1 nodo2; do
		on "$node" 'drbdadm down drbd0; yes yes | drbdadm create-md drbd0 &&
drbdadm up drbd0' >/dev/null 2>&1
		ok $? "$node: meta-data is made"
	done
	# both: the other one's state, late, would make its disk inconsistent
	for node in nodo2 nodo1; do
		becomes $node 'cs:Connected' "$node connects"
	done
	on nodo1 'drbdadm new-current-uuid --clear-bitmap drbd0' >/dev/null
	becomes nodo1 'UpToDate/UpToDate' 'new disks need no first sync'
}

# becomes NODE REGEX SENTENCE: /proc/drbd of the node will show it. A resync
# under write load gives way to the writer and may take minutes.
becomes()
{
	now=$(limit=600; on "$1" "(n=0; until grep -Eq '$2' /proc/drbd; do
n=\$((n + 1)); [ \$n -lt 3000 ] || { cat /proc/drbd; exit 1; }; usleep 100000; done)" 2>&1)
	ok $? "$3" "$now" "want: $2"
}

# below NODE KB SENTENCE: less than that is left to synchronise, in $left
below()
{
	left=$(limit=300; on "$1" "n=0; while :; do
o=\$(sed -n 's/.* oos://p' /proc/drbd); [ \$o -ge $2 ] || break
n=\$((n + 1)); [ \$n -lt 3000 ] || exit 1; usleep 50000; done; echo \$o" 2>&1)
	[ "$left" -gt 0 ] 2>/dev/null
	ok $? "$3 ($left KB are left)" "$(on "$1" 'cat /proc/drbd')"
}

# goes_on NODE ATMOST WHAT: a resync has begun again, with no more KB than that.
# It may be more than was left: the bitmap on the disk lags behind, and a crash
# of the active node marks each extent of 4 MB that its activity log knows.
goes_on()
{
	becomes "$1" 'cs:(SyncSource|SyncTarget|Connected)' "$3 goes on"
	again=$(on "$1" dmesg | sed -n 's/.*(will sync \([0-9]*\) KB.*/\1/p' |
	    tail -n 1)
	step "$left KB were left, $again KB are synchronised"
	[ "$again" -gt 0 ] && [ "$again" -le "$2" ]
	ok $? 'where it was'
}

# has NODE REGEX SENTENCE: /proc/drbd shows it now
has()
{
	like "$(on "$1" 'cat /proc/drbd')" "$2" "$3"
}

# The node becomes the active one and mounts; a new file system: serve NODE new
serve()
{
	make=:
	[ "${2:-}" != new ] || case $fs in
	ext4) make="mke2fs -q -F -t ext4 /dev/drbd0" ;;
	reiserfs) make="mkreiserfs -q -f /dev/drbd0 >/dev/null" ;;
	esac
	said=$(on "$1" "drbdadm primary drbd0 && $make &&
mount -t $fs /dev/drbd0 /data" 2>&1)
	ok $? "$1 becomes active and mounts" "$said"
}

# The node gives the device up.
leave()
{
	on "$1" 'umount /data; drbdadm secondary drbd0'
	ok $? "$1 gives the device up"
}

# cool NODE: what it wrote before is none of its activity log's any more, so
# that a crash marks only what it has touched since.
cool()
{
	on "$1" 'umount /data && drbdadm secondary drbd0 && drbdadm down drbd0 &&
drbdadm up drbd0' >/dev/null
	ok $? "$1 begins with an empty activity log"
	serve "$1"
}

# How many records were acknowledged, by whichever node wrote last.
acked()
{
	last=$(sed -n 's/.* ack //p' "$LATIDO_PAIR/acks" | tail -n 1)
	echo "${last:-0}"
}

# Start the writer where the last one has ended, and let it write N records.
writes()
{
	on "$1" "(/tmp/writer write /data/records $file_mb $(($(acked) + 1)) \
>/tmp/writer.log 2>&1 &)"
	go_on "$2" "$1 writes"
}

# go_on N SENTENCE: N more records get acknowledged
go_on()
{
	until=$(($(acked) + $1))
	# line by line: awk may wait for 4096 bytes of them
	timeout $((60 * scale / 100 + 60)) tail -n 1 -f "$LATIDO_PAIR/acks" |
	    while read -r _ what n; do
		[ "$what" != ack ] || [ "$n" -lt $until ] || break
	    done
	[ "$(acked)" -ge $until ]
	ok $? "$2 ($(acked) records so far)"
}

stop_writer()
{
	on "$1" 'killall writer; while pidof writer >/dev/null; do
usleep 50000; done' 2>/dev/null
}

# look NODE: what of the records there is, where it is mounted, into $found; in
# $lost how many acknowledged ones are missing at the end, or "damaged"
look()
{
	found=$(on "$1" "/tmp/writer check /data/records $file_mb $(acked)" 2>&1)
	case $? in
	0|1) lost=${found#*lost } lost=${lost%% *} ;;
	*) lost=damaged ;;
	esac
	step "$found"
}

# records NODE SENTENCE: all that were acknowledged are there
records()
{
	look "$1"
	is "$lost" 0 "$2"
}

# fsck NODE: of the device that it gives up for that
fsck()
{
	case $fs in
	ext4) check="e2fsck -fn" ;;
	reiserfs) check="reiserfsck --check -y -q" ;;
	esac
	now=$(on "$1" "umount /data && $check /dev/drbd0" 2>&1)
	ok $? "$1: ${check%% *} finds nothing to mend" "$now"
}

# Both nodes leave the device; both disks hold the same.
same()
{
	on nodo1 'umount /data; drbdadm down drbd0' >/dev/null 2>&1
	on nodo2 'umount /data; drbdadm down drbd0' >/dev/null 2>&1
	is "$(on nodo2 'md5sum </dev/hda2')" "$(on nodo1 'md5sum </dev/hda3')" \
	    'both disks hold the same, to the last byte'
}
