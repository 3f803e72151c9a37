#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Our tools beside Debian's drbd-utils (drbdadm and drbdsetup of 8.4, drbdmeta
# 9.22), without a driver: what one dumps the other reads, the commands that a
# configuration turns into, meta-data on files. Needs root or user namespaces:
# the real ones look at the machine's addresses and write to /var/lib/drbd.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=drbd/t/lib.sh
. "$here/../t/lib.sh"
unshare -rnm true 2>/dev/null || skip_all "no namespaces here"
if [ -z "${DRBD_UTILS:-}" ]; then
	DRBD_UTILS=$("$here/drbd-utils") || skip_all "no drbd-utils to be had"
	export DRBD_UTILS
fi
[ -x "$DRBD_UTILS/lib/drbd/drbdadm-84" ] ||
	skip_all "these drbd-utils have no drbdadm of 8.4"
if [ -z "${DRBD_PEER_INSIDE:-}" ]; then
	DRBD_PEER_INSIDE=1 exec unshare -rnm "$0"
fi
mount -t tmpfs none /var/lib
mkdir /var/lib/drbd
export DRBD_LIB_DIR=/var/lib/drbd
ip link set lo up
ip addr add 192.168.0.21/24 dev lo
ip addr add fd00::21/64 dev lo
ip addr add 10.10.10.1/24 dev lo
export __DRBD_NODE__=nodo1 DRBD_DRIVER_VERSION_OVERRIDE=8.4.11
seed=${SEED:-$(date +%s)}
echo "# SEED=$seed"

adm() { # PROGRAM FILE WORDS...
	program=$1 file=$2
	shift 2
	"$program" -c "$file" "$@" 2>"$work/err" </dev/null
}

real=$DRBD_UTILS/lib/drbd/drbdadm-84

# Dumps less what says where they come from, and what the real one adds to the
# global section; each line's words are sorted.
plain() {
	sed -e '/^ *#/d' -e '/cmd-timeout/d' \
		-e '/udev-always-use-vnr/d' -e "s:$DRBD_UTILS/lib/drbd/::" \
		-e 's/drbdsetup-84/drbdsetup/' -e 's/\\//g' -e "s/'//g" |
		awk 'NF > 0 {
			n = split($0, w)
			for (i = 2; i <= n; i++)
				for (j = i; j > 1 && w[j] < w[j - 1]; j--) {
					t = w[j]; w[j] = w[j - 1]; w[j - 1] = t
				}
			for (i = 1; i <= n; i++)
				printf "%s ", w[i]
			print ""
		}' | sort
}

same() { # SENTENCE
	if plain <"$work/a" | cmp -s - "$work/b.plain"; then
		ok 0 "$1"
	else
		plain <"$work/a" >"$work/a.plain"
		ok 1 "$1" "$(diff "$work/a.plain" "$work/b.plain" | head -n 8)" \
			"$(head -n 5 "$work/err")"
	fi
}

# Our dump of each configuration, of any generation, that we take.
cd "$here/../t/conf"
for conf in *.conf "$here/conf"/*.conf \
	"$here/../../rootfs/etc/drbd.conf.example"; do
	name=$(basename "$conf" .conf)
	adm "$work/drbdadm" "$conf" dump >"$work/ours" || continue
	# nothing for this host, or nothing that both take
	case $name in
	15-* | 23-* | 24-* | e08-* | 21-*) continue ;;
	esac
	adm "$real" "$work/ours" dump >"$work/theirs" ||
		: >"$work/theirs"
	cp "$work/theirs" "$work/a"
	plain <"$work/ours" >"$work/b.plain"
	same "$name: the real drbdadm reads our dump, and dumps the same"
	adm "$work/drbdadm" "$work/theirs" dump >"$work/a" || :
	same "$name: we read its dump as the same"
	adm "$work/drbdadm" "$conf" -d up all | plain >"$work/b.plain" || :
	adm "$real" "$work/ours" -d up all >"$work/a" || :
	same "$name: up is the same of our file and of its dump"
	# which has other options, none in a volume, and fencing in net
	case $name in 15b-* | 17-* | *.example) continue ;; esac
	DRBD_DRIVER_VERSION_OVERRIDE=9.2.0 adm "$DRBD_UTILS/sbin/drbdadm" \
		"$work/ours" sh-nop && nine=0 || nine=1
	ok "$nine" "$name: drbdadm of 9 reads it, too" "$(head -n 5 "$work/err")"
done

# Meta-data: the same random verbs on two files.
random() { # N: a number below
	seed=$(((seed * 1103515245 + 12345) % 2147483648))
	drawn=$((seed / 65536 % $1))
}

# run WHICH PROGRAM MINOR VERB...
run() {
	which=$1 program=$2 minor=$3
	shift 3
	rc=0
	"$program" --force "$minor" v08 "$work/$which.img" "$@" \
		>"$work/$which.out" 2>"$work/$which.err" </dev/null || rc=$?
	echo "$rc" >"$work/$which.rc"
}

both() {
	log="$log
$*"
	run ours "$work/drbdmeta" 3 "$@"
	run real "$DRBD_UTILS/sbin/drbdmeta" 4 "$@"
	case $2 in
	get-gi | show-gi | dstate | read-dev-uuid)
		cmp -s "$work/ours.out" "$work/real.out" || differs=$*
		;;
	esac
	[ "$(cat "$work/ours.rc")" = "$(cat "$work/real.rc")" ] || differs="$*: \
exit $(cat "$work/ours.rc"), real $(cat "$work/real.rc")"
	cmp -s "$work/ours.img" "$work/real.img" || differs="$*: the image"
}

gi() {
	gi=
	for _ in 1 2 3 4; do
		random 65536
		gi=$gi$(printf '%04X' "$drawn")
		random 65536
		gi=$gi$(printf '%04X' "$drawn"):
	done
	for _ in 1 2 3 4 5 6; do
		random 2
		gi=$gi$drawn:
	done
	gi=${gi}0
}

step() {
	random 12
	case $drawn in
	0) both "$index" outdate ;;
	1) both "$index" invalidate ;;
	2 | 3) gi && both "$index" set-gi "$gi" ;;
	4) both "$index" get-gi ;;
	5) both "$index" dstate ;;
	6) both "$index" wipe-md ;;
	7) both "$index" apply-al ;;
	8) both "$index" write-dev-uuid 0123456789ABCDEF ;;
	9) both "$index" read-dev-uuid ;;
	10) both "$index" create-md ${options:+"$options"} ;;
	11) random 5
		size=$((size + 4096 * (drawn * drawn * drawn)))
		truncate -s "$size" "$work/ours.img" "$work/real.img"
		[ "$index" != internal ] || both "$index" check-resize ;;
	esac
}

for round in 1 2 3 4 5 6 7 8; do
	rm -f "$work"/*.img /var/lib/drbd/*
	random 64
	size=$(((drawn + 2) * 1048576 + drawn * 512))
	truncate -s "$size" "$work/ours.img" "$work/real.img"
	case $((round % 4)) in
	0) index=flex-external options=--al-stripes=4 ;;
	1) index=internal options= ;;
	2) index=0 options= ;;
	3) index=internal options=--al-stripe-size-kB=64 ;;
	esac
	differs='' log="size $size"
	both "$index" create-md ${options:+"$options"}
	i=0
	while [ $i -lt 25 ] && [ -z "$differs" ]; do
		step
		i=$((i + 1))
	done
	[ -z "$differs" ] && rc=0 || rc=1
	ok $rc "25 verbs on $index leave what the real drbdmeta leaves" \
		"$differs" "$log"
done
tap_ends
