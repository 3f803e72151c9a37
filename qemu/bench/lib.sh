# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by the benchmarks on the pair; also what ../t/drbd.sh gets as its
# lib.sh then: the stories' own, but that nothing is said of what went well.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/../t/lib.sh"
# shellcheck source=lib/figures.sh
. "$top/lib/figures.sh"
: "${RUNS:=3}"
missed=

step()
{
	:
}

story_ends()
{
	status=$?
	trap '' EXIT INT TERM HUP
	pair down >/dev/null 2>&1
	rm -f "$LATIDO_PAIR"/*.disk "$LATIDO_PAIR"/*.card
	[ $status -ne 0 ] || [ -z "$missed" ] || status=1
	exit $status
}

# samples NAME: the file of its samples; median NAME: of these
samples()
{
	echo "$LATIDO_PAIR/samples.$1"
}

sample()	# NAME VALUE
{
	echo "$2" >>"$(samples "$1")"
}

median()
{
	# shellcheck disable=SC2046 # three numbers
	set -- $(spread "$(samples "$1")")
	echo "$2"
}

# target SENTENCE CONDITION: an awk condition that has to hold
target()
{
	if awk "BEGIN { exit !($2) }"; then
		echo "target: $1"
	else
		echo "target: $1: MISSED"
		missed=yes
	fi
}
