#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# drbdmeta check-resize on devices that have grown: byte by byte what
# drbd-utils 9.22 made of the same, and power cuts in between.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=drbd/t/lib.sh
. "$here/lib.sh"
img=$work/img
old=314572800 # of the device that the images end
record=$DRBD_LIB_DIR/drbd-minor-4.lkbd

check_resize() {
	rc=0
	"$work/drbdmeta" --force 4 v08 "$img" "$@" check-resize \
		</dev/null >"$work/out" 2>"$work/err" || rc=$?
}

# grown IMAGE SIZE: a device that ended with it, and is that large now
grown() {
	rm -f "$img"
	truncate -s "$old" "$img"
	length=$(gzip -dc "$here/md/$1.bin.gz" | wc -c)
	gzip -dc "$here/md/$1.bin.gz" | dd of="$img" conv=notrunc bs=64k \
		oflag=seek_bytes seek=$((old - length)) 2>/dev/null
	truncate -s "$2" "$img"
	printf '%s\t%s\n' "$old" "$img" >"$record"
}

moved() { # SENTENCE SHA256
	sum=$(sha256sum <"$img")
	[ "$rc" -eq 0 ] && [ "${sum%% *}" = "$2" ] && same=0 || same=1
	ok "$same" "$1"
	[ "$same" -eq 0 ] || note <"$work/err"
}

grown crashB-0-unclean 419430400
check_resize internal
moved "meta-data, unclean log and all, moves to the end of the device" \
	bd41711290ed2b59d15e662470267f0e698865b9af24c7b4cec6e9662bf9075c
read -r size _ <"$record"
test "$size" -eq 419430400 && same=0 || same=1
ok "$same" "the new size is noted"
"$work/drbdmeta" --force 4 v08 "$img" internal apply-al 2>"$work/err" &&
	grep -q "Marked additional 208 MB" "$work/err" && same=0 || same=1
ok "$same" "the log is applied where it is now"
cp "$img" "$work/before"
check_resize internal
cmp -s "$img" "$work/before" && [ "$rc" -eq 0 ] && same=0 || same=1
ok "$same" "a second time nothing is done"

grown crashB-1-applied $((old + 4096))
check_resize internal
moved "old and new place may overlap" \
	aec9ae06b524a2b4d016f016f0dc0fcea907918b26533fbb4b3c142628904231

grown crashB-1-applied 419430400
cp "$img" "$work/before"
printf 'uuid:\t1122334455667788\n' >>"$record"
check_resize internal
test "$rc" -eq 0 && grep -q "another device" "$work/err" && same=0 || same=1
ok "$same" "only --force moves meta-data that is another device's"
cp "$work/before" "$img"
rm "$record"
check_resize internal
test "$rc" -eq 1 && cmp -s "$img" "$work/before" && same=0 || same=1
ok "$same" "without a record of the old size nothing is guessed: exit 1"
printf '%s\t%s\n' 500000000 "$img" >"$record"
check_resize internal
test "$rc" -eq 1 && cmp -s "$img" "$work/before" && same=0 || same=1
ok "$same" "nothing moves to where a device became smaller: exit 1"
for bad in "" "x" "12" "-5	/dev/x" "99999999999999999999	/dev/x" \
	"314572800	/dev/x
uuid:	zz"; do
	echo "$bad" >"$record"
	check_resize internal
	test "$rc" -eq 1 && cmp -s "$img" "$work/before" && same=0 || same=1
	ok "$same" "a record of '$(echo "$bad" | tr '\n\t' '  ')' is none"
done

grown crashB-1-applied 419430400
check_resize flex-external
test "$rc" -eq 0 && cmp -s "$img" "$work/before" && same=0 || same=1
ok "$same" "external meta-data has nothing to follow"
test ! -e "$record" && same=0 || same=1
ok "$same" "and no size of it is kept"

rm -f "$img"
truncate -s 64M "$img"
"$work/drbdmeta" --force 4 v08 "$img" internal create-md >/dev/null 2>&1
"$work/drbdmeta" --force 4 v08 "$img" internal write-dev-uuid \
	1122334455667788
printf '67108864\t%s\nuuid:\t1122334455667788\n' "$img" >"$work/want"
cmp -s "$record" "$work/want" && same=0 || same=1
ok "$same" "create-md notes size, name and identity as drbd-utils do"
tap_ends
