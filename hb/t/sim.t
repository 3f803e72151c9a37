#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every scenario as its log.expect says, and a short random walk.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=${O:-$here/../../build/host/hb}
if ! [ -x "$build/sim" ]; then
	echo "Bail out! $build/sim: not built (make tests)"
	exit 1
fi
exec "$build/sim" -w -s 1 -n "${RUNS:-200}" -o "$build" "$here"/../scenarios/*-*
