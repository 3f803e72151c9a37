#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Two daemons in namespaces of their own, joined by a veth pair: start,
# takeover, failback, standby, graceful stop, bad configuration.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
hb=$(pwd)/build/host/hb/heartbeat
[ -x "$hb" ] || {
	skip_all "$hb is not built"
}
unshare -nu true 2>/dev/null || {
	skip_all "namespaces are not allowed here"
}

tmp=$(mktemp -d)
link=hb$$
holders=
trap finish EXIT
trap 'exit 1' INT TERM

finish()
{
	for n in 1 2; do
		[ ! -s "$tmp/$n/run.pid" ] ||
			kill -9 "$(cat "$tmp/$n/run.pid")" 2>/dev/null
	done
	for p in $holders; do kill "$p" 2>/dev/null; done
	rm -rf "$tmp"
}

tap_evidence()
{
	tail -n 8 "$tmp"/*/log | sed 's/^/# /'
}

on()
{
	node=$1
	shift
	HA_DIR=$tmp/$node/ha.d HA_RUNDIR=$tmp/$node/run \
		nsenter -t "$(cat "$tmp/$node/holder")" -n -u "$@"
}

# Resources that run on a node, in alphabetical order.
held()
{
	(cd "$tmp/$1/up" && echo ./* | tr -d './* ')
}

# until SECONDS COMMAND…: it comes true in that time
until_true()
{
	tries=$(($1 * 20))
	shift
	while ! "$@"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 0.05
	done
}

holds()
{
	[ "$(held 1)/$(held 2)" = "$1" ]
}

logged()
{
	grep -q "$2" "$tmp/$1/log"
}

make_node()
{
	d=$tmp/$1/ha.d
	mkdir -p "$d/resource.d" "$tmp/$1/up"
	cat >"$d/ha.cf" <<-E
		logfile $tmp/$1/log
		keepalive 100ms
		deadtime 1
		warntime 500ms
		initdead 5
		bcast eth1
		auto_failback on
		ping 10.10.10.9
		deadping 1
		respawn root $tmp/ipfail
		node nodo1 nodo2
	E
	echo 'nodo1 res::a::x res::b' >"$d/haresources"
	echo 'nodo2 res::c' >>"$d/haresources"
	printf 'auth 2\n1 crc\n2 sha1 secret\n' >"$d/authkeys"
	chmod 600 "$d/authkeys"
	cat >"$d/resource.d/res" <<-E
		#!/bin/sh
		f=$tmp/$1/up/\$1
		for op; do :; done
		echo "\$1 \$op" >>$tmp/$1/done
		case \$op in
		start) >\$f ;;
		stop) rm -f \$f ;;
		status) [ -e \$f ] && echo running || echo stopped ;;
		esac
	E
	chmod +x "$d/resource.d/res"
	unshare -nu sleep 600 &
	echo $! >"$tmp/$1/holder"
	holders="$holders $!"
	until_true 5 own_net "$1"
	on "$1" hostname "nodo$1"
	on "$1" ip link set lo up
}

own_net()
{
	[ "$(readlink "/proc/$(cat "$tmp/$1/holder")/ns/net")" != \
		"$(readlink /proc/$$/ns/net)" ]
}

make_node 1
make_node 2
ip link add "${link}a" type veth peer name "${link}b" || exit 1
ip link set "${link}a" netns "$(cat "$tmp/1/holder")" name eth1
ip link set "${link}b" netns "$(cat "$tmp/2/holder")" name eth1
for n in 1 2; do
	on $n ip addr add 10.10.10.$n/24 brd + dev eth1
	on $n ip link set eth1 up
done
on 2 ip addr add 10.10.10.9/32 dev lo # who is pinged
for name in cl_status hb_standby hb_takeover ipfail; do
	ln -s "$hb" "$tmp/$name"
done

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

kill -9 "$(cat "$tmp/1/run.pid")"
rm -f "$tmp"/1/up/*
until_true 6 holds /abc
ok $? "a node that dies is taken over"
logged 2 'info: Taking over resource group res::a::x' &&
	logged 2 'info: Acquiring resource group: nodo1 res::a::x res::b' &&
	logged 2 'info: mach_down takeover complete for node nodo1.'
ok $? "with the log lines of the how-to"

on 1 "$hb"
until_true 6 holds ab/c
ok $? "when it is back, so are its resources"

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
printf 'auth 1\n1 crc\n2 sha1 secret\n' >"$tmp/1/ha.d/authkeys"
on 1 "$hb" -r && sleep 2 && holds ab/c && ! logged 2 'signature does not'
ok $? "the key changes while both run, and nothing moves"

on 2 "$hb" -k && until_true 1 holds abc/
ok $? "a graceful stop hands over"
on 2 "$hb" -s >"$tmp/said"
[ $? -eq 3 ] && grep -q 'heartbeat is stopped' "$tmp/said"
ok $? "after it heartbeat -s says that it is stopped"
on 1 "$hb" -k && holds /
ok $? "the last one stops all"
on 1 "$tmp/cl_status" hbstatus >"$tmp/said"
[ $? -eq 1 ] && grep -q 'Heartbeat is stopped on this machine.' "$tmp/said"
ok $? "and cl_status says so"

chmod 644 "$tmp/1/ha.d/authkeys"
on 1 "$hb" 2>"$tmp/said"
[ $? -eq 6 ] && grep -q 'authkeys: mode is 644, expected 600' "$tmp/said"
ok $? "it does not start with keys that others may read, and exits 6"
tap_ends
