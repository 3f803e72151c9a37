#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# drbdmeta against images that drbd-utils and real crashes left: byte by byte.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=drbd/t/lib.sh
. "$here/lib.sh"
img=$work/img

meta() { # INDEX VERB...
	index=$1
	shift
	"$work/drbdmeta" --force - v08 "$img" "$index" "$@" </dev/null \
		>"$work/out" 2>"$work/err"
}

# bytes FROM LENGTH: of the image
bytes() {
	tail -c "+$(($1 + 1))" "$img" | head -c "$2"
}

create() { # NAME INDEX SIZE OPTIONS RC FROM LENGTH SHA
	rm -f "$img"
	if ! truncate -s "$3" "$img" 2>/dev/null; then
		skip "create-md: $1" "no file of $3 bytes can be made here"
		return
	fi
	options=
	[ "$4" = - ] || options=$(echo "$4" | tr , ' ')
	rc=0
	# shellcheck disable=SC2086 # options are words
	meta "$2" create-md $options || rc=$?
	if [ "$rc" -ne "$5" ]; then
		note <"$work/err"
		ok 1 "create-md: $1 exits with $5 (got $rc)"
	elif [ "$rc" -ne 0 ]; then
		test -s "$work/err"
		ok $? "create-md: $1 is refused with a reason"
	else
		sum=$(dd if="$img" iflag=skip_bytes,count_bytes skip="$6" \
			count="$7" bs=64k 2>/dev/null | sha256sum)
		test "${sum%% *}" = "$8" && same=0 || same=1
		ok "$same" "create-md: $1 writes what drbd-utils write"
	fi
}

while read -r name index size options rc from length sha _; do
	case $name in "#"*) continue ;; esac
	create "$name" "$index" "$size" "$options" "$rc" "$from" "$length" \
		"$sha"
done <"$here/md/layouts"

# The image FILE, at the end of a device of SIZE bytes or at the start of it.
place() { # FILE SIZE WHERE
	rm -f "$img"
	truncate -s "$2" "$img"
	length=$(gzip -dc "$here/md/$1.bin.gz" | wc -c)
	from=0
	[ "$3" = start ] || from=$(($2 - length))
	gzip -dc "$here/md/$1.bin.gz" | dd of="$img" conv=notrunc \
		oflag=seek_bytes seek="$from" bs=64k 2>/dev/null
}

is_image() { # FILE SENTENCE
	gzip -dc "$here/md/$1.bin.gz" >"$work/want"
	bytes "$from" "$length" | cmp -s - "$work/want" && same=0 || same=1
	ok "$same" "$2"
}

apply() { # NAME BEFORE AFTER SIZE INDEX WHERE RC
	place "$2" "$4" "$6"
	rc=0
	meta "$5" apply-al || rc=$?
	test "$rc" -eq "$7" && same=0 || same=1
	ok "$same" "apply-al: $1 exits with $7"
	is_image "$3" "apply-al: $1 leaves what drbd-utils leave"
}

apply "a crashed primary, external" crashA-0-unclean crashA-1-applied \
	268435456 0 start 0
grep -q "Marked additional 268 MB" "$work/err" && same=0 || same=1
ok "$same" "apply-al says how much it marked"
apply "a crashed primary, internal, 4 stripes" crashB-0-unclean \
	crashB-1-applied 314572800 internal end 0
apply "a log whose newest block is corrupt" crashC-0-unclean \
	crashC-1-applied 268435456 0 start 0
grep -q "1 corrupt AL transactions" "$work/err" && same=0 || same=1
ok "$same" "apply-al counts corrupt transactions"
apply "a primary without a usable log" crashD-0 crashD-0 268435456 0 start 1
apply "a secondary without a usable log" crashE-0 crashE-1-after \
	268435456 0 start 0

place v07-idx0 268435456 start
meta 0 create-md && same=0 || same=1
ok "$same" "create-md takes over meta-data of 0.7"
is_image v07-converted-to-v08 "it becomes what drbd-utils make of it"

place crashA-1-applied 268435456 start
meta 0 dump-md && cp "$work/out" "$work/dump"
cp "$img" "$work/before"
meta 0 wipe-md
rc=0
meta 0 get-gi || rc=$?
test "$rc" -eq 1 && same=0 || same=1
ok "$same" "after wipe-md there is no meta-data: exit 1"
meta 0 verify-dump "$work/dump" && meta 0 restore-md "$work/dump" &&
	meta 0 dump-md && same=0 || same=1
ok "$same" "a dump can be verified and restored"
sed 1,4d "$work/dump" >"$work/a"
sed -e 1,4d -e 's/al-extents 257/al-extents 67/' "$work/out" >"$work/b"
cmp -s "$work/a" "$work/b" && same=0 || same=1
ok "$same" "what is restored is dumped the same, flags too"
sed 's/times/tines/' "$work/dump" >"$work/bad"
cp "$work/before" "$img"
rc=0
meta 0 restore-md "$work/bad" || rc=$?
test "$rc" -eq 10 && grep -q '^line [0-9]*: ' "$work/err" &&
	cmp -s "$work/before" "$img" && same=0 || same=1
ok "$same" "a bad dump is refused with its line, and nothing is written"

sed 's/bm-byte-per-bit 4096/bm-byte-per-bit 2048/' "$work/dump" >"$work/bad"
rc=0
meta 0 restore-md "$work/bad" || rc=$?
test "$rc" -eq 10 && cmp -s "$work/before" "$img" && same=0 || same=1
ok "$same" "so is one of a bitmap that the driver cannot read"

meta flex-external restore-md --al-stripes=4 "$work/dump" &&
	meta flex-external dump-md && grep -q '^al-stripes 4;' "$work/out" &&
	sed -n '/^bm /,$p' "$work/out" >"$work/a" &&
	sed -n '/^bm /,$p' "$work/dump" | cmp -s - "$work/a" && same=0 || same=1
ok "$same" "restore-md gives the same bitmap another log"
cp "$work/before" "$img"

meta 0 set-gi 1:2:3:4:1:1:0:0:0:0:0
meta 0 dstate && grep -qx Consistent "$work/out" && same=0 || same=1
ok "$same" "a consistent disk that knows nothing of its peer is Consistent"
meta 0 outdate && meta 0 dstate && grep -qx Outdated "$work/out" &&
	same=0 || same=1
ok "$same" "outdate makes it Outdated"
meta 0 invalidate && meta 0 dstate && grep -qx Inconsistent "$work/out" &&
	same=0 || same=1
ok "$same" "invalidate makes it Inconsistent"
meta 0 get-gi && grep -q ':0:0:0:0:1:0:0$' "$work/out" && same=0 || same=1
ok "$same" "and all of it is to be synchronised"
rc=0
meta 0 outdate || rc=$?
test "$rc" -eq 5 && same=0 || same=1
ok "$same" "an Inconsistent disk cannot be outdated: exit 5"

rm -f "$img"
truncate -s 64M "$img"
if command -v mke2fs >/dev/null && mke2fs -q -F "$img"; then
	rc=0
	meta internal create-md || rc=$?
	test "$rc" -eq 40 && same=0 || same=1
	ok "$same" "create-md refuses to cut off a file system: exit 40"
	e2fsck -fn "$img" >/dev/null 2>&1 && same=0 || same=1
	ok "$same" "and leaves it whole"
else
	skip "create-md and a file system" "no mke2fs here"
fi
rm -f "$img"
truncate -s 256M "$img"
rc=0
"$work/drbdmeta" - v08 "$img" 0 create-md </dev/null >/dev/null 2>&1 || rc=$?
test "$rc" -eq 20 && same=0 || same=1
ok "$same" "a plain file is no meta-device without --force"
head -c 200000 /dev/urandom | dd of="$img" conv=notrunc 2>/dev/null
cp "$img" "$work/before"
rc=0
meta 1 create-md || rc=$?
head -c 200000 "$img" | cmp -s - "$(head -c 200000 "$work/before" \
	>"$work/want"; echo "$work/want")" && [ $rc -eq 0 ] && same=0 || same=1
ok "$same" "an index touches nothing of the one before it"
tap_ends
