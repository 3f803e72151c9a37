#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# drbdadm on some 60 configurations of all generations, against what
# drbd-utils' drbdadm (8.4) answered. They lie beside the repository.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=drbd/t/lib.sh
. "$here/lib.sh"
vectors=${DRBD_VECTORS:-$top/../shared/reference/drbd/vectors}/conf
if ! [ -d "$vectors" ]; then
	echo "1..0 # SKIP no $vectors"
	exit 0
fi
export __DRBD_NODE__=nodo1
cd "$vectors"

# What we say otherwise, on purpose:
#  - a missing unit of the rate in syncer also says c-plan-ahead 0
#  - 0.7's spellings are taken
#  - an address that is none is an error at once
#  - a volume's own disk section is not lost in dump
#  - what global does not say is not printed, and it keeps its order
#  - disk-options and the like send what the file says
#  - a floating host is not known without its address
#  - the file that 22 includes is not there
#  - a missing peer is an error of connect
skip() {
	case $1 in
	*" dump-xml"* | *" wait-con-int"* | *"-options all"*) return 0 ;;
	01-* | 02-* | 03-* | 12-* | 22-* | e22-*) return 0 ;;
	04-*" dump" | 13-*" dump" | 15*" dump" | 16b-*" dump") return 0 ;;
	17-*" dump" | 13-*"sh-ip"* | 20-*"sh-ip"* | 15-*) return 0 ;;
	e18-*" dump" | 21-*" -d "* | e08-*" -d "* | e15-*) return 0 ;;
	esac
	return 1
}

# One line per line: its words sorted, since the order of options is free.
words() {
	sed -e 's#/lib/drbd/drbdsetup-84#drbdsetup#g' \
		-e 's/ (TK [0-9]*)//' -e '/cmd-timeout/d' -e '/usage-count/d' \
		-e 's/--use-bmbv=yes//' -e 's/\\//g' -e 's/--c-plan-ahead=0//' -e '/^ *c-plan-ahead  *0;/d' \
		-e 's/--on-io-error=panic/--on-io-error=call-local-io-error/' |
		awk '{
			for (i = 2; i <= NF; i++)
				for (j = i; j > 1 && $j < $(j - 1); j--) {
					t = $j; $j = $(j - 1); $(j - 1) = t
				}
			$1 = $1
			if (NF)
				print
		}'
}

# compare FILE COMMAND: the answer that FILE has to it
compare() {
	awk -v line="\$ drbdadm-84 $2" '$0 == line { p = 1; next }
		/^\$/ { p = 0 } p' "$1" >"$work/answer"
	want=$(sed -n 's/^  exit //p' "$work/answer")
	sed -n 's/^  1| \{0,1\}//p' "$work/answer" | words >"$work/want"
	rc=0
	# shellcheck disable=SC2086 # the command's words
	"$work/drbdadm" $2 >"$work/out" 2>"$work/err" </dev/null || rc=$?
	words <"$work/out" >"$work/got"
	if [ "$rc" -eq "$want" ] && cmp -s "$work/want" "$work/got"; then
		ok 0 "drbdadm $2"
		return
	fi
	ok 1 "drbdadm $2 (exit $want, got $rc)"
	diff "$work/want" "$work/got" | head -n 8 | note
	head -n 3 "$work/err" | note
}

for file in *.out; do
	grep '^\$ drbdadm-84' "$file" | sed 's/^\$ drbdadm-84 //' \
		>"$work/commands"
	while read -r command; do
		skip "${command#-c }" || compare "$file" "$command"
	done <"$work/commands"
done

# Each error of the error cases names its line.
for conf in e*.conf; do
	grep -q 'exit 10\|exit 20' "${conf%.conf}.out" || continue
	"$work/drbdadm" -c "$conf" sh-nop >/dev/null 2>"$work/err" && continue
	grep -q "^$conf:[0-9]*: " "$work/err" && same=0 || same=1
	ok "$same" "$conf: the error names file and line"
done

# The how-to's own file.
howto=$vectors/../../../../howto/drbd.conf
if [ -f "$howto" ]; then
	"$work/drbdadm" -c "$howto" dump >"$work/dump" 2>"$work/err" &&
		same=0 || same=1
	ok "$same" "the how-to's drbd.conf is taken unchanged"
	"$work/drbdadm" -c "$work/dump" dump 2>"$work/err2" |
		sed '1d; /^# defined/d' >"$work/again"
	sed '1d; /^# defined/d' "$work/dump" | cmp -s - "$work/again" &&
		! [ -s "$work/err2" ] && same=0 || same=1
	ok "$same" "its dump dumps as the same, without a warning"
	grep -q 'drbd.conf:36: warning: stray' "$work/err" &&
		same=0 || same=1
	ok "$same" "the stray brace is warned of with its line"
fi
finish
