#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# `pair up` as a person uses it, on a terminal: its keys cut a node's power and
# quit; with --bridge the LAN is joined to a Linux bridge. The bridge lies in a
# network namespace of the story's own.
. "$(dirname "$0")/lib.sh"

if [ -z "${IN_NAMESPACE-}" ]; then
	{ [ -w /dev/net/tun ] && unshare -n ip link add br0 type bridge; } \
	    2>/dev/null || skip_all "no namespace with a bridge and taps can be made here"
	IN_NAMESPACE=1 exec unshare -n "$0"
fi

ip link set lo up
ip link add br0 type bridge
ip link set br0 up
ip address add 192.168.0.77/24 dev br0

mkdir -p "$LATIDO_PAIR"
rm -f "$LATIDO_PAIR"/*.mark "$LATIDO_PAIR/keys"
mkfifo "$LATIDO_PAIR/keys"
trap 'story_ends' EXIT
trap 'exit 130' INT TERM HUP
step "pair up --bridge br0, on a terminal"
script -qefc "$top/qemu/pair up --bridge br0 --fresh \
    --conf $top/qemu/t/conf/address" "$LATIDO_PAIR/screen" \
    <"$LATIDO_PAIR/keys" >/dev/null &
terminal=$!
touch "$LATIDO_PAIR/screen"
exec 3>"$LATIDO_PAIR/keys"

# press KEY REGEX SENTENCE: then the terminal shows it, within a minute.
press()
{
	from=$(($(wc -l <"$LATIDO_PAIR/screen") + 1))
	printf '%s' "$1" >&3
	timeout 60 tail -n +$from -f --pid=$terminal "$LATIDO_PAIR/screen" |
	    grep -Eqm1 -- "$2"
	ok $? "$3" "$(tail -n 20 "$LATIDO_PAIR/screen")"
}

press '' 'Keys here: 1, 2 cut' "the screen tells the keys"
awaits nodo1 'nodo1 login: ' 90 "nodo1 boots"
awaits nodo2 'nodo2 login: ' 90 "nodo2 boots"
for node in nodo1 nodo2; do
	on $node 'ping -c 1 -w 20 -q 192.168.0.77 >/dev/null'
	ok $? "$node reaches a machine on the bridge"
	like "$(ip neighbour show dev br0)" \
	    "$(on $node 'cat /sys/class/net/eth0/address')" \
	    "and is known there by its own hardware address"
done

press 1 'nodo1: off: its power was cut' "1 cuts nodo1's power"
press s '^nodo1: off' "s shows the status"
press 1 'nodo1: power on' "1 again switches it on"
printf q >&3
wait $terminal
ok $? "q ends it"
like "$(pair status 2>&1)" 'no lab' "and nothing is left of the lab"
story_ends
