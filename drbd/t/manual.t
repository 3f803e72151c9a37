#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The manual pages have every command and option that the programs say they
# know, and every option has the default and the range that the parser holds.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=drbd/t/lib.sh
. "$here/lib.sh"
docs=$here/../../docs

# words of usage, one a line
words() {
	tr -s ' \t' '\n' | grep '^[a-z]'
}

# in_page PAGE WHAT: all words of the list are
in_page() {
	[ -s "$work/list" ] && same=0 || same=1
	ok "$same" "there is something in $2"
	while read -r word; do
		grep -qw -- "$word" "$docs/$1" || echo "$word"
	done <"$work/list" >"$work/missing"
	is "$(cat "$work/missing")" "" "$1 has all of $2"
}

# options that a help text names
options() {
	grep -o -- '--[a-z][a-zA-Z-]*' | sed 's/^--//' | grep -vx option |
		sort -u
}

"$work/drbdadm" --help | sed '1,/^commands:/d' | words >"$work/list"
in_page drbdadm.8 "drbdadm --help"
"$work/drbdadm" --help | options >"$work/list"
in_page drbdadm.8 "its options"
"$work/drbdadm" hidden-commands | sed -n '2,/^what/{/^  /p;}' | words \
	>"$work/list"
in_page drbdadm.8 "hidden-commands"
"$work/drbdadm" hidden-commands | sed '1,/^what/d' | words >"$work/list"
in_page drbd.conf.5 "the handlers"
"$work/drbdsetup" --help | sed -n '/^commands:/,/^as in/{/^  /p;}' | words \
	>"$work/list"
in_page drbdsetup.8 "drbdsetup --help"
while read -r command; do
	"$work/drbdsetup" help "$command"
done <"$work/list" | options >"$work/more"
mv "$work/more" "$work/list"
in_page drbdsetup.8 "the options in its help"
"$work/drbdmeta" --help | sed -n 's/^commands: //p' | words >"$work/list"
in_page drbdmeta.8 "drbdmeta --help"
"$work/drbdmeta" --help | options >"$work/list"
in_page drbdmeta.8 "its options"

# Each option, with its section and its bounds, from the page.
awk '/^\.Ss Options of / { section = $4 }
	/^\.S[sh] / && !/Options of/ { section = "" }
	section != "" && /^\.It Cm / { name = $3 }
	section != "" && /^Default .* from .* to / {
		gsub(/[,.]/, "")
		print section, name, $4, $6
	}' "$docs/drbd.conf.5" >"$work/bounds"
[ "$(wc -l <"$work/bounds")" -gt 20 ] && same=0 || same=1
ok "$same" "the page has bounds"
try() { # SECTION NAME VALUE: its exit code
	cat >"$work/conf" <<-END
		resource r { $1 { $2 $3; }
		on a { device /dev/drbd0; disk /dev/a; meta-disk internal;
		address 10.0.0.1:7788; }
		on b { device /dev/drbd0; disk /dev/a; meta-disk internal;
		address 10.0.0.2:7788; } }
	END
	code=0
	"$work/drbdadm" -c "$work/conf" sh-nop >"$work/out" 2>&1 || code=$?
	echo $code
}
while read -r section name least most; do
	case $name in
	*-rate) least=${least}K above=$((most + 1))K most=${most}K ;;
	*) above=$((most + 1)) ;;
	esac
	is "$(try "$section" "$name" "$least") $(try "$section" "$name" \
		"$most") $(try "$section" "$name" "$above")" "0 0 10" \
		"$name: from $least to $most"
done <"$work/bounds"
tap_ends
