#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Bad habits of Heartbeat 3.0.6 that ours does not have, as far as they need
# real daemons and no other test of ours shows it: docs/heartbeat-differences.md.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"

sed -i '/ping/d; /ipfail/d' "$tmp/1/ha.d/ha.cf" "$tmp/2/ha.d/ha.cf"

top=$(cd "$(dirname "$0")/../.." && pwd)
proofs()
{
	sed -n '/^| [0-9]/s/.*|\(.*\)|$/\1/p' \
		"$top/docs/heartbeat-differences.md" |
		tr -d '` ' | tr ',' '\n' | sed 's,^S/,hb/scenarios/,'
}
is "$(proofs | while read -r f; do
	[ -e "$top/$f" ] || echo "$f"; done)" "" "every proof is there"
[ "$(proofs | wc -l)" -gt 40 ]
ok $? "of all that the table names"

# The daemon is off: the tools say so, and leave nothing where it will look.
for tool in hb_standby hb_takeover; do
	said=$(on 1 timeout 5 "$tmp/$tool" 2>&1)
	is "$? $said" "1 $tool: heartbeat is not running" \
		"$tool fails at once without a daemon, and says why"
done
is "$(find "$tmp/1/run" "$tmp/1/ha.d/state" 2>/dev/null)" "" \
	"and makes no file"

# Orders of four clients from before the start on, with busy processors
noise()
{
	while [ -e "$tmp/noise" ]; do
		on "$1" "$tmp/$2" "$3" >/dev/null 2>&1
	done
}

serves()
{
	on 1 "$hb" && on 2 "$hb" && until_true 8 holds ab/c
}

: >"$tmp/noise"
noises=
for n in 1 2; do
	noise $n cl_status rscstatus &
	noises="$noises $!"
	noise $n hb_standby foreign &
	noises="$noises $!"
done
starts=0
while [ $starts -lt 20 ] && serves && on 1 "$hb" -k && on 2 "$hb" -k; do
	starts=$((starts + 1))
done
rm "$tmp/noise"
# shellcheck disable=SC2086 # one word each
wait $noises
is $starts 20 "twenty times both start amid orders, and all is served"

: >"$tmp/1/log"
: >"$tmp/2/log"
serves
ok $? "and once more in peace"
until_true 5 rests local local
on 1 "$tmp/hb_standby" >/dev/null
until_true 8 rests none all
on 1 "$tmp/hb_takeover" local >/dev/null
until_true 8 rests local local
ok $? "all goes over and comes back"
is "$(grep -h 'lost packet\|lock ourselves' "$tmp"/?/log)" "" \
	"without a word of lost packets or locked memory"

# A thousand signed with a key that is not ours
before=$(wc -c <"$tmp/1/log")
# shellcheck disable=SC2016 # perl expands it
on 2 perl -MSocket -e '
	socket(S, PF_INET, SOCK_DGRAM, 0) or die;
	my $to = sockaddr_in(694, inet_aton("10.10.10.1"));
	open(F, "<", shift @ARGV) or die; binmode F; local $/; my $p = <F>;
	send(S, $p, 0, $to) for 1 .. 1000;' "$top/hb/t/packets/status-md5"
until_true 5 logged 1 'bad packets'
ok $? "a thousand packets with a wrong signature are told of"
# All of them have been read: port 694 has nothing more.
drained()
{
	# shellcheck disable=SC2016 # awk expands it
	on 1 awk '$2 ~ /:02B6$/ && $5 !~ /:00000000$/ { more = 1 }
		END { exit more }' /proc/net/udp
}
until_true 5 drained
ok $(($(wc -c <"$tmp/1/log") - before > 500)) "in less than 500 bytes of log"
is "$(grep -c '[0-9a-f]\{32\}' "$tmp/1/log")" 0 "without the right signature"
tap_ends
