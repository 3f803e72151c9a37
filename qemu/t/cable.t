#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The heartbeat cable is cut and restored: with the serial line beside it
# nothing moves; with neither, each finds the other dead, and when they meet
# again one owner is left.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"

has()
{
	on "$1" 'ip -4 addr show eth0' | grep -q 192.168.0.88
}

lab_up --conf "$top/qemu/t/conf/address"
awaits nodo1 'nodo1 login: ' 90 'nodo1 boots'
awaits nodo1 'Sending Gratuitous Arp for 192.168.0.88' 120 'and has the address'
awaits nodo2 'Link nodo1:(/dev/)?ttyS1 up' 60 'the serial line beats too'
pair ping 192.168.0.88 3 >/dev/null
ok $? 'the address answers'

step 'the cable of eth1 is cut'
log_mark nodo1 nodo2
pair link nodo1 eth1 down
awaits nodo1 'Link nodo2:eth1 dead' 60 'nodo1 logs that the link is dead'
awaits nodo2 'Link nodo1:eth1 dead' 60 'so does nodo2'
! has nodo2 && has nodo1
ok $? 'nothing moves: the serial line still beats'
! halog nodo2 | grep -q 'nodo1: is dead'
ok $? 'and nobody is found dead'

step 'and restored'
log_mark nodo1 nodo2
pair link nodo1 eth1 up
awaits nodo1 'Link nodo2:eth1 up' 60 'nodo1 logs that the link is back'
awaits nodo2 'Link nodo1:eth1 up' 60 'so does nodo2'

step 'both are cut'
log_mark nodo1 nodo2
pair link nodo2 eth1 down
pair link nodo2 serial down
awaits nodo2 'node nodo1: is dead' 60 'nodo2 finds nodo1 dead'
awaits nodo1 'node nodo2: is dead' 60 'and nodo1 nodo2'
has nodo1
ok $? 'nodo1 keeps its address'

step 'and restored'
log_mark nodo1 nodo2
pair link nodo2 eth1 up
pair link nodo2 serial up
awaits nodo1 'Link nodo2:eth1 up' 60 'the link is back'
on nodo2 'until ! ip -4 addr show eth0 | grep -q 192.168.0.88; do
usleep 200000; done'
ok $? 'nodo2 does not keep the address'
on nodo1 'until ip -4 addr show eth0 | grep -q 192.168.0.88; do
usleep 200000; done'
ok $? 'nodo1 has it'
# nodo2 had it, too, and everybody's ARP cache may have learned so
pair ping 192.168.0.88 100 >/dev/null
ok $? 'and it answers'
like "$(pair arp 192.168.0.88)" 'nodo1$' "the LAN client's ARP has nodo1"
story_ends
