#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# drbd-peer-outdater: DRBD's question to the other node goes over heartbeat's
# links, and its answer is the exit code that the driver acts on.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"

for name in drbd-peer-outdater dopd; do
	ln -s "${hb%/*}/commands" "$tmp/$name"
done
cat >"$tmp/drbdadm" <<-END
	#!/bin/sh
	echo "\$(id -u) \$(hostname) \$*" >>$tmp/calls
	sleep "\$(cat $tmp/slow)"
	exit "\$(cat $tmp/code)"
END
chmod +x "$tmp/drbdadm"
export HA_DRBDADM="$tmp/drbdadm"
for n in 1 2; do
	cat >>"$tmp/$n/ha.d/ha.cf" <<-END
		respawn root $tmp/dopd
		apiauth dopd gid=haclient uid=hacluster
	END
done

# asks OPTIONS…: on node 1, as the driver has it run; prints the exit code
asks()
{
	rc=0
	DRBD_RESOURCE=drbd0 DRBD_PEER=nodo2 on 1 "$tmp/drbd-peer-outdater" \
		"$@" >"$tmp/said" 2>&1 || rc=$?
	echo "$rc"
}

# The fake drbdadm was called for this resource.
called()
{
	grep -q "outdate $1$" "$tmp/calls"
}

called_twice()
{
	[ "$(wc -l <"$tmp/calls")" -ge 2 ]
}

echo 0 >"$tmp/slow"
echo 0 >"$tmp/code"
is "$(asks -t 5)" 5 "without heartbeat nobody can be asked: 5"
on 1 "$hb" && on 2 "$hb"
until_true 8 holds ab/c
ok $? "heartbeat runs with dopd's lines in ha.cf"
until_true 5 logged 1 'dopd: exit status 100, not started again'
ok $? "dopd itself is not needed any more"

is "$(asks -t 10)" 4 "the other node is outdated: 4"
is "$(cat "$tmp/calls")" "0 nodo2 outdate drbd0" \
	"by its own drbdadm, once, as root"
for codes in '5 3' '17 6' '10 20' '1 20' '127 20'; do
	echo "${codes% *}" >"$tmp/code"
	is "$(asks -t 10)" "${codes#* }" \
		"drbdadm exits with ${codes% *} there: ${codes#* }"
done
chmod -x "$tmp/drbdadm"
is "$(asks -t 10)" 20 "no drbdadm there: 20"
chmod +x "$tmp/drbdadm"
echo 0 >"$tmp/code"
is "$(asks -t 10 -r 'web' -p NODO2)" 4 \
	"resource and node can be given as options, in any case"
is "$(tail -n 1 "$tmp/calls")" "0 nodo2 outdate web" "and that one is meant"

echo 11 >"$tmp/code"
: >"$tmp/calls"
asks -t 60 >"$tmp/first" &
until_true 5 called_twice
echo 0 >"$tmp/code.new" # never half of it: it is being read
mv "$tmp/code.new" "$tmp/code"
wait $!
is "$(cat "$tmp/first")" 4 "one that is still connected is asked till it is not"

: >"$tmp/calls"
for words in '-r all' '-r -d' '-r a\ b' '-t 0' '-x' 'drbd0'; do
	is "$(eval "asks $words")" 20 "refused: $words"
done
# shellcheck disable=SC2016 # perl expands it
raw='socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die;
	connect($s, sockaddr_un(shift @ARGV)) or die;
	syswrite($s, "$ARGV[0]\n"); print <$s>'
for words in 'outdate all nodo2' 'outdate -d nodo2' 'outdate'; do
	like "$(perl -MSocket -e "$raw" "$tmp/1/run/ctl" "$words")" \
		'^error: .*not a name' "the daemon refuses: $words"
done
is "$(asks -t 5 -p nodo1)" 5 "this node is not its own peer: 5"
is "$(asks -t 5 -p nodo9)" 5 "nor is one that the cluster does not know: 5"
is "$(cat "$tmp/calls")" "" "and nothing is run"

echo 4 >"$tmp/slow"
asks -t 60 >"$tmp/first" &
until_true 5 called drbd0
is "$(asks -t 60)" 21 "a second question about the same: 21"
is "$(asks -t 1 -r other)" 5 "no answer in time: 5"
wait $!
is "$(cat "$tmp/first")" 4 "the first one has its answer"
is "$(grep -c 'is dead\|Late heartbeat' "$tmp/1/log")" 0 \
	"no beat was late for that"

echo 5 >"$tmp/slow"
: >"$tmp/calls"
asks -t 60 >"$tmp/first" &
until_true 5 called drbd0
kill -9 "$(cat "$tmp/2/run.pid")"
rm "$tmp/2/run.pid"
wait $!
is "$(cat "$tmp/first")" 5 "the other node dies meanwhile: 5"
is "$(asks -t 60)" 5 "once it is dead it is not asked: 5"
tap_ends
