# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# For the tests of mkimage and haimg: TAP, and a small image made on the spot.
top=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=lib/tap.sh
. "$top/lib/tap.sh"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
export SOURCE_DATE_EPOCH=1091521197 TZ=UTC

# holds SENTENCE COMMAND...: the sentence holds when the command succeeds.
holds()
{
	sentence=$1
	shift
	status=0
	"$@" >"$tmp/holds.out" 2>&1 || status=$?
	ok $status "$sentence" "$(cat "$tmp/holds.out")"
}

# refuses SENTENCE PATTERN COMMAND...: it fails, and its stderr matches.
refuses()
{
	sentence=$1 pattern=$2
	shift 2
	status=0
	"$@" >"$tmp/refuses.out" 2>"$tmp/refuses.err" </dev/null || status=$?
	bad=1
	[ $status -eq 0 ] || ! grep -q -- "$pattern" "$tmp/refuses.err" || bad=0
	ok $bad "$sentence" "exit $status:" "$(cat "$tmp/refuses.err")"
}

# A root tree with /etc like the real one's, and something for a kernel.
small_tree()
{
	mkdir -p "$1/bin" "$1/etc/ha.d" "$1/etc/init.d"
	printf 'auth 1\n1 crc\n' >"$1/etc/ha.d/authkeys"
	printf 'keepalive 2\n' >"$1/etc/ha.d/ha.cf"
	printf '127.0.0.1 localhost\n' >"$1/etc/hosts"
	printf '#!/bin/sh\n' >"$1/etc/init.d/rcS"
	chmod 755 "$1/etc/init.d/rcS"
	printf 'program' >"$1/bin/busybox"
	chmod 755 "$1/bin/busybox"
	ln "$1/bin/busybox" "$1/bin/sh"
}
