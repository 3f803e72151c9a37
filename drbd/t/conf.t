#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# drbdadm on some 60 configurations of all generations, against what
# drbd-utils' drbdadm (9.22, 8.4's grammar) answered.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=drbd/t/lib.sh
. "$here/lib.sh"
vectors=$here/conf
export __DRBD_NODE__=nodo1
cd "$vectors"

# What we say otherwise, on purpose:
#  - a rate in syncer also says c-plan-ahead 0
#  - 0.7's spellings are taken, and e18's on-io-error panic is a handler
#  - an address that is none (e22) is an error at once
#  - a volume's own disk section is not lost in dump
#  - what global does not say is not printed, and it keeps its order
#  - what has no meaning any more (stacked-timeouts, use-bmbv) is not dumped
#  - disk-options and the like send what the file says
#  - sh-ip prints an address once, not once for each volume
#  - a missing peer, or two, is an error of connect
#  - a floating host is not known without its address: 12 is compared by
#    peer/tools.t, where this machine has it
on_purpose() {
	case $1 in
	*" wait-con-int"* | *"-options all"*) return 0 ;;
	01-* | 02-* | 03-* | 12-* | e22-*) return 0 ;;
	04-*" dump"* | 13-*" dump"* | 15*" dump"* | 16b-*" dump"*) return 0 ;;
	e18-*" dump"* | 13-*"sh-ip"*) return 0 ;;
	21-*" up "* | 21-*" adjust "* | 21-*" connect "*) return 0 ;;
	e08-*" up "* | e08-*" adjust "* | e08-*" connect "*) return 0 ;;
	esac
	return 1
}

# A line as its sorted words: the order of options is free.
sort_words='
function sorted(line,   w, n, i, j, t, s) {
	gsub(/\/lib\/drbd\/drbdsetup-84/, "drbdsetup", line)
	gsub(/ \(TK [0-9]*\)|--use-bmbv=yes|--c-plan-ahead=0|\\/, "", line)
	sub(/--on-io-error=panic/, "--on-io-error=call-local-io-error", line)
	if (line ~ /cmd-timeout|usage-count|^ *c-plan-ahead  *0;/ ||
	    line ~ /<option name="c-plan-ahead" value="0"/)
		return ""
	n = split(line, w)
	for (i = 2; i <= n; i++)
		for (j = i; j > 1 && w[j] < w[j - 1]; j--) {
			t = w[j]; w[j] = w[j - 1]; w[j - 1] = t
		}
	for (i = 1; i <= n; i++)
		s = s " " w[i]
	return s
}'

# Take the answers of FILE apart: commands, and N.want and N.rc for each.
split_answers() {
	awk -v dir="$work" "$sort_words"'
	/^\$ / {
		n++
		skipped = !sub(/^\$ drbdadm-84 /, "")
		if (!skipped)
			print n, $0 >(dir "/commands")
		want = dir "/" n ".want"
		printf "" >want
		next
	}
	/^  1\| / && (s = sorted(substr($0, 6))) != "" { print s >want }
	/^  exit / { print $2 >(dir "/" n ".rc"); close(want) }
	' "$1"
}

# compare N COMMAND
compare() {
	read -r want <"$work/$1.rc"
	rc=0
	# shellcheck disable=SC2086 # the words of the command
	"$work/drbdadm" $2 >"$work/out" 2>"$work/err" </dev/null || rc=$?
	if [ "$rc" -eq "$want" ] && awk -v want="$work/$1.want" "$sort_words"'
		(s = sorted($0)) != "" {
			if ((getline line <want) != 1 || line != s) {
				print "got  " s "\nwant " line
				exit wrong = 1
			}
		}
		END { exit wrong || (getline line <want) == 1 }
		' "$work/out" >"$work/differ"; then
		ok 0 "drbdadm $2"
		return
	fi
	ok 1 "drbdadm $2 (exit $want, got $rc)"
	note <"$work/differ"
	head -n 3 "$work/err" | note
}

for file in *.out; do
	rm -f "$work/commands"
	split_answers "$file"
	while read -r number command; do
		on_purpose "${command#-c }" || compare "$number" "$command"
	done <"$work/commands"
done

# Each error of the error cases names its line.
for conf in e*.conf; do
	grep -q 'exit 10\|exit 20' "${conf%.conf}.out" || continue
	"$work/drbdadm" -c "$conf" sh-nop >/dev/null 2>"$work/err" && continue
	grep -q "^$conf:[0-9]*: " "$work/err" && same=0 || same=1
	ok "$same" "$conf: the error names file and line"
done

# The how-to's file in the spelling of 0.7, of 8.3 and between is what it is in
# that of 8.4; what a local-io-error handler of ours says is its own.
meaning() { # FILE
	"$work/drbdadm" -c "$1" dump 2>/dev/null | sed -e '/^#/d' -e '/^$/d' \
		-e '/^global {/,/^}/d' -e '/ local-io-error /d' \
		-e '/ pri-on-incon-degr /d'
	"$work/drbdadm" -c "$1" -d up all 2>/dev/null
}
meaning 06-howto-84-spelling.conf >"$work/want"
for conf in 01-*.conf 02-*.conf 03-*.conf 04-*.conf 05-*.conf; do
	meaning "$conf" | diff "$work/want" - >"$work/differ" && same=0 ||
		same=1
	note <"$work/differ"
	ok "$same" "$conf means what 06 says in 8.4's words"
done
for conf in 01-*.conf 05-*.conf 06-*.conf; do
	"$work/drbdadm" -c "$conf" dump 2>/dev/null |
		grep -q ' pri-on-incon-degr "halt -f";' && same=0 || same=1
	ok "$same" "$conf: incon-degr-cmd is the handler pri-on-incon-degr"
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
tap_ends
