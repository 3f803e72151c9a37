# SPDX-License-Identifier: GPL-2.0-or-later
# What the shell tests of drbd/ share: TAP, and the program by its names.
# shellcheck shell=sh disable=SC2034 # the tests use what is set here
top=$(cd "$here/../.." && pwd)
# shellcheck source=lib/tap.sh
. "$top/lib/tap.sh"
program=${DRBDADM:-$top/build/host/drbd/san/drbdadm}
if ! [ -x "$program" ]; then
	bail_out "$program: not built (make tests)"
fi
work=$(mktemp -d)
mkdir "$work/lib"
export DRBD_LIB_DIR="$work/lib"
trap 'rm -rf "$work"' EXIT
for name in drbdadm drbdsetup drbdmeta drbddisk; do
	ln -s "$program" "$work/$name"
done

# Print to the log what went wrong.
note() {
	sed 's/^/# /'
}
