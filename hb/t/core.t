#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The core decides and does nothing else: what it calls tells.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/tap.sh
. "$here/../../lib/tap.sh"
build=${O:-$here/../../build/host/hb}
core=$(cd "$here/.." && echo cluster*.c | sed 's/\.c//g')
core="$core
    window msg msg_fields msg_write auth hash md5 sha1 sha256 history ipfail"

for f in $core; do
	if ! [ -f "$build/$f.o" ]; then
		bail_out "$build/$f.o: not built (make tests)"
	fi
	bad=$(nm -u "$build/$f.o" | awk '{ print $2 }' | grep -Ev \
	    '^(auth|base64|cluster|clock|conf|conflict|cursor|fence|handover|hash|history|hold|ipfail|join|leave|legacy|msg|net|num|rsc|standby|turn|window)_|^_*(mem|str)[a-z]*(_chk)?$|^_*v?snprintf(_chk)?$|^__stack_chk_fail|^_GLOBAL_OFFSET_TABLE_$' ||
		:)
	is "$bad" "" "$f.c allocates nothing, reads no clock, opens nothing"
done
tap_ends
