# SPDX-License-Identifier: GPL-2.0-or-later
# What the shell tests of drbd/ share: TAP, and the program by its names.
# shellcheck shell=sh disable=SC2034 # the tests use what is set here
top=$(cd "$here/../.." && pwd)
program=${DRBDADM:-$top/build/host/drbd/san/drbdadm}
if ! [ -x "$program" ]; then
	echo "Bail out! $program: not built (make tests)"
	exit 1
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in drbdadm drbdsetup drbdmeta drbddisk; do
	ln -s "$program" "$work/$name"
done
count=0
failed=0

ok() { # STATUS SENTENCE
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		echo "not ok $count - $2"
		failed=1
	fi
}

# Print to the log what went wrong.
note() {
	sed 's/^/# /'
}

finish() {
	echo "1..$count"
	exit "$failed"
}
