#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What each protocol may lose when the active node loses its power and never
# comes back, over a cable on which data take a while: A the records that were
# under way, and then what is there is what was written up to some record; B
# and C none.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"

# protocol LETTER: on both nodes, in the file
protocol()
{
	for node in nodo1 nodo2; do
		on "$node" "sed -i 's/protocol ./protocol $1/' /etc/drbd.conf &&
drbdadm adjust drbd0" 2>/dev/null
		ok $? "$node: protocol $1"
	done
	becomes nodo1 "cs:Connected.*UpToDate/UpToDate $1 " \
	    "the driver works with protocol $1"
}

# Take nodo1, the active one, away under load; nodo2 serves what it has.
lose_nodo1()
{
	writes nodo1 100
	pair net eth1 "delay=300"
	go_on "$1" 'over a slow cable, too'
	pair power nodo1 cut
	pair net eth1 clear
	becomes nodo2 'cs:WFConnection' 'nodo2 notices'
	serve nodo2
	look nodo2
}

# nodo1 comes back, takes what nodo2 has, and is the active one again.
nodo1_returns()
{
	fsck nodo2
	on nodo2 'drbdadm secondary drbd0'
	pair power nodo1 on
	boots nodo1
	becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'nodo1 is resynchronised'
	serve nodo1
}

drbd_lab '' --data 16
drbd_new
serve nodo1 new

step 'protocol C'
lose_nodo1 5
is "$lost" 0 'protocol C loses nothing'
nodo1_returns

step 'protocol B'
protocol B
lose_nodo1 5
is "$lost" 0 'protocol B loses nothing while the passive node keeps its power'
nodo1_returns

step 'protocol A'
protocol A
lose_nodo1 50
[ "$lost" != damaged ] && [ "$lost" -gt 0 ]
ok $? "protocol A loses what was under way ($lost records), and no other"
fsck nodo2
pair power nodo1 on
boots nodo1
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'nodo1 is resynchronised'
same
story_ends
