#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The lab itself: cables, null modem, captures, disks at a power cut, and what
# it says when something is wrong.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"

# carrier IF 0|1: nodo1's driver comes to see it
carrier()
{
	on nodo1 "until grep -qx $2 /sys/class/net/$1/carrier; do usleep 50000
done"
}

lab_up --mem nodo2=32
awaits nodo1 'login: ' 90 'nodo1 boots'
awaits nodo2 'login: ' 90 'nodo2 boots'

said=$(pair up -d 2>&1)
like "$? $said" '^1 .*up already.*pair down' \
    'a second pair up says that the lab is up, and how to stop it'

step 'cables'
pair ping 192.168.0.21 5 >/dev/null
ok $? 'the LAN client reaches nodo1'
is "$(pair arp 192.168.0.21)" '192.168.0.21 52:54:00:00:01:00 nodo1' \
    'and has it in its ARP cache'
is "$(on nodo1 'cat /sys/class/net/eth1/carrier')" 1 'the cable has carrier'
pair link nodo2 eth1 down
carrier eth1 0
ok $? 'pulled out at one end, it is dead at the other'
is "$(on nodo1 'cat /sys/class/net/eth0/carrier')" 1 'the LAN is not'
pair link nodo2 eth1 up
carrier eth1 1
ok $? 'and back again'
on nodo1 'ping -c1 -q 10.10.10.2' >/dev/null
ok $? 'the nodes reach each other over it'
pair net eth1 loss=100
on nodo1 'ping -c1 -W1 -q 10.10.10.2' >/dev/null
is $? 1 'not with a loss of 100 per cent'
pair net eth1 clear
pair net eth1 oneway=nodo1
on nodo2 'ping -c1 -W1 -q 10.10.10.1' >/dev/null
is $? 1 'nor when one of them hears nothing'
pair net eth1 clear

step 'capture'
pair pcap eth1 "$LATIDO_PAIR/eth1.pcap" >"$LATIDO_PAIR/pcap.said" &
capture=$!
while ! grep -q capturing "$LATIDO_PAIR/pcap.said"; do
	kill -0 $capture || break
done
on nodo1 'ping -c3 -s 1000 -q 10.10.10.2' >/dev/null
kill $capture
wait $capture 2>/dev/null
size=$(wc -c <"$LATIDO_PAIR/eth1.pcap")
[ "$size" -gt 6000 ]
ok $? 'pcap has the six packets of three pings'

step 'null modem'
on nodo2 'stty -F /dev/ttyS1 19200 raw; (head -n1 /dev/ttyS1 >/tmp/got) &' \
    >/dev/null
on nodo1 'stty -F /dev/ttyS1 19200 raw; echo over the wire >/dev/ttyS1'
is "$(on nodo2 'until [ -s /tmp/got ]; do usleep 50000; done; cat /tmp/got')" \
    'over the wire' 'what one sends on ttyS1 comes out at the other'
pair link nodo1 serial down
on nodo1 'echo lost >/dev/ttyS1'
# shellcheck disable=SC2016 # the node expands it
is "$(on nodo2 'read -t 1 line </dev/ttyS1; echo "[$line]"')" '[]' \
    'nothing with the cable out'
pair link nodo1 serial up

step 'output of a command'
on nodo1 'dd if=/dev/urandom of=/tmp/r bs=1024 count=100 2>/dev/null'
is "$(on nodo1 'cat /tmp/r' | md5sum)" "$(on nodo1 'md5sum </tmp/r')" \
    'exec passes 100 KB of any bytes'
is "$(on nodo1 'printf "no newline"; printf "kernel talks\n" >/dev/kmsg')" \
    'no newline' 'exactly the output, whatever else is on the console'
said=$(limit=1 && on nodo1 'sleep 600' 2>&1)
like "$? $said" '^124 .*has not ended after' 'a command that hangs is given up'
is "$(on nodo1 'echo alive')" alive 'and interrupted, the console goes on'
said=$(on nodo1 'echo "unclosed' 2>&1) || unread=$?
is "${unread:-0}" 2 'a command that no shell can read fails'
is "$(on nodo1 'echo alive')" alive 'and the console goes on'

step 'a power cut'
on nodo1 'dd if=/dev/zero bs=512 count=8 | tr "\0" a |
dd of=/dev/hda3 bs=512 conv=fsync; sync' 2>/dev/null
on nodo1 'dd if=/dev/zero bs=512 count=8 | tr "\0" b |
dd of=/dev/hda3 bs=512 seek=8 oflag=direct' 2>/dev/null
is "$(on nodo1 'dd if=/dev/hda3 bs=512 skip=8 count=8 2>/dev/null |
tr -d "\0" | wc -c')" 4096 'a write is read back while the disk has power'
pair power nodo1 cut
like "$(pair power nodo1)" 'power was cut' 'the lab knows who is off and why'
said=$(on nodo1 true 2>&1)
like "$said" 'nodo1 is off: its power was cut' 'and says so to whoever asks'
is "$(on nodo2 'cat /sys/class/net/eth1/carrier')" "$(on nodo2 'echo 1')" \
    'nodo2 still runs (its NE2000 knows no carrier)'
pair power nodo1 on
awaits nodo1 'login: ' 90 'it boots again'
is "$(on nodo1 'dd if=/dev/hda3 bs=512 count=8 2>/dev/null | tr -d a | wc -c')" \
    0 'what was flushed is there'
is "$(on nodo1 'dd if=/dev/hda3 bs=512 skip=8 count=8 2>/dev/null |
tr -d "\0" | wc -c')" 0 'what was only in the cache of the disk is gone'

step 'QEMU dies'
pair wait nodo2 'never shown' 100 >"$LATIDO_PAIR/died" 2>&1 &
waiter=$!
pid=$(ps -eo pid,ppid,args | awk -v dir="$LATIDO_PAIR" '
	/labd/ && index($0, dir) && !/awk/ { lab = $1 }
	/-name nodo2/ { parent[$1] = $2 }
	END { for (p in parent) if (parent[p] == lab) print p }')
kill -SEGV "$pid"
wait $waiter
like "$? $(cat "$LATIDO_PAIR/died")" '^1 .*QEMU died of signal 11' \
    'who waits for a machine whose QEMU dies is told at once'

step 'down, and a lab that crashed'
pair down
ok $? 'pair down'
said=$(pair ping 192.168.0.21 2>&1)
like "$? $said" '^3 .*no lab is up' 'without a lab there is a clear answer'
mkdir -p "$LATIDO_PAIR/bin"
for program in sh dirname cat mkdir; do
	ln -sf "$(command -v $program)" "$LATIDO_PAIR/bin"
done
said=$(PATH=$LATIDO_PAIR/bin "$top/qemu/pair" up -d 2>&1)
like "$? $said" 'qemu-system-i386 is missing.*qemu-system-x86' \
    'without QEMU the package is named'
pair up -d >/dev/null 2>&1
pid=$(ps -eo pid,args | awk -v dir="$LATIDO_PAIR" \
    '/labd/ && index($0, dir) && !/awk/ { print $1 }')
kill -KILL "$pid"
while kill -0 "$pid" 2>/dev/null; do :; done
pair up -d >/dev/null 2>&1
ok $? 'what a crashed lab left behind is no hindrance'
awaits nodo1 'login: ' 90 'and its machines boot'
pair down
story_ends
