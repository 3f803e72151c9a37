# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# What the benchmarks share: their own `ok`, and what they make of samples.

# Instead of the tests': nothing is said of what went well, and what did not
# leaves nothing to measure. Who sources this has `evidence` to show then.
ok()	# STATUS SENTENCE [DIAGNOSIS…]
{
	[ "$1" -ne 0 ] || return 0
	echo "${0##*/}: cannot measure: not so: $2" >&2
	shift 2
	[ $# -eq 0 ] || printf '  %s\n' "$@" >&2
	evidence >&2
	exit 1
}

# The smallest, median, largest of lines: "min median max"
spread()	# FILE
{
	sort -n "$1" | awk '{ v[NR] = $1 }
	    END { print v[1], (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2,
		v[NR] }'
}

ratio()	# VALUE OURS
{
	awk "BEGIN { printf \"%.2f\\n\", $1 / ${2:-$1} }"
}
