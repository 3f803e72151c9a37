#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# DRBD's peer is outdated over heartbeat's links: ours asks a real dopd, and a
# real dopd asks ours.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

# A drbdadm that tells what it was called for, and exits as it is told.
prepare()	# N
{
	root=/proc/$(pid_of "$1")/root
	rm -f "$root/sbin/drbdadm"
	cat >"$root/sbin/drbdadm" <<-'END'
		#!/bin/sh
		echo "$(uname -n) $*" >>/peer/outdated
		exit "$(cat /peer/code)"
	END
	chmod 755 "$root/sbin/drbdadm"
	[ "$(kind "$1")" = real ] || return 0
	mkdir -p "$root/usr/lib/heartbeat"
	ln -sf /usr/libexec/heartbeat/dopd "$root/usr/lib/heartbeat/dopd"
}

asks()	# N RESOURCE: about its peer; prints the exit code
{
	case $(kind "$1") in
	real) outdater=/usr/libexec/heartbeat/drbd-peer-outdater ;;
	*) outdater=/usr/lib/heartbeat/drbd-peer-outdater ;;
	esac
	rc=0
	run "$1" "$outdater" -t 10 -p "nodo$((3 - $1))" -r "$2" \
	    >>"$lab/$1/log/tool" 2>&1 || rc=$?
	echo $rc
}

# The real dopd listens some time after its heartbeat is active; and it dies of
# a double free behind each answer, and is started anew.
gets()	# N CODE RESOURCE
{
	[ "$(asks "$1" "$3")" = "$2" ]
}

story()
{
	configure bcast='eth0 eth1' respawn='hacluster /usr/lib/heartbeat/dopd' \
	    apiauth='dopd gid=haclient uid=hacluster'
	prepare 1
	prepare 2
	: >"$lab/peer/outdated"
	echo 0 >"$lab/peer/code"
	chmod 666 "$lab/peer/outdated"
	start_both
	for n in 1 2; do
		other=nodo$((3 - n))
		await "nodo$n has $other outdated" gets $n 4 trial
		for codes in '0 4' '5 3' '17 6' '10 20'; do
			echo "${codes% *}" >"$lab/peer/code"
			: >"$lab/peer/outdated"
			await "drbdadm on $other exits with ${codes% *}" \
			    gets $n "${codes#* }" "r$n"
			is "$(cat "$lab/peer/outdated")" \
			    "$other outdate r$n" "and was called once"
		done
		echo 0 >"$lab/peer/code"
	done
	cable 1 eth1 down
	await "and over the link that is left" gets 1 4 r1
	crash 2
	await "nodo1 sees that nodo2 is dead" says 1 'nodo2: is dead'
	case $(kind 1) in
	ours) is "$(asks 1 r1)" 5 "a dead node is not asked" ;;
	esac
}

each_pair story
