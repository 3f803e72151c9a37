#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# STONITH and monitoring, with real daemons in namespaces: nothing is taken from
# a node before its reset is confirmed; what dies is started again.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"
# shellcheck source=hb/t/switch.sh
. "$(dirname "$0")/switch.sh"
ln -s "${hb%/*}/commands" "$tmp/meatclient"

# at_least TIMES NODE REGEX
at_least()
{
	[ "$(grep -c "$3" "$tmp/$2/log")" -ge "$1" ]
}

for n in 1 2; do
	cat >"$tmp/$n/ha.d/ha.cf" <<-E
		logfile $tmp/$n/log
		keepalive 100ms
		deadtime 1
		initdead 5
		bcast eth1
		auto_failback on
		script_timeout 2
		monitor 200ms
		monitor_restarts 1
		stonith_host * external/switch 10.0.0.9 nodo1 nodo2
		node nodo1 nodo2
	E
	printf 'nodo1 res::a res::b\nnodo2 res::c\n' >"$tmp/$n/ha.d/haresources"
	cat >"$tmp/$n/ha.d/resource.d/res" <<-E
		#!/bin/sh
		f=$tmp/$n/up/\$1
		[ "\$2" = status ] || echo "\$1 \$2" >>$tmp/$n/done
		case \$2 in
		start) >\$f ;;
		stop) rm -f \$f; [ ! -e $tmp/$n/stuck ] || exit 1 ;;
		status)
			[ ! -e $tmp/$n/hang ] || sleep 60
			[ ! -e $tmp/$n/stuck ] || echo running
			[ -e \$f ] && echo running || echo stopped ;;
		esac
	E
done

on 1 "$hb" && on 2 "$hb" && until_true 5 holds ab/c
ok $? "both start their own groups"
until_true 5 logged 1 'Local Resource acquisition completed'

rm "$tmp/1/up/a"
until_true 5 logged 1 'group res::a does not run, starting it again (1 of 1)' &&
	until_true 5 holds ab/c
ok $? "a resource that dies is started again"
is "$(tail -n 4 "$tmp/1/done" | tr "\n" ,)" \
	"b stop,a stop,a start,b start," \
	"what stands on it is stopped first"
: >"$tmp/1/hang"
until_true 10 logged 1 'CRIT: resource group res::a does not run, and was'
ok $? "a status that hangs is ended, and counts as one that fails"
! logged 2 'Late heartbeat\|is dead'
ok $? "no beat was late for it"
rm "$tmp/1/hang"
until_true 15 holds /abc
ok $? "the second time all is handed over"
until_true 5 logged 1 'Other node completed standby takeover of all'
on 2 "$tmp/hb_standby" foreign >/dev/null
until_true 8 holds ab/c
ok $? "and comes back when asked for"
until_true 5 logged 2 'Other node completed standby takeover of foreign'

echo 1 >"$tmp/device"
kill -9 "$(cat "$tmp/1/run.pid")"
until_true 15 at_least 2 2 'STONITH of nodo1 failed.  Retrying...'
ok $? "a device that fails is tried again"
holds ab/c && ! logged 2 'Resources being acquired from nodo1'
ok $? "and nothing is taken as long as no reset is confirmed"
rm -f "$tmp"/1/up/*
echo 0 >"$tmp/device"
until_true 10 holds /abc
ok $? "after a confirmed reset all is taken"
logged 2 'Resetting node nodo1 with \[external/switch\]' &&
	logged 2 'node nodo1 now reset.'
ok $? "with the log lines of Heartbeat"

on 1 "$hb"
until_true 8 holds ab/c
ok $? "when it is back, so are its resources"
until_true 5 at_least 2 2 'Other node completed standby takeover of foreign'
for n in 1 2; do
	sed -i 's/^stonith_host.*/stonith_host * meatware nodo1 nodo2/' \
		"$tmp/$n/ha.d/ha.cf"
	on $n "$hb" -r
done
kill -9 "$(cat "$tmp/1/run.pid")"
until_true 8 logged 2 'OPERATOR INTERVENTION REQUIRED to reset nodo1'
ok $? "meatware asks for a human"
echo n | on 2 "$tmp/meatclient" -c nodo1 -w >/dev/null
is $? 1 "who may say no"
until_true 8 logged 2 'reset of nodo1 was not confirmed' && holds ab/c
ok $? "and then nothing is taken"
rm -f "$tmp"/1/up/*
echo y | on 2 "$tmp/meatclient" -c nodo1 -w >/dev/null &&
	until_true 8 holds /abc
ok $? "after meatclient's yes all is"
on 2 "$tmp/meatclient" -c nodo1 2>"$tmp/said"
is $? 1 "meatclient refuses when nobody waits"
grep -q 'expected meatware to wait' "$tmp/said"
ok $? "and says so"

on 1 "$hb" && until_true 8 holds ab/c
until_true 5 at_least 3 2 'Other node completed standby takeover of foreign'
asked=$(grep -c 'OPERATOR INTERVENTION' "$tmp/2/log")
kill -9 "$(cat "$tmp/1/run.pid")"
rm -f "$tmp"/1/up/*
until_true 8 at_least $((asked + 1)) 2 'OPERATOR INTERVENTION'
on 1 "$hb"
until_true 8 logged 2 'nodo1 lives: nothing is taken from it'
ok $? "a node that comes back before a human says yes keeps its groups"
said=$(echo y | on 2 "$tmp/meatclient" -c nodo1 2>&1)
like "$said" 'expected meatware to wait' \
	"and nobody waits for the human any more"

# A stop that fails for ever: no goodbye, so nobody takes what may still run.
until_true 8 holds ab/c
ok $? "both serve again"
: >"$tmp/2/stuck"
kill "$(cat "$tmp/2/run.pid")"
until_true 25 logged 2 'Resource STOP failure: something of'
ok $? "a stop that fails for ever is told"
! logged 1 'Acquiring resource group: nodo2' &&
	kill -0 "$(cat "$tmp/2/run.pid")"
ok $? "and the node neither leaves nor hands over"
tap_ends
