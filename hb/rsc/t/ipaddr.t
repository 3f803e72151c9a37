#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# IPaddr with a real kernel: a node's eth0 and a LAN host in namespaces of
# their own, joined by a veth pair.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/tap.sh
. "$here/../../../lib/tap.sh"
build=$here/../../../build/host/hb
ipaddr=${IPADDR:-$build/rsc/IPaddr}
send_arp=${SEND_ARP:-$build/arp/send_arp}

if [ -z "${IN_NAMESPACE-}" ]; then
	if ! unshare -rn ip link add type veth 2>/dev/null; then
		skip_all "no namespace with a veth pair can be made here"
	fi
	for f in "$ipaddr" "$send_arp"; do
		if ! [ -x "$f" ]; then
			bail_out "$f: not built (make tests)"
		fi
	done
	IN_NAMESPACE=1 exec unshare -rn "$0"
fi

dir=$(mktemp -d)
lan=
# shellcheck disable=SC2317 # called by the trap
end() {
	[ -z "$lan" ] || kill "$lan"
	rm -r "$dir"
}
trap end EXIT

mkdir "$dir/bin"
ln -s "$(realpath "$send_arp")" "$dir/bin/send_arp"
export HA_BIN="$dir/bin" HA_RSCTMP="$dir/rsctmp" HA_LOGFILE="$dir/log"
vip=192.168.0.88

# the LAN host lives as long as the reader of this pipe
mkfifo "$dir/hold"
unshare -n cat "$dir/hold" &
lan=$!
exec 9>"$dir/hold"
own=$(readlink /proc/self/ns/net)
until [ "$(readlink "/proc/$lan/ns/net")" != "$own" ]; do :; done
on_lan() { nsenter -t "$lan" -n "$@"; }

ip link add name eth0 address 02:00:00:00:00:21 type veth \
	peer name lan address 02:00:00:00:00:01 netns "$lan"
for i in eth0 lo; do
	echo 1 >/proc/sys/net/ipv6/conf/$i/disable_ipv6
	ip link set $i up
done
on_lan ip link set lan up
on_lan ip addr add 192.168.0.1/24 dev lan
on_lan sh -c 'echo 0 >/proc/sys/net/ipv4/neigh/lan/locktime'
ip addr add 192.168.0.21/24 broadcast 192.168.0.255 dev eth0

run() { # ARGUMENTS…: sets result
	status=0
	out=$("$ipaddr" "$@" 2>&1) || status=$?
	result="$status $out"
}
# a process that has ended stays a zombie where nobody reaps it
alive() { [ -d "/proc/$1" ] && ! grep -q '^State:.*Z' "/proc/$1/status"; }
logged() { sed 's/^heartbeat: [0-9/]*_[0-9:]* //' "$HA_LOGFILE"; }
addresses() {
	ip -4 -o addr show dev eth0 | sed 's/.*inet \([^\\]*\)\\.*/\1/'
}

# NAME: soon the LAN host believes that eth0 has the address
cached() {
	n=0
	until on_lan ip neigh show $vip | grep -q 02:00:00:00:00:21 ||
		[ $n -ge 500 ]; do
		n=$((n + 1))
		sleep 0.01
	done
	is "$(on_lan ip neigh show $vip | sed 's/ [A-Z]* *$//')" \
		"$vip dev lan lladdr 02:00:00:00:00:21" "$1"
}
silence() { # its announcements end
	until [ -s "$HA_RSCTMP/send_arp/send_arp-$vip" ]; do :; done
	kill "$(cat "$HA_RSCTMP/send_arp/send_arp-$vip")"
	while [ -e "$HA_RSCTMP/send_arp/send_arp-$vip" ]; do :; done
}
poison() {
	on_lan ip neigh replace $vip lladdr 02:00:00:00:00:99 nud stale dev lan
}

run $vip status
is "$result" "3 stopped" "status of an address that is not there"
run $vip monitor
is "$result" "7 stopped" "monitor of an address that is not there"
run $vip stop
is "$result" "0 " "an address that is not there can be stopped"
: >"$HA_LOGFILE"
run $vip probe
is "$result $(addresses | wc -l)$(logged)" "0 free 1" \
	"a probe finds an address free, and does not take it"

on_lan ip neigh replace $vip lladdr 02:00:00:00:00:99 nud stale dev lan
: >"$HA_LOGFILE"
run $vip start
is "$result" "0 " "an address is taken"
is "$(addresses)" "192.168.0.21/24 brd 192.168.0.255 scope global eth0
192.168.0.88/24 brd 192.168.0.255 scope global secondary eth0:0" \
	"as the lowest alias, with the interface's netmask and broadcast"
is "$(logged)" "info: /sbin/ifconfig eth0:0 $vip netmask 255.255.255.0\
 broadcast 192.168.0.255
Sending Gratuitous Arp for $vip on eth0:0 [eth0]
$HA_BIN/send_arp -i 1010 -r 5 -p $HA_RSCTMP/send_arp/send_arp-$vip eth0 $vip\
 auto $vip ffffffffffff" "the log has the how-to's lines"
cached "the LAN's ARP cache has the new owner"
run $vip status
is "$result" "0 running" "status of an address that is there"
run $vip monitor
is "$result" "0 running" "monitor of an address that is there"
run $vip probe
is "$result" "0 " "nor does a probe look for others then"
run $vip start
is "$result" "0 " "a second start is no error"
is "$(addresses | wc -l)" 2 "and changes nothing"
silence # its five announcements would heal it anyway
poison
run $vip start
cached "but it tells the network anew"

silence
"$send_arp" -f 1 -p "$dir/pid" eth0 $vip auto $vip ffffffffffff 2>"$dir/said" &
keeper=$!
cached "who stays announces it"
poison
cached "and again, every second"
ip link set eth0 down
until grep -q down "$dir/said"; do :; done
ip link set eth0 up
poison
cached "a cable that was out for a while is no end of it"
# a LAN host that claims it: named and answered, and then not for 10 s
: >"$dir/said"
on_lan "$send_arp" -r 3 -i 100 lan $vip 02:00:00:00:00:77 $vip ffffffffffff &
claimer=$!
until grep -q claimed "$dir/said"; do :; done
is "$(cat "$dir/said")" "send_arp: $vip is ours, and claimed by\
 02:00:00:00:00:77 on eth0" "another host that claims it is named"
wait $claimer
is "$(wc -l <"$dir/said")" 1 "but not for each claim"
kill $keeper
wait $keeper || :
ok "$(! [ -e "$dir/pid" ]; echo $?)" "told to end, it ends"

run 192.168.0.89 start
is "$(addresses | tail -n 1)" \
	"192.168.0.89/24 brd 192.168.0.255 scope global secondary eth0:1" \
	"a second address gets the next alias"

run $vip start
until [ -s "$HA_RSCTMP/send_arp/send_arp-$vip" ]; do :; done
garp=$(cat "$HA_RSCTMP/send_arp/send_arp-$vip")
ok "$(alive "$garp"; echo $?)" "the announcements go on in the background"
: >"$HA_LOGFILE"
run $vip stop
is "$result" "0 " "an address is released"
is "$(addresses)" "192.168.0.21/24 brd 192.168.0.255 scope global eth0
192.168.0.89/24 brd 192.168.0.255 scope global secondary eth0:1" \
	"and it alone"
is "$(logged)" "info: /sbin/ifconfig eth0:0 $vip down
info: IP Address $vip released" "which is logged"
ok "$(! alive "$garp"; echo $?)" "its announcements have ended"
run 192.168.0.89 stop

# a stale pid file that names somebody else
mkdir -p "$HA_RSCTMP/send_arp"
echo "$lan" >"$HA_RSCTMP/send_arp/send_arp-$vip"
run $vip stop
ok "$(alive "$lan"; echo $?)" \
	"a process that is not send_arp is not killed for its number"

on_lan ip addr add $vip/24 dev lan
: >"$HA_LOGFILE"
run $vip start
is "$result" "1 IPaddr: $vip not taken: send_arp: $vip is in use by\
 02:00:00:00:00:01 on eth0" "an address that a LAN host has is not taken"
is "$(logged)" "ERROR: IPaddr: $vip not taken: send_arp: $vip is in use by\
 02:00:00:00:00:01 on eth0" "the log names its hardware address"
is "$(addresses | wc -l)" 1 "and it is not set"
: >"$HA_LOGFILE"
run $vip probe
is "$result$(logged)" "1 send_arp: $vip is in use by 02:00:00:00:00:01 on eth0" \
	"a probe names the LAN host that has it, and logs nothing"
IPADDR_PROBE_MS=0 run $vip start
is "$result $(addresses | wc -l)" "0  2" "without the probe it is"
run $vip stop
on_lan ip addr del $vip/24 dev lan

run 10.1.2.3 start
is "$result" "1 IPaddr: 10.1.2.3: no interface has a route to it" \
	"an address without a route is refused"
ip route add default via 192.168.0.1
run 10.1.2.3 start
is "$result" "1 IPaddr: 10.1.2.3: only the default route leads there:\
 expected 10.1.2.3/MASK" "the default route alone gives no netmask"
run 10.1.2.3/32 start
is "$(addresses | tail -n 1)" \
	"10.1.2.3/32 brd 10.1.2.3 scope global eth0:0" \
	"with a netmask it gives the interface"
run 10.1.2.3/32 stop
run 10.1.2.3/16/eth0:7/10.1.99.99 start
is "$(addresses | tail -n 1)" \
	"10.1.2.3/16 brd 10.1.99.99 scope global eth0:7" \
	"interface, alias and broadcast can be given"
run 10.1.2.3 stop
run 10.1.2.3 status
is "$result" "3 stopped" "and it stops by the address alone"
run 10.1.2.3/24/eth9 start
is "$result" "1 IPaddr: eth9: no such interface" \
	"an interface that is not there is named"
run 10.1.2.3/8/lo start
is "$result" "0 " "an interface without ARP needs no probe"
run 10.1.2.3 stop

HA_BIN=$dir/nothing run $vip start
is "$status $(addresses | wc -l)" "0 2" \
	"without send_arp the address is set all the same"
is "$(logged | grep -c "$dir/nothing/send_arp: No such file")" 2 \
	"and the log says what was not done"
run $vip stop

run 192.168.0 start
is "$result" "2 IPaddr: '192.168.0': expected an IPv4 address before the\
 first /" "a wrong address is refused as such"
run $vip restart
is "$result" "2 IPaddr: unknown action 'restart': expected start, stop,\
 status, monitor or probe" "so is an unknown action"
run $vip
is "$status" 2 "and a missing one"

tap_ends
