# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# What the benchmarks make of their samples.

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
