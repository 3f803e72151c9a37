#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# drbdmeta against images that drbd-utils and real crashes left: byte by byte.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=drbd/t/lib.sh
. "$here/lib.sh"
img=$work/img used=

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
	used="$used $1.bin.gz"
	truncate -s "$2" "$img"
	length=$(gzip -dc "$here/md/$1.bin.gz" | wc -c)
	from=0
	[ "$3" = start ] || from=$(($2 - length))
	gzip -dc "$here/md/$1.bin.gz" | dd of="$img" conv=notrunc \
		oflag=seek_bytes seek="$from" bs=64k 2>/dev/null
}

is_image() { # FILE SENTENCE
	used="$used $1.bin.gz"
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
rc=0
meta 0 apply-al || rc=$?
test "$rc" -eq 0 && same=0 || same=1
ok "$same" "apply-al once more exits with 0"
is_image crashA-2-applied-again "and changes nothing"
apply "a crashed primary, internal, 4 stripes" crashB-0-unclean \
	crashB-1-applied 314572800 internal end 0
apply "a log whose newest block is corrupt" crashC-0-unclean \
	crashC-1-applied 268435456 0 start 0
grep -q "1 corrupt AL transactions" "$work/err" && same=0 || same=1
ok "$same" "apply-al counts corrupt transactions"
apply "a primary without a usable log" crashD-0 crashD-1-after 268435456 0 \
	start 1
apply "a secondary without a usable log" crashE-0 crashE-1-after \
	268435456 0 start 0

place v07-idx0 268435456 start
meta 0 create-md && same=0 || same=1
ok "$same" "create-md takes over meta-data of 0.7"
is_image v07-converted-to-v08 "it becomes what drbd-utils make of it"

# The superblock after each of seven verbs.
sequence() { # NAME INDEX SUPERBLOCK
	rm -f "$img"
	truncate -s 134217728 "$img"
	from=$3 length=4096
	meta "$2" create-md || :
	is_image "seq-$1-1-created-sb" "$2: create-md"
	meta "$2" write-dev-uuid 0123456789ABCDEF || :
	is_image "seq-$1-2-devuuid-sb" "$2: write-dev-uuid"
	ones=1111111111111111:2222222222222222
	meta "$2" set-gi \
		"$ones:3333333333333333:4444444444444444:1:1:0:0:0:0:0" || :
	is_image "seq-$1-3-setgi-sb" "$2: set-gi"
	meta "$2" set-gi DEADBEEF00000000::::1:1:1:1:1:1:1 || :
	is_image "seq-$1-4-allflags-sb" "$2: set-gi, all flags"
	meta "$2" outdate || :
	is_image "seq-$1-5-outdated-sb" "$2: outdate"
	meta "$2" invalidate || :
	is_image "seq-$1-6-invalidated-sb" "$2: invalidate"
	meta "$2" wipe-md || :
	is_image "seq-$1-7-wiped-sb" "$2: wipe-md"
}
sequence idx0 0 0
sequence int internal 134213632

# What drbd-utils restore has no activity log and is not clean, so that the
# driver would not take it; ours has and is. UUIDs and bitmap are the same.
place restored-from-crashA 268435456 start
meta 0 dump-md && grep -q '^This_is_an_unclean' "$work/out" && same=0 || same=1
ok "$same" "what drbd-utils restored is read, and is not clean"
sed -n '/uuid {/,$p' "$work/out" >"$work/a"
rm -f "$img"
truncate -s 268435456 "$img"
meta 0 create-md
meta 0 restore-md "$here/md/restore-input-dump.txt" && same=0 || same=1
ok "$same" "a dump of drbd-utils is restored"
meta 0 dump-md
sed -n '/uuid {/,$p' "$work/out" | diff - "$work/a" >"$work/differ" ||
	sed -i '/^[0-9,c]*$/d; /flags 0x/d; /^---$/d' "$work/differ"
[ -s "$work/differ" ] && same=1 || same=0
note <"$work/differ"
ok "$same" "to what they restore it to, less the flags"
from=36864 length=$((1048576 - 36864))
gzip -dc "$here/md/restored-from-crashA.bin.gz" | tail -c $length >"$work/want"
bytes $from $length | cmp -s - "$work/want" && same=0 || same=1
ok "$same" "byte by byte in the bitmap"
meta 0 dump-md && ! grep -q '^This_is_an_unclean' "$work/out" &&
	same=0 || same=1
ok "$same" "and clean"

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
for file in "$here"/md/*.bin.gz; do
	name=$(basename "$file")
	case " $used " in
	*" $name "*) ;;
	*) ok 1 "$name is compared with" ;;
	esac
done
# shellcheck disable=SC2086 # one word each
is "$(printf '%s\n' $used | sort -u | wc -l)" \
	"$(find "$here/md" -name '*.bin.gz' | wc -l)" "every image was used"
tap_ends
