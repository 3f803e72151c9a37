#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Boot: the question of the first boot, the login, and node= on the kernel's
# command line.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"

lab_up --nameless --off nodo2

awaits nodo1 'Which node is this' 60 'a card without a name asks at first boot'
awaits nodo1 'Name of this node: $' 10 'on the console'
pair type nodo1 "nodo9
"
awaits nodo1 'nodo9.*not in /etc/hosts' 10 'a name that is in no hosts file is refused'
awaits nodo1 'Name of this node: $' 10 'and asked again'
pair type nodo1 "nodo1
"
awaits nodo1 'nodo1 login: ' 60 'then there is a login prompt with the name'
is "$(on nodo1 'uname -n; uname -m')" "nodo1
i586" 'root logs in without a password and a Pentium runs the shell'
is "$(on nodo1 'cat /etc/hostname')" nodo1 'the name is kept'
on nodo1 '(exit 7)'
is $? 7 'the console gives the exit status of a command'
on nodo1 'test -b /dev/hda1 && test -b /dev/hda3 && test -L /dev/nb0'
ok $? 'the device names of 2004 are there'
is "$(on nodo1 'cat /sys/class/net/eth0/address /sys/class/net/eth1/address')" \
    "52:54:00:00:01:00
52:54:00:00:01:01" 'eth0 and eth1 are in the order of the PCI bus'

step 'power cut right after the question was answered'
pair power nodo1 cut
pair power nodo1 on
awaits nodo1 'nodo1 login: ' 60 'the second boot asks nothing'

step 'nodo2 by kernel command line'
pair power nodo2 on append=node=nodo2
awaits nodo2 'nodo2 login: ' 90 'node= names a node whose card has no name'
is "$(on nodo2 'uname -n; cat /etc/hostname 2>/dev/null')" nodo2 \
    'without writing it to the card'
is "$(on nodo2 'cat /sys/class/net/eth0/address /sys/class/net/eth1/address')" \
    "52:54:00:00:02:00
52:54:00:00:02:01" \
    'e100 is eth0 and NE2000 eth1, as on the bus, whichever driver was first'
is "$(on nodo2 'ip -4 -o addr show eth0 | grep -o "192[0-9.]*/[0-9]*"')" \
    192.168.0.22/24 'eth0 has the address of /etc/hosts'
is "$(on nodo2 'ip -4 -o addr show eth1 | grep -o "10[.0-9]*/[0-9]*"')" \
    10.10.10.2/24 'eth1 that of the heartbeat cable'
is "$(on nodo2 'ping -c1 -q 203.0.113.1 >/dev/null && echo yes')" yes \
    'the default route leads out through the router'
story_ends
