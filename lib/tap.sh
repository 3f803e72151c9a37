# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# TAP for the shell tests: source it, say what holds, end with `tap_ends`.
# A test that wants to show more at a failure defines tap_evidence anew.
tap_count=0 tap_failed=0

tap_evidence()
{
	:
}

# ok STATUS SENTENCE [DETAIL…]: the sentence holds if the status is 0; the
# details are shown if it does not.
ok()
{
	tap_count=$((tap_count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tap_count - $2"
		return
	fi
	tap_failed=$((tap_failed + 1))
	echo "not ok $tap_count - $2"
	shift 2
	[ $# -eq 0 ] || printf '%s\n' "$@" | sed 's/^/# /'
	tap_evidence
}

# is GOT WANT SENTENCE
is()
{
	if [ "$1" = "$2" ]; then
		ok 0 "$3"
	else
		ok 1 "$3" "got:" "$1" "want:" "$2"
	fi
}

# like TEXT REGEX SENTENCE: a line of the text matches.
like()
{
	if printf '%s\n' "$1" | grep -Eq -- "$2"; then
		ok 0 "$3"
	else
		ok 1 "$3" "got:" "$1" "want a line like:" "$2"
	fi
}

skip() # SENTENCE WHY
{
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

# skip_all WHY: nothing of this test can be had here.
skip_all()
{
	echo "1..0 # SKIP $1"
	exit 0
}

# bail_out WHY: no test of the run makes sense.
bail_out()
{
	echo "Bail out! $*"
	exit 1
}

# Say how many there were; the status is 1 if one failed.
tap_ends()
{
	echo "1..$tap_count"
	[ $tap_failed -eq 0 ]
}
