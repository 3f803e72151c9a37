#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the daemon runs beside resources, and what it tells: clients of respawn
# and failfast, scripts of rc.d, variables, late beats, debug lines, syslog, the
# watchdog.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"

# A client that ends with a status of its own, and notes each start; and one
# that stays until it is told to end.
# shellcheck disable=SC2016 # the client expands it
for status in 100 7; do
	{
		printf '#!/bin/sh\ndate +%%s >>%s\n' "$tmp/times-$status"
		printf 'echo "%s $1 $COLOUR $HA_keepalive" >>%s\nexit %s\n' \
			$status "$tmp/clients" $status
	} >"$tmp/ends-$status"
done
cat >"$tmp/stays" <<E
#!/bin/sh
trap 'echo ended >>$tmp/clients; exit 0' TERM
echo "stays \$(id -un)" >>$tmp/clients
while :; do [ ! -e $tmp/end ] || exit 0; sleep 0.1; done
E
mkdir "$tmp/1/ha.d/rc.d"
for type in status ask_resources; do
	cat >"$tmp/1/ha.d/rc.d/$type" <<E
#!/bin/sh
env >>$tmp/env.\$HA_t.\$HA_st\$HA_info
E
done
chmod +x "$tmp"/ends-* "$tmp/stays" "$tmp"/1/ha.d/rc.d/*
chmod 755 "$tmp"
: >"$tmp/clients"
: >"$tmp/watchdog" # each feeding is a byte more
chmod 666 "$tmp/clients"
for n in 1 2; do
	sed -i '/ping/d; /ipfail/d; s/^deadtime.*/deadtime 4/' "$tmp/$n/ha.d/ha.cf"
done
cat >>"$tmp/1/ha.d/ha.cf" <<E
env COLOUR=red
respawn root $tmp/ends-100 word
respawn root $tmp/ends-7 word
failfast nobody $tmp/stays
debugfile $tmp/1/debug
watchdog $tmp/watchdog
logfacility local3
E

# /dev/log of its own for node 1
mkdir -p "$tmp/sys/dev" # not below a node: what fails shows $tmp/*/log
mknod -m 666 "$tmp/sys/dev/null" c 1 3
mknod -m 666 "$tmp/sys/dev/urandom" c 1 9
perl -MSocket -e '
	socket(my $s, PF_UNIX, SOCK_DGRAM, 0) or die;
	bind($s, sockaddr_un($ARGV[0])) or die $!;
	open(my $f, ">>", $ARGV[1]) or die;
	$f->autoflush;
	while (getppid() != 1) {
		my $want = "";
		vec($want, fileno($s), 1) = 1;
		next if select(my $r = $want, undef, undef, 1) <= 0;
		recv($s, my $line, 4096, 0);
		print $f "$line\n";
	}' -MIO::Handle "$tmp/sys/dev/log" "$tmp/syslog" &
holders="$holders $!"
until_true 5 [ -e "$tmp/sys/dev/log" ]
on 1 unshare -m sh -c "mount --bind $tmp/sys/dev /dev && exec $hb"
ok $? "it starts"
on 2 "$hb"
until_true 8 holds ab/c
ok $? "both nodes hold their own"

# has FILE REGEX N: so many lines, or more
has()
{
	[ "$(grep -c "$2" "$tmp/$1")" -ge "$3" ]
}

until_true 12 has clients '^7 word red 100ms$' 2
ok $? "a client that ends is started again, with its words and env"
until_true 5 logged 1 'ends-7 word: exit status 7, starting it again'
ok $? "and the log says why"
[ "$(($(sed -n 2p "$tmp/times-7") - $(sed -n 1p "$tmp/times-7")))" -ge 4 ]
ok $? "after five seconds"
is "$(grep -c '^100' "$tmp/clients")" 1 "with status 100 it is not"
is "$(grep stays "$tmp/clients")" "stays nobody" "one runs as the user named"

until_true 5 [ -s "$tmp/env.status.active" ]
ok $? "rc.d/status runs when the other node's status changes"
for line in HA_t=status HA_src=nodo2 HA_st=active HA_OSTATUS=up \
    HA_CURHOST=nodo1 HA_NICEFAILBACK=yes HA_keepalive=100ms HA_udpport=694 \
    HA_protocol=1 "HA_RCDIR=$tmp/1/ha.d/rc.d" HA_LOGFACILITY=local3 \
    HA_BIN=/usr/lib/heartbeat "HA_FUNCS=$tmp/1/ha.d/shellfuncs" COLOUR=red \
    HA_COLOUR=red; do
	ok "$(grep -qx "$line" "$tmp/env.status.active"; echo $?)" \
		"it has $line"
done
for name in seq hg ts ttl dt; do
	ok "$(grep -q "^HA_$name=." "$tmp/env.status.active"; echo $?)" \
		"and HA_$name"
done
is "$(grep HA_rsc_hold "$tmp/env.status.active")" "" \
	"but nothing that only other messages have"

on 2 "$tmp/hb_standby" all >/dev/null
until_true 6 holds abc/
until_true 5 [ -s "$tmp/env.ask_resources.me" ]
ok $? "rc.d/ask_resources sees a standby of the other node"
ok "$(grep -qx HA_rsc_hold=all "$tmp/env.ask_resources.me"; echo $?)" \
	"and of what"

! grep -q debug: "$tmp/1/debug"
ok $? "there are no debug lines"
echo 'debug 1' >>"$tmp/1/ha.d/ha.cf"
on 1 "$hb" -r
ok $? "a reload with debug 1"
until_true 6 logged 1 'Other node completed standby\|Standby resource acq'
on 2 "$tmp/hb_takeover" local >/dev/null
until_true 6 holds ab/c
until_true 5 grep -q 'debug: heard by eth1 hb_takeover src=nodo2' "$tmp/1/debug"
ok $? "a message that is heard is a debug line then"
until_true 5 grep -q 'debug: sent ask_resources.*rsc_hold=.*info=done' \
	"$tmp/1/debug"
ok $? "and one that is sent"
! grep -q 'debug: sent status' "$tmp/1/debug" && ! logged 1 debug:
ok $? "but no beat, and nothing in the log proper"
sed -i 's/^debug 1/debug 2/' "$tmp/1/ha.d/ha.cf"
on 1 "$hb" -r && until_true 5 grep -q 'debug: sent status' "$tmp/1/debug"
ok $? "each beat with debug 2"

# local3 is 19: 8 x 19 + 6 (info)
until_true 5 has syslog '^<158>heartbeat: info: Configuration reread' 2
ok $? "syslog has what the log has"
has syslog '^<159>heartbeat: debug: sent status' 1
ok $? "and debug lines"

fed()
{
	[ "$(wc -c <"$tmp/watchdog")" -gt "$1" ]
}
until_true 5 fed "$(wc -c <"$tmp/watchdog")"
ok $? "the watchdog is fed"
pid=$(cat "$tmp/1/run.pid")
kill -STOP "$pid"
size=$(wc -c <"$tmp/watchdog")
sleep 0.5 # five beats, and no event
! fed "$size"
ok $? "but not while the daemon stands still, though its children live"
kill -CONT "$pid"
until_true 5 fed "$size"
ok $? "and again when it goes on"

pid=$(cat "$tmp/2/run.pid")
kill -STOP "$pid"
sleep 0.9 # longer than warntime, and no event
kill -CONT "$pid"
until_true 5 logged 1 'WARN: Late heartbeat: Node nodo2: interval [0-9]* ms$'
ok $? "a beat later than warntime is told"
! logged 1 'nodo2: is dead' && holds ab/c
ok $? "and moves nothing"

: >"$tmp/end"
until_true 6 holds /abc
ok $? "when a failfast client ends the node leaves, and the other takes all"
gone()
{
	! on 1 "$hb" -s >/dev/null
}
until_true 6 gone
ok $? "its daemon ends"
is "$(tail -c 1 "$tmp/watchdog")" V "and disarms the watchdog"
logged 1 'CRIT: a failfast client ended: leaving the cluster'
ok $? "and says why"
! logged 2 'answers about'
ok $? "and no end of a client was taken for an answer"
! logged 2 'nodo1: is dead'
ok $? "the other did not wait for deadtime"
tap_ends
