#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every verb that drbdadm says it has, on the how-to's file: with a resource, a
# device, all and nothing, as a dry run and in 0.7's spelling.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=drbd/t/lib.sh
. "$here/lib.sh"
export __DRBD_NODE__=nodo1
howto=$here/../../rootfs/etc/drbd.conf

adm() { # WORDS...: its exit code
	code=0
	"$work/drbdadm" -d -c "$howto" "$@" >"$work/out" 2>"$work/err" \
		</dev/null || code=$?
}

adm --help
sed '1,/^commands:/d' "$work/out" >"$work/verbs"
adm hidden-commands
sed -n '2,/^what the driver/{/^  /p}' "$work/out" >>"$work/verbs"
for verb in attach detach connect disconnect up down primary secondary role \
	cstate dstate adjust invalidate invalidate-remote outdate verify \
	pause-sync resume-sync suspend-io resume-io resize create-md dump-md \
	wipe-md apply-al show-gi get-gi new-current-uuid wait-con-int dump \
	state syncer sh-nop sh-resources sh-mod-parms sh-dev sh-minor \
	sh-ll-dev sh-md-dev sh-md-idx sh-ip sh-b-pri sh-status; do
	grep -qw -- "$verb" "$work/verbs" && same=0 || same=1
	ok "$same" "$verb is a verb"
done

tr -s ' ' '\n' <"$work/verbs" | grep . >"$work/list"
while read -r verb; do
	for name in drbd0 drbd0/0 /dev/nb0 all ''; do
		for word in "$verb" "$(echo "$verb" | tr - _)"; do
			adm "$word" ${name:+"$name"}
			case $code in
			0 | 1 | 10 | 20) same=0 ;;
			*) same=1 ;;
			esac
			ok "$same" "drbdadm -d $word $name" "exit $code" \
				"$(head -n 5 "$work/err")"
		done
	done
	adm "$verb" drbd0
	case $verb in
	sh-nop | sh-b-pri | sh-lr-of | set-gi | wait-con-int) ;;
	*) [ -s "$work/out" ] && same=0 || same=1
		ok "$same" "drbdadm -d $verb drbd0 says what it would do" ;;
	esac
	adm "$verb" none
	is "$code" 1 "drbdadm $verb of a resource that is not there: 1"
done <"$work/list"
is "$(wc -l <"$work/list")" "$(sort -u "$work/list" | wc -l)" \
	"no verb is there twice"
adm nonsense drbd0
is "$code" 1 "an unknown verb: 1"
adm -- --overwrite-data-of-peer primary drbd0
is "$(cat "$work/out")" "drbdsetup primary 0 --overwrite-data-of-peer" \
	"options behind -- reach drbdsetup"

# A size in the file, of the resource or of the volume, is what resize wants;
# the other verbs that speak to a device in use must not name it.
sed '/disk {/a\
		size 44M; max-bio-bvecs 1;' \
	"$here/../../qemu/t/conf/drbd/drbd.conf" >"$work/size.conf"
howto=$work/size.conf
adm resize drbd0
is "$(cat "$work/out")" "drbdsetup resize 0 --size=44M
drbdsetup check-resize 0" "resize takes the size of the file"
adm -- --assume-clean resize drbd0
like "$(cat "$work/out")" '^drbdsetup resize 0 --size=44M --assume-clean$' \
	"with the options behind --"
adm disk-options drbd0
like "$(cat "$work/out")" '^drbdsetup disk-options 0 .*--resync-rate=10M' \
	"disk-options takes what can be changed"
like "$(grep -c -e --size -e bvecs "$work/out")" '^0$' "and nothing else"
adm attach drbd0
like "$(cat "$work/out")" ' --size=44M --max-bio-bvecs=1 ' \
	"attach takes all"
tap_ends
