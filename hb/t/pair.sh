# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Two nodes in namespaces, joined by a veth pair, with a group each and a ping
# node; source it after lib/tap.sh. The daemons are not started.
hb=${HEARTBEAT:-$(pwd)/build/host/hb/heartbeat}
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
	printf 'auth 2\n1 sha1 old\n2 hmac-sha256 secret\n' >"$d/authkeys"
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

# rests LIST1 LIST2: the nodes hold none|local|foreign|all, and nothing moves
rests()
{
	[ "$(on 1 "$tmp/cl_status" rscstatus)" = "$1" ] &&
		[ "$(on 2 "$tmp/cl_status" rscstatus)" = "$2" ]
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
	ln -s "${hb%/*}/commands" "$tmp/$name"
done

