#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# send_arp with real frames: a veth pair in a namespace of its own, the kernel
# as the other host.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/tap.sh
. "$here/../../../lib/tap.sh"
send_arp=${SEND_ARP:-$here/../../../build/host/hb/arp/send_arp}

if [ -z "${IN_NAMESPACE-}" ]; then
	# with a user namespace only where there is no other way
	own=n
	[ "$(id -u)" -eq 0 ] || own=rn
	if ! unshare -$own ip link add type veth 2>/dev/null; then
		skip_all "no namespace with a veth pair can be made here"
	fi
	if ! [ -x "$send_arp" ]; then
		bail_out "$send_arp: not built (make tests)"
	fi
	IN_NAMESPACE=1 exec unshare -$own "$0"
fi

dir=$(mktemp -d)
trap 'rm -r "$dir"' EXIT

# veth-a is ours; the kernel is at veth-b. Without IPv6 no other frame is on the wire.
ip link add name veth-a address 02:00:00:00:00:0a type veth \
	peer name veth-b address 02:00:00:00:00:0b
for i in veth-a veth-b; do
	echo 1 >/proc/sys/net/ipv6/conf/$i/disable_ipv6
	ip link set $i up
done
echo 0 >/proc/sys/net/ipv4/neigh/veth-b/locktime
ip addr add 192.168.0.1/24 dev veth-b
vip=192.168.0.88

run() { # ARGUMENTS…: sets status, out
	status=0
	out=$("$send_arp" "$@" 2>&1) || status=$?
}
received() { awk '$1 == "veth-b:" { print $3 }' /proc/net/dev; }
neighbour() { ip neigh show $vip dev veth-b | sed 's/ *[A-Z]* *$//'; }

run -P 40 veth-a $vip auto $vip ffffffffffff
is "$status $out" "0 " "an address that nobody has is free"

ip neigh replace $vip lladdr 02:00:00:00:00:99 nud stale dev veth-b
before=$(received)
run -i 20 -r 3 veth-a $vip auto $vip ffffffffffff
is "$status $out" "0 " "it is announced"
is "$(($(received) - before))" 6 "with a request and a reply three times"
is "$(neighbour)" "$vip lladdr 02:00:00:00:00:0a" \
	"a host that knew the old owner now has ours in its ARP cache"

run -i 1 -r 1 veth-a $vip 0200000000cc $vip ffffffffffff
is "$(neighbour)" "$vip lladdr 02:00:00:00:00:cc" \
	"a hardware address by hand is announced as given"

ip addr add $vip/24 dev veth-b
run -P 2000 veth-a $vip auto $vip ffffffffffff
is "$status $out" \
	"3 send_arp: $vip is in use by 02:00:00:00:00:0b on veth-a" \
	"an address that another host has is refused, and it is named"
ip addr del $vip/24 dev veth-b

# both sides probe at once: one and only one gets it
"$send_arp" -P 400 veth-b $vip auto $vip ffffffffffff 2>"$dir/rival" &
other=$!
run -P 400 veth-a $vip auto $vip ffffffffffff
other_status=0
wait $other || other_status=$?
is "$status $other_status" "0 4" \
	"of two that probe at once the lower hardware address gets it"
is "$(cat "$dir/rival")" \
	"send_arp: $vip is about to be taken by 02:00:00:00:00:0a on veth-b" \
	"and the other says to whom it gave way"

"$send_arp" -i 60000 -r 9 -p "$dir/pid" veth-a $vip auto $vip ffffffffffff &
pid=$!
n=0
until [ -s "$dir/pid" ] || [ $n -ge 500 ]; do
	n=$((n + 1))
	sleep 0.01
done
is "$(cat "$dir/pid")" "$pid" "the pid file holds the process number"
# who reads the frames: the child, as soon as it may no more than that
child=
until grep -q '^Seccomp:	2' "/proc/$child/status" 2>/dev/null ||
	[ $n -ge 1000 ]; do
	n=$((n + 1))
	child=$(grep -l "^PPid:	$pid$" /proc/[0-9]*/status 2>/dev/null |
		sed 's/[^0-9]//g')
done
is "$(sed -n 's/^\(NoNewPrivs\|Seccomp\):[[:blank:]]*/\1 /p' \
	"/proc/$child/status") $(readlink "/proc/$child/root")" \
	"NoNewPrivs 1
Seccomp 2 /proc/$child/fdinfo" \
	"what reads the network has neither files nor calls"
if [ "$(wc -l </proc/self/uid_map) $(tr -s ' ' </proc/self/uid_map)" = \
	"1  0 0 4294967295" ]; then
	is "$(grep '^[UG]id' "/proc/$child/status" | tr -s '\t' ' ')" \
		"Uid: 91 91 91 91
Gid: 91 91 91 91" "and is nobody"
else
	skip "and is nobody" "here is no other user to become"
fi
kill "$pid"
status=0
wait "$pid" || status=$?
is "$status" 0 "a signal ends the announcements at once, with status 0"
ok "$([ ! -d "/proc/$child" ]; echo $?)" "both processes of it"
ok "$([ ! -e "$dir/pid" ]; echo $?)" "and the pid file is gone"

run eth7 $vip auto $vip ffffffffffff
is "$status $out" "1 send_arp: eth7: No such device" \
	"an interface that does not exist is named"
run lo $vip auto $vip ffffffffffff
is "$status $out" "1 send_arp: lo: not an Ethernet" \
	"an interface that is no Ethernet is refused"
ip link set veth-a down
run veth-a $vip auto $vip ffffffffffff
is "$status $out" "1 send_arp: veth-a: Network is down" \
	"an interface that is down is reported"
run veth-a
is "$status" 2 "a wrong command line has its own status"

tap_ends
