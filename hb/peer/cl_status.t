#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# cl_status answers as the real one does: what it prints and its exit code.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

# What it says, links and nodes in any order, and its exit code. The reason of
# an error is each one's own, and goes to stderr.
answer()	# NODE WORDS…
{
	answerer=$1
	shift
	run "$answerer" cl_status "$@" >"$lab/answer" 2>/dev/null
	code=$?
	case $code in
	0 | 1) sed 's/^version:.*/version/' "$lab/answer" | sort ;;
	esac
	echo "exit $code"
}

same()	# WORDS…
{
	is "$(answer 2 "$@")" "$(answer 1 "$@")" "cl_status $*"
}

story()
{
	configure ping=192.168.0.1 ping_group='grp 192.168.0.22 192.168.0.1'
	start_both
	for n in 1 2; do
		await "nodo$n hears the ping nodes" says $n 'Link grp:grp up'
	done
	while read -r words; do
		# shellcheck disable=SC2086 # words
		same $words
		case $words in
		"hbstatus -v") ;; # one headline more or less
		hb* | list* | node* | rsc*)
			# shellcheck disable=SC2086 # words
			same $words -m ;;
		esac
	done <<-EOT
		hbstatus
		hbstatus -v
		listnodes
		listnodes -n
		listnodes -p
		listnodes -v
		rscstatus
		nodestatus nodo1
		nodestatus NODO2
		nodestatus 192.168.0.1
		nodestatus nodo9
		nodestatus
		nodeweight nodo1
		nodeweight nodo9
		nodesite nodo2
		nodetype nodo1
		nodetype grp
		nodetype nodo9
		listhblinks nodo1
		listhblinks -v nodo2
		listhblinks grp
		listhblinks nodo9
		hblinkstatus nodo1 eth1
		hblinkstatus nodo2 eth1
		hblinkstatus grp grp
		hblinkstatus nodo2 eth7
		hblinkstatus nodo9 eth1
		hblinkstatus nodo2
		clientstatus nodo1
		clientstatus nodo9 ipfail
		hbparameter -p keepalive
		hbparameter -p deadping
		hbparameter -p initdead
		hbparameter -p udpport
		hbparameter -p baud
		hbparameter -p hopfudge
		hbparameter -p auto_failback
		hbparameter -p logfile
		hbparameter -p debug
		hbparameter -p realtime
		hbparameter -p bcast
		hbparameter -p nothing
		hbparameter keepalive
		parameter -p keepalive
		frobnicate
	EOT
	for n in 1 2; do
		is "$(answer $n clientstatus nodo$n ipfail)" "offline
exit 1" "a client that is not there is offline on nodo$n"
	done
	stop 1
	stop 2
	for words in hbstatus listnodes 'nodestatus nodo1' rscstatus \
	    'hbparameter -p keepalive' frobnicate; do
		# shellcheck disable=SC2086 # words
		same $words
	done
}

# Two of the same need no comparison.
PEER_PAIRS=$(echo " $PEER_PAIRS " | sed 's/ \(ours:ours\|real:real\) / /')
each_pair story
