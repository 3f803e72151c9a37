#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The null modem is pulled alone and put back: both nodes log that of this link
# as the how-to shows it, and nothing else happens. Then it is all that is left:
# nothing moves either, and a standby goes over it.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"
address=192.168.0.88

# has NODE, not OTHER: who holds the address
has()
{
	on "$1" 'ip -4 addr show eth0' | grep -q $address &&
	    ! on "$2" 'ip -4 addr show eth0' | grep -q $address
}

# links NODE OTHER up|dead LINK…: it logged that of these links, each once and
# in the how-to's form, and of no other.
links()
{
	node=$1 other=$2 state=$3
	shift 3
	is "$(halog "$node" | grep 'Link ' | tr -d '\r' | sort -k 5 |
	    sed 's,^heartbeat: [0-9/]\{10\}_[0-9:]\{8\} ,,')" \
	    "$(for link; do echo "info: Link $other:$link $state."; done)" \
	    "$node logs no more than that, as in the how-to"
}

both_links()
{
	links nodo1 nodo2 "$@"
	links nodo2 nodo1 "$@"
}

# both_await up|dead LINK…: in any order
both_await()
{
	state=$1
	shift
	any=$(echo "$*" | tr ' ' '|')
	for link; do
		awaits nodo1 "Link nodo2:($any) $state" 30 \
		    "nodo1 finds $* $state"
		awaits nodo2 "Link nodo1:($any) $state" 30 'so does nodo2'
	done
}

# Since the logs were marked nobody was taken for dead, and no script ran for a
# resource.
calm()
{
	for node in nodo1 nodo2; do
		is "$(halog "$node" |
		    grep -E 'is dead|resource\.d/|[Aa]cquir|Taking over')" '' \
		    "$node takes nobody for dead, and moves nothing"
	done
	has nodo1 nodo2
	ok $? "nodo1 alone has the address"
}

lab_up --conf "$top/qemu/t/conf/serial"
awaits nodo1 'nodo1 login: ' 90 'nodo1 boots'
awaits nodo1 "Sending Gratuitous Arp for $address" 120 'and has the address'
for link in eth0 eth1 /dev/ttyS1; do
	pair wait -a nodo1 "Link nodo2:$link up" 60 >/dev/null &&
	    pair wait -a nodo2 "Link nodo1:$link up" 60 >/dev/null
	ok $? "the nodes hear each other over $link"
done

step 'the null modem is pulled, alone'
log_mark nodo1 nodo2
pair link nodo2 serial down
both_await dead /dev/ttyS1
both_links dead /dev/ttyS1
for link in eth0:up eth1:up /dev/ttyS1:dead; do
	is "$(on nodo1 "cl_status hblinkstatus nodo2 ${link%:*}")" "${link#*:}" \
	    "cl_status on nodo1 says that ${link%:*} is ${link#*:}"
done
calm

step 'and plugged in'
log_mark nodo1 nodo2
pair link nodo2 serial up
both_await up /dev/ttyS1
both_links up /dev/ttyS1
calm

step 'all but the null modem are pulled'
log_mark nodo1 nodo2
pair link nodo1 eth0 down
pair link nodo1 eth1 down
both_await dead eth0 eth1
both_links dead eth0 eth1
calm

step 'a standby over the null modem alone'
log_mark nodo1 nodo2
on nodo1 '/usr/lib/heartbeat/hb_standby' >/dev/null
ok $? 'nodo1 is asked to go standby'
in_order nodo1 'nodo1 gives the address up, and hears that nodo2 has it' \
    'nodo1 wants to go standby \[all\]' \
    "resource\.d/IPaddr $address stop" \
    'Other node completed standby takeover of all resources'
in_order nodo2 'nodo2 takes it when nodo1 has given it up' \
    'standby: acquire \[all\] resources from nodo1' \
    "resource\.d/IPaddr $address start" \
    'Standby resource acquisition done \[all\]'
has nodo2 nodo1
ok $? 'nodo2 alone has the address'
like "$(pair ping $address 5)" "from .*nodo2" 'it answers from nodo2'
! halog nodo1 | grep -q 'is dead' && ! halog nodo2 | grep -q 'is dead'
ok $? 'nobody is found dead'

step 'all are plugged in'
log_mark nodo1 nodo2
pair link nodo1 eth0 up
pair link nodo1 eth1 up
both_await up eth0 eth1
both_links up eth0 eth1
on nodo1 '/usr/lib/heartbeat/hb_takeover local' >/dev/null
ok $? 'nodo1 is told to take its own back'
awaits nodo1 "Sending Gratuitous Arp for $address" 30 'it does'
awaits nodo2 'Other node completed standby takeover' 30 'nodo2 hears so'
has nodo1 nodo2
ok $? 'nodo1 alone has the address'
like "$(pair ping $address 20)" "from .*nodo1" 'it answers from nodo1'
story_ends
