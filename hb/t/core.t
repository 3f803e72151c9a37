#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The core decides and does nothing else: what it calls tells.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=${O:-$here/../../build/host/hb}
core='cluster cluster_legacy cluster_net cluster_rsc cluster_standby
    window msg msg_fields msg_write auth md5 sha1 history ipfail'
count=0
failed=0

for f in $core; do
	count=$((count + 1))
	if ! [ -f "$build/$f.o" ]; then
		echo "Bail out! $build/$f.o: not built (make tests)"
		exit 1
	fi
	bad=$(nm -u "$build/$f.o" | awk '{ print $2 }' | grep -Ev \
	    '^(auth|base64|cluster|clock|conf|cursor|history|hold|ipfail|legacy|md5|msg|net|num|rsc|sha1|standby|turn|window)_|^_*(mem|str)[a-z]*(_chk)?$|^_*v?snprintf(_chk)?$|^__stack_chk_fail|^_GLOBAL_OFFSET_TABLE_$' ||
		:)
	if [ -z "$bad" ]; then
		echo "ok $count - $f.c allocates nothing, reads no clock, opens nothing"
	else
		echo "not ok $count - $f.c calls only its like"
		echo "$bad" | sed 's/^/# /'
		failed=1
	fi
done
echo "1..$count"
exit $failed
