#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The process that reads the network: what it may, and that nothing moves when
# it is killed, stopped or flooded.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"

# child NODE NAME: the daemon's child of that name; empty: there is none
child()
{
	grep -l "^PPid:	$(cat "$tmp/$1/run.pid")$" /proc/[0-9]*/status \
		2>/dev/null | while read -r f; do
		grep -q "^Name:	$2$" "$f" 2>/dev/null &&
			f=${f#/proc/} && echo "${f%/status}"
	done
}

# The network process of a node
reader()
{
	child "$1" 'heartbeat: net'
}

# One that may not even exec: it asks for names
resolves()
{
	for pid in $(child 1 heartbeat); do
		[ "$(status Seccomp 2>/dev/null)" != 2 ] || return 0
	done
	return 1
}

# another NODE PID: one runs that is not this one
another()
{
	now=$(reader "$1")
	[ -n "$now" ] && [ "$now" != "$2" ]
}

ready()
{
	grep -q '^Seccomp:	2' "/proc/$(reader "$1")/status" 2>/dev/null
}

# A line of /proc/PID/status, its blanks made one.
status()
{
	sed -n "s/^$1:[[:blank:]]*//p" "/proc/$pid/status" | tr -s '\t' ' '
}

# It has ended, if nobody asked for its status yet (an orphan's is init's matter)
ended()
{
	! grep -q '^State:	[^Z]' "/proc/$1/status" 2>/dev/null
}

# What the agents did, and that somebody was called dead, on either node.
moves()
{
	cat "$tmp"/*/done
	grep -h 'is dead\|Taking over' "$tmp"/*/log
}

# A name server that does not answer, at the address where one is looked for.
for n in 1 2; do echo 'ping nobody.example' >>"$tmp/$n/ha.d/ha.cf"; done
sed -n 's/^nameserver *\([0-9.]*\)$/\1/p' /etc/resolv.conf |
	while read -r a; do
		on 1 ip addr add "$a/32" dev lo 2>/dev/null
	done
# shellcheck disable=SC2016 # perl expands it
on 1 perl -MSocket -e 'socket(S, PF_INET, SOCK_DGRAM, 0);
	bind(S, sockaddr_in(53, INADDR_ANY)) or die; my $p = getppid();
	select(undef, undef, undef, 0.1) while getppid() == $p' >/dev/null &
holders="$holders $!"
until_true 2 grep -q ' 00000000:0035 ' "/proc/$(cat "$tmp/1/holder")/net/udp"

on 1 "$hb" && on 2 "$hb"
if grep -q '^nameserver.*:' /etc/resolv.conf ||
	grep -q '^hosts:.* resolve' /etc/nsswitch.conf; then
	skip "who asks name servers is nobody" "this machine asks otherwise"
else
	until_true 8 resolves
	is "$(status Uid) $(status CapEff) $(status NoNewPrivs) $(readlink \
		/proc/"$pid"/fd/* | sed 's/:.*//' | sort | tr '\n' ' ')" \
		"91 91 91 91 0000000000000000 1 pipe socket " \
		"who asks name servers is nobody"
fi
until_true 8 holds ab/c
ok $? "both nodes hold their own"
pid=$(reader 1)
is "$(status Uid) $(status Gid) $(status Groups)" \
	"91 91 91 91 91 91 91 91 " "what reads the network is nobody"
is "$(status CapPrm) $(status CapEff) $(status NoNewPrivs)" \
	"0000000000000000 0000000000000000 1" "without any privilege, for good"
is "$(status Seccomp)" 2 "with a list of system calls"
is "$(readlink "/proc/$pid/root")" "/proc/$pid/fdinfo" "without files"
is "$(readlink /proc/"$pid"/fd/* | sort | sed 's/:.*//' | uniq -c | tr -s ' ')" \
	" 3 socket" "it has the word to the daemon, a link and the ping socket"
is "$(awk '/^Max (open files|processes|file size)/ {
	print $(NF - 2), $(NF - 1) }' "/proc/$pid/limits")" "0 0
0 0
3 3" "and can get no file, no process and no descriptor more"

before=$(moves)
n=0
while [ $n -lt 40 ]; do
	n=$((n + 1))
	for k in 1 2; do
		pid=$(reader $k)
		kill -9 "$pid"
		until_true 2 another $k "$pid" || break 2
	done
done
is $n 40 "killed forty times, it is started again each time"
like "$(cat "$tmp/1/log")" 'ERROR: network process ended by signal 9 \(1 times' \
	"the log says so"
is "$(grep -c 'network process ended' "$tmp/1/log")" 1 \
	"once in ten seconds, with their number"
is "$(moves)" "$before" "and nothing moves"

until_true 2 ready 1
pid=$(reader 1)
kill -STOP "$pid"
until_true 4 another 1 "$pid"
ok $? "one that does not read any more is replaced"
is "$(moves)" "$before" "before the other node is called dead"

until_true 2 ready 1
pid=$(reader 1)
kill -TERM "$pid" && kill -HUP "$pid" && kill -STOP "$pid" &&
	kill -CONT "$pid"
printf 'auth 1\n1 sha1 old\n2 hmac-sha256 secret\n' >"$tmp/1/ha.d/authkeys"
on 1 "$hb" -r && until_true 2 grep -q 'Configuration reread' "$tmp/1/log"
is "$(reader 1)" "$pid" \
	"signals to all heartbeats and a new key leave it where it is"

# 100,000 packets of noise, some of which begin as a message does
# shellcheck disable=SC2016 # perl expands it
on 2 perl -MSocket -e '
	socket(S, PF_INET, SOCK_DGRAM, 0) or die;
	my $to = sockaddr_in(694, inet_aton("10.10.10.1"));
	for my $i (1 .. 100000) {
		send(S, $i % 2 ? "###\n" . "9" x 300 : "x" x ($i % 1400), 0,
			$to);
	}'
until_true 12 logged 1 'malformed message\|not a heartbeat message'
ok $? "a flood of noise is told of"
is "$(grep -c 'bad packets' "$tmp/1/log")" 1 "in one line"
is "$(moves)" "$before" "and nothing moves"

until_true 2 ready 2
pid=$(reader 2)
kill -STOP "$pid"
kill -9 "$(cat "$tmp/2/run.pid")"
until_true 2 ended "$pid"
ok $? "it does not outlive its daemon"
tap_ends
