#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A node stands still for longer than deadtime: with its clock, as a virtual
# machine that is paused; its daemon alone; the same with a watchdog. And what
# else wants a machine of our own: the startstop hook, rcd_serial's pulse, and
# what the process that reads the network may.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"

drop_test=$top/build/i586/qemu/drop_test
if [ ! -x "$drop_test" ]; then
	ok 1 "$drop_test is there (make writer)"
	tap_ends
	exit 1
fi
rm -rf "$LATIDO_PAIR/conf"
mkdir -p "$LATIDO_PAIR/conf"
cp -R "$top/qemu/t/conf/paused/." "$LATIDO_PAIR/conf"
cp "$drop_test" "$LATIDO_PAIR/conf/drop_test"

has()
{
	on "$1" 'ip -4 addr show eth0' | grep -q 192.168.0.88
}

# ARP replies for the address by this node in the capture, since a time in ms:
# how many, and when the last one was, after that time
replies()
{
	perl -e 'my ($file, $since, $last) = @ARGV;
		my ($n, $at, $h, $p) = (0, 0);
		open(F, "<", $file) or die; binmode F; read(F, $h, 24);
		while (read(F, $h, 16) == 16) {
			my ($s, $us, $len) = unpack("VVV", $h);
			read(F, $p, $len);
			my $ms = $s * 1000 + $us / 1000 - $since;
			next if $ms < 0 || $len < 42;
			my ($type, $op, $mac, $ip) =
				unpack("x12 n x6 n a6 a4", $p);
			next if $type != 0x806 || $op != 2;
			next if $ip ne "\xc0\xa8\0\x58";
			next if unpack("H*", $mac) ne $last;
			$n++; $at = $ms;
		}
		printf "%d, the last after %d ms\n", $n, $at' \
		"$LATIDO_PAIR/eth0.pcap" "$1" "$2"
}

lab_up --conf "$LATIDO_PAIR/conf"
for node in nodo1 nodo2; do
	awaits $node "$node login: " 120 "$node boots"
	awaits $node 'Starting heartbeat' 120 'and starts heartbeat'
	on $node '/etc/init.d/heartbeat stop; chmod +x /etc/ha.d/resource.d/*
rm -f /run/slow*; mv /etc/drop_test /tmp/behind; chmod +x /tmp/behind' >/dev/null
done

step 'what this kernel lets nobody do'
said=$(on nodo1 /tmp/behind)
ok $? 'behind the walls nothing can be opened, executed or got' "$said"
like "$said" '^1\.\.[1-9][0-9]' 'all of it was tried'

step 'rcd_serial holds RTS'
before=$(on nodo1 "grep '^1:' /proc/tty/driver/serial")
# shellcheck disable=SC2016 # the node expands it
on nodo1 '(stonith -t rcd_serial -p "nodo2 /dev/ttyS1 rts 4000" nodo2
echo $? >/run/pulse) >/dev/null 2>&1 &
n=0; until grep "^1:.*RTS" /proc/tty/driver/serial | grep -qv DTR; do
usleep 100000; n=$((n + 1)); [ $n -lt 100 ] || break; done'
like "$(on nodo1 "grep '^1:' /proc/tty/driver/serial")" 'RTS' \
    'the line is up, and DTR is not'
is "$(echo "$before" | grep -c RTS)" 0 'it was down before'
on nodo1 'until [ -s /run/pulse ]; do usleep 100000; done'
is "$(on nodo1 "cat /run/pulse; grep -c '^1:.*RTS' /proc/tty/driver/serial")" \
    "0
0" 'and is down after it'

step 'heartbeat starts; the hook is called'
log_mark nodo1 nodo2
on nodo1 'rm -f /run/startstop; /etc/init.d/heartbeat start' >/dev/null
on nodo2 '/etc/init.d/heartbeat start' >/dev/null
awaits nodo1 'slow *start' 120 'nodo1 serves'
is "$(on nodo1 'cat /run/startstop')" 'pre-start
post-start 0' 'before and after the start'
pair ping 192.168.0.88 3 >/dev/null
ok $? 'the address answers'
mac=$(on nodo1 'cat /sys/class/net/eth0/address' | tr -d ':\r')

step 'the machine is paused, with its clock'
pair pcap eth0 "$LATIDO_PAIR/eth0.pcap" &
pcap=$!
log_mark nodo1 nodo2
pair power nodo1 pause
awaits nodo2 'slow *start' 60 'nodo2 takes over'
pair ping 192.168.0.88 3 >/dev/null
ok $? 'and answers'
resumed=$(date +%s%3N)
pair power nodo1 resume
awaits nodo1 'giving up all resources' 60 'the first words of nodo2 tell it'
on nodo1 'until [ -e /run/slow.stops ]; do usleep 50000; done'
! has nodo1 && on nodo1 '[ -e /run/slow.stops ]'
ok $? 'while its other resources still stop, the address is down'
pair ping 192.168.0.88 3 >/dev/null
like "$(pair arp 192.168.0.88)" 'nodo2$' "nodo2 answers for it"
in_order nodo1 'its address goes first' 'giving up all resources' \
    'IPaddr 192.168.0.88 stop' 'slow *stop'
kill $pcap
step "ARP replies of nodo1 after it went on: $(replies "$resumed" "$mac")"
awaits nodo1 'release completed' 60 'it gives up all'
has nodo2
ok $? 'and nodo2 keeps it'

step 'the daemon alone stands still, without a watchdog'
on nodo1 '/usr/lib/heartbeat/hb_takeover all' >/dev/null
awaits nodo1 'slow *start' 60 'nodo1 serves again'
log_mark nodo1 nodo2
# shellcheck disable=SC2016 # the node expands it
on nodo1 'kill -STOP $(cat /var/run/heartbeat.pid)'
awaits nodo2 'node nodo1: is dead' 60 'nodo2 finds it dead'
awaits nodo2 'not taken: .*192.168.0.88 is in use by' 60 \
    'but its kernel still answers: the address is not taken'
has nodo1 && ! has nodo2
ok $? 'so one node has it'
# shellcheck disable=SC2016 # the node expands it
on nodo1 'kill -CONT $(cat /var/run/heartbeat.pid)'
awaits nodo1 'giving up all resources' 60 'when it goes on it gives up all'
on nodo1 'until [ -e /run/slow.stops ]; do usleep 50000; done'
! has nodo1
ok $? 'its address first'
awaits nodo2 'slow *start' 60 'then nodo2 serves'

step 'and with one'
on nodo1 '/etc/init.d/heartbeat stop; cp /run/startstop /run/hooks
echo watchdog /dev/watchdog >>/etc/ha.d/ha.cf
/etc/init.d/heartbeat start' >/dev/null
is "$(on nodo1 'cat /run/hooks')" 'pre-start
post-start 0
pre-stop
post-stop 0' 'the hook was called round the stop, too'
awaits nodo2 'Status update for node nodo1: status active' 60 'nodo1 is back'
on nodo1 '/usr/lib/heartbeat/hb_takeover all' >/dev/null
awaits nodo1 'slow *start' 60 'and serves'
log_mark nodo1 nodo2
# shellcheck disable=SC2016 # the node expands it
on nodo1 'kill -STOP $(cat /var/run/heartbeat.pid)'
like "$(pair wait nodo1 'nodo1 login: ' 90 2>&1)" 'was reset' \
    'the watchdog resets it'
awaits nodo2 'slow *start' 60 'nodo2 takes over'
is "$(halog nodo2 | grep -c 'in use by')" 0 'nobody answered for it any more'
story_ends
