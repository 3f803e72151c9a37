#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Two daemons in namespaces of their own, joined by a veth pair: start,
# takeover, failback, standby, graceful stop, bad configuration.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"

on 1 "$hb" && on 2 "$hb"
ok $? "both start"
until_true 4 holds ab/c
ok $? "each starts its own group, without a wait of 10 s"
[ "$(on 1 "$tmp/cl_status" rscstatus)" = local ]
ok $? "cl_status says that it holds local resources"
[ "$(on 1 "$tmp/cl_status" hblinkstatus nodo2 eth1)" = up ]
ok $? "and that the link to the other is up"
on 1 "$hb" -s >/dev/null
ok $? "heartbeat -s says that it runs"

until_true 4 [ -s "$tmp/2/ha.d/state/hb_peer" ] &&
	[ "$(tail -c 16 "$tmp/2/ha.d/state/hb_peer" | od -An -tx1)" = \
		"$(od -An -tx1 "$tmp/1/ha.d/state/hb_uuid")" ]
ok $? "each remembers which start of the other it has seen"

kill -9 "$(cat "$tmp/1/run.pid")"
rm -f "$tmp"/1/up/*
until_true 6 holds /abc
ok $? "a node that dies is taken over"
logged 2 'info: Taking over resource group res::a::x' &&
	logged 2 'info: Acquiring resource group: nodo1 res::a::x res::b' &&
	logged 2 'info: mach_down takeover complete for node nodo1.'
ok $? "with the log lines of the how-to"

is "$(on 2 "$tmp/hb_standby" 2>&1; echo $?)" \
	"hb_standby: refused: there is no other node
1" "hb_standby says why it cannot"

on 1 "$hb"
until_true 6 holds ab/c
ok $? "when it is back, so are its resources"

until_true 6 rests local local
on 1 "$tmp/hb_standby" >/dev/null
until_true 4 holds /abc
ok $? "hb_standby hands all over"
[ "$(grep stop "$tmp/1/done" | tail -n 2 | tr '\n' ,)" = "b stop,a stop," ]
ok $? "stopped in the reverse order"
until_true 4 logged 1 'Other node completed standby takeover of all'
on 1 "$tmp/hb_takeover" local >/dev/null
until_true 4 holds ab/c
ok $? "hb_takeover local brings its own back"

[ "$(on 1 "$tmp/cl_status" nodestatus 10.10.10.9)" = ping ]
ok $? "the ping node answers"
[ "$(on 1 "$tmp/cl_status" clientstatus nodo1 ipfail)" = online ]
ok $? "and ipfail is connected"
on 1 ip route add blackhole 10.10.10.9/32
until_true 15 holds /abc
ok $? "the node that does not see the ping node hands over"
on 1 ip route del blackhole 10.10.10.9/32
until_true 15 holds ab/c
ok $? "and gets its own back when it sees it again"

echo 'frob 1' >>"$tmp/1/ha.d/ha.cf"
said=$(on 1 "$hb" -r 2>&1)
[ $? -eq 1 ] && [ "$said" = "heartbeat: error: the old configuration \
stays, see the log" ] && logged 1 'ha.cf:12: unknown directive frob'
ok $? "a reload of a bad file changes nothing and names the line"
on 1 "$hb" -n 2>"$tmp/said"
[ $? -eq 6 ] && grep -q "^heartbeat: .*/ha.cf:12: unknown directive frob" \
	"$tmp/said"
ok $? "heartbeat -n says file and line, and exits 6"
sed -i '$d' "$tmp/1/ha.d/ha.cf"
printf 'auth 1\n1 sha1 old\n2 hmac-sha256 secret\n' >"$tmp/1/ha.d/authkeys"
on 1 "$hb" -r && sleep 2 && holds ab/c && ! logged 2 'signature does not'
ok $? "the key changes while both run, and nothing moves"

on 2 "$hb" -k && until_true 1 holds abc/
ok $? "a graceful stop hands over"
on 2 "$hb" -s >"$tmp/said"
[ $? -eq 3 ] && grep -q 'heartbeat is stopped' "$tmp/said"
ok $? "after it heartbeat -s says that it is stopped"
on 1 "$hb" -k && holds /
ok $? "the last one stops all"
is "$(grep -h 'starting it again' "$tmp"/?/log)" "" \
	"and no client that ended for it was to be started again"
on 1 "$tmp/cl_status" hbstatus >"$tmp/said"
[ $? -eq 1 ] && grep -q 'Heartbeat is stopped on this machine.' "$tmp/said"
ok $? "and cl_status says so"

chmod 644 "$tmp/1/ha.d/authkeys"
on 1 "$hb" 2>"$tmp/said"
[ $? -eq 6 ] && grep -q 'authkeys: mode is 644, expected 600' "$tmp/said"
ok $? "it does not start with keys that others may read, and exits 6"
tap_ends
