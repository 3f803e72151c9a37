# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# For the tests of mkimage and haimg: TAP, and a small image made on the spot.
top=$(cd "$(dirname "$0")/../.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
export SOURCE_DATE_EPOCH=1091521197 TZ=UTC
count=0

# ok SENTENCE COMMAND...: the sentence holds when the command succeeds.
ok()
{
	count=$((count + 1))
	sentence=$1
	shift
	if "$@" >"$tmp/ok.out" 2>&1; then
		echo "ok $count - $sentence"
	else
		echo "not ok $count - $sentence"
		sed 's/^/# /' "$tmp/ok.out"
	fi
}

skip()
{
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

# is SENTENCE GOT WANT
is()
{
	count=$((count + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		printf 'got:  %s\nwant: %s\n' "$2" "$3" | sed 's/^/# /'
	fi
}

# says SENTENCE PATTERN COMMAND...: it fails, and its stderr matches.
says()
{
	count=$((count + 1))
	sentence=$1 pattern=$2
	shift 2
	rc=0
	"$@" >"$tmp/says.out" 2>"$tmp/says.err" </dev/null || rc=$?
	if [ $rc -ne 0 ] && grep -q -- "$pattern" "$tmp/says.err"; then
		echo "ok $count - $sentence"
	else
		echo "not ok $count - $sentence"
		sed "s/^/# exit $rc: /" "$tmp/says.err"
	fi
}

end()
{
	echo "1..$count"
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
