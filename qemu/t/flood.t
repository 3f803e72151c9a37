#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# However many packets come at once, a card that has dropped some hears the
# next ones: kernel-patches/0004. Without it an NE2000 was deaf for ever, after
# one to three of these floods.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"

flood=$top/build/i586/qemu/flood
if [ ! -x "$flood" ]; then
	ok 1 "$flood is there (make writer)"
	exit 1
fi
mkdir -p "$LATIDO_PAIR/conf"
cp "$flood" "$LATIDO_PAIR/conf/flood"
lab_up --conf "$LATIDO_PAIR/conf"
for node in nodo1 nodo2; do
	awaits "$node" 'Starting heartbeat' 120 "$node boots"
	on "$node" 'cp /etc/flood /tmp/flood; chmod +x /tmp/flood'
done
for address in 10.10.10 192.168.0.2; do
	case $address in
	10.*) one=$address.1 two=$address.2 floods='1 2 3' ;;
	*) one=${address}1 two=${address}2 floods=1 ;;
	esac
	for n in $floods; do
		on nodo1 "/tmp/flood $two 5"
		on nodo2 "ping -c 5 -q $one" >/dev/null
		ok $? "nodo2 hears nodo1 after flood $n of $two"
	done
	on nodo2 "/tmp/flood $one 5"
	on nodo1 "ping -c 5 -q $two" >/dev/null
	ok $? "nodo1 hears nodo2 after a flood of $one"
done
story_ends
