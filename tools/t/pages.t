#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The manual pages of commands: each tells of the exit status, each command
# prints its usage when asked for help, and both name the same options.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=lib/tap.sh
. "$top/lib/tap.sh"
host=$top/build/host
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

for name in cl_status hb_standby hb_takeover ipfail drbd-peer-outdater dopd \
    stonith meatclient ResourceManager mach_down req_resource harc; do
	ln -s "$host/hb/commands" "$tmp/$name"
done
ln -s "$host/hb/heartbeat" "$host/hb/arp/send_arp" "$host/hb/rsc/IPaddr" \
    "$host/hb/rsc/Filesystem" "$top/tools/haimg" "$top/tools/mkimage" \
    "$top/qemu/pair" "$top/rootfs/sbin/factory-reset" "$tmp/"

# Options of one letter, but h: of a usage, and of a page.
of_usage()
{
	sed 's/[][{}|(),. \t]/\n/g' |
		sed -n 's/^-\([A-Za-z]*\)$/\1/p' | grep -o '[^h]' |
		sort -u | tr '\n' ' '
}

of_page()
{
	perl -ne 'next unless /^\./;
		while (/\bFl ([A-Za-z]+(?: \| [A-Za-z]\b)*)/g) {
			print grep { !/[ |h]/ } split //, $1; }' "$1" |
		grep -o . | sort -u | tr '\n' ' '
}

for page in "$top"/docs/*.[18]; do
	name=$(basename "$page" | sed 's/\.[18]$//')
	ok "$(grep -q '^\.Sh EXIT STATUS' "$page"; echo $?)" \
		"$name: the page has EXIT STATUS"
	grep '^\.Nm [A-Za-z]' "$page" | awk '{ print $2 }' | sort -u \
		>"$tmp/.names"
	while read -r command; do
		[ -e "$tmp/$command" ] || continue # DRBD's: drbd/peer
		rc=0
		"$tmp/$command" --help >"$tmp/.said" 2>"$tmp/.err" || rc=$?
		is "$rc $(wc -c <"$tmp/.err")" "0 0" \
			"$command --help prints to stdout and exits 0"
		like "$(cat "$tmp/.said")" "^(usage: .*)?$command" \
			"and that is its usage"
		cat "$tmp/.said" >>"$tmp/.$name.usage"
	done <"$tmp/.names"
	[ -e "$tmp/.$name.usage" ] || continue
	is "$(of_usage <"$tmp/.$name.usage")" "$(of_page "$page")" \
		"$name: page and usage name the same options"
done
tap_ends
