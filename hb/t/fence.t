#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# STONITH, monitoring and agents, with real daemons in namespaces: nothing is
# taken from a node before its reset is confirmed; what dies is started again.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
hb=$(pwd)/build/host/hb/heartbeat
ocf=$(pwd)/rootfs/etc/ha.d/resource.d/OCF
[ -x "$hb" ] || {
	skip_all "$hb is not built"
}

tmp=$(mktemp -d)
link=fe$$
holders=
trap finish EXIT
trap 'exit 1' INT TERM

finish()
{
	for n in 1 2; do
		[ ! -s "$tmp/$n/run.pid" ] ||
			kill -9 "$(cat "$tmp/$n/run.pid")" 2>/dev/null
	done
	for p in $holders; do kill "$p" 2>/dev/null; done
	rm -rf "$tmp"
}

tap_evidence()
{
	tail -n 8 "$tmp"/*/log 2>/dev/null | sed 's/^/# /'
}

for name in stonith meatclient hb_standby; do
	ln -s "${hb%/*}/commands" "$tmp/$name"
done

# A plugin that does as the file `device` says, and notes what it was asked.
plugins=$tmp/plugins
mkdir "$plugins"
cat >"$plugins/switch" <<E
#!/bin/sh
echo "\$* [\$address] [\$hostlist]" >>$tmp/asked
case \$1 in
getconfignames) echo address hostlist ;;
gethosts) for h in \$hostlist; do echo \$h; done ;;
status | reset | on | off) exit \$(cat $tmp/device) ;;
*) exit 1 ;;
esac
E
chmod +x "$plugins/switch"
export HA_STONITHDIR="$plugins"
echo 0 >"$tmp/device"

is "$("$tmp/stonith" -L | tr '\n' ' ')" \
	"meatware null rcd_serial external/switch " "stonith -L lists the types"
is "$("$tmp/stonith" -t external/switch -n)" "address hostlist" \
	"a plugin says its parameters"
is "$("$tmp/stonith" -t external/switch -p "10.0.0.9 nodo1 nodo2" -l |
	tr '\n' ' ')" "nodo1 nodo2  " "and the hosts that it can reset"
"$tmp/stonith" -t external/switch address=10.0.0.9 hostlist=nodo2 nodo2 \
	2>/dev/null
ok $? "stonith resets with a plugin"
is "$(tail -n 1 "$tmp/asked")" "reset nodo2 [10.0.0.9] [nodo2]" \
	"which gets the node and its parameters"
echo 1 >"$tmp/device"
said=$("$tmp/stonith" -t external/switch -p "10.0.0.9 nodo2" nodo2 2>&1)
is "$?" 1 "a plugin that fails is believed"
ok "$(echo "$said" | grep -q "Return code 1 from .*/switch reset"; echo $?)" \
	"and named"
said=$("$tmp/stonith" -t null -p nodo1 nodo2 2>&1)
is "$?/${said##*Device }" "1/null cannot reset host nodo2." \
	"a host that the device does not have is not reset"
said=$("$tmp/stonith" -t rcd_serial -p "nodo2 /dev/null rts 10" nodo2 2>&1)
is "$?/${said##*: }" "1/Inappropriate ioctl for device" \
	"rcd_serial on what is no serial line fails"

# OCF agents
mkdir -p "$tmp/ocf/resource.d/acme" "$tmp/conf/conf/OCF/Toy"
cat >"$tmp/ocf/resource.d/acme/Toy" <<E
#!/bin/sh
f=$tmp/toy.\$OCF_RESKEY_name
case \$1 in
start) echo "\$OCF_RESKEY_text" >\$f ;;
stop) rm -f \$f ;;
monitor) [ -e \$f ] || exit 7 ;;
*) exit 3 ;;
esac
E
chmod +x "$tmp/ocf/resource.d/acme/Toy"
printf 'OCF_RESKEY_name=two\nOCF_RESKEY_text=x\n' >"$tmp/conf/conf/OCF/Toy/inst"
toy()
{
	OCF_ROOT=$tmp/ocf HA_DIR=$tmp/conf "$ocf" "$@"
}
is "$(toy acme Toy name=one "text=a b" status)" stopped \
	"an OCF agent's 7 is stopped"
toy acme Toy name=one "text=a b" start &&
	[ "$(toy acme Toy name=one status)" = running ] &&
	[ "$(cat "$tmp/toy.one")" = "a b" ]
ok $? "it starts with its parameters, and runs"
toy Toy inst start && [ -e "$tmp/toy.two" ] && toy Toy inst stop &&
	[ ! -e "$tmp/toy.two" ]
ok $? "Linux-HA's form takes them from the file of its instance"
toy acme Nothing start 2>"$tmp/said"
is "$?" 2 "an agent that is not there is refused"
grep -q '^OCF: neither .*acme/Nothing nor ' "$tmp/said"
ok $? "and named"

unshare -nu true 2>/dev/null || {
	echo "# namespaces are not allowed here: no daemons"
	tap_ends
	exit
}

on()
{
	node=$1
	shift
	HA_DIR=$tmp/$node/ha.d HA_RUNDIR=$tmp/$node/run \
		nsenter -t "$(cat "$tmp/$node/holder")" -n -u "$@"
}

held()
{
	(cd "$tmp/$1/up" && echo ./* | tr -d './* ')
}

until_true()
{
	tries=$(($1 * 20))
	shift
	while ! "$@"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 0.05
	done
}

holds()
{
	[ "$(held 1)/$(held 2)" = "$1" ]
}

logged()
{
	grep -q "$2" "$tmp/$1/log"
}

# at_least TIMES NODE REGEX
at_least()
{
	[ "$(grep -c "$3" "$tmp/$2/log")" -ge "$1" ]
}

own_net()
{
	[ "$(readlink "/proc/$(cat "$tmp/$1/holder")/ns/net")" != \
		"$(readlink /proc/$$/ns/net)" ]
}

make_node()
{
	d=$tmp/$1/ha.d
	mkdir -p "$d/resource.d" "$tmp/$1/up"
	cat >"$d/ha.cf" <<-E
		logfile $tmp/$1/log
		keepalive 100ms
		deadtime 1
		initdead 5
		bcast eth1
		auto_failback on
		script_timeout 2
		monitor 200ms
		monitor_restarts 1
		stonith_host * external/switch 10.0.0.9 nodo1 nodo2
		node nodo1 nodo2
	E
	echo 'nodo1 res::a res::b' >"$d/haresources"
	echo 'nodo2 res::c' >>"$d/haresources"
	printf 'auth 1\n1 sha1 secret\n' >"$d/authkeys"
	chmod 600 "$d/authkeys"
	cat >"$d/resource.d/res" <<-E
		#!/bin/sh
		f=$tmp/$1/up/\$1
		[ "\$2" = status ] || echo "\$1 \$2" >>$tmp/$1/done
		case \$2 in
		start) >\$f ;;
		stop) rm -f \$f; [ ! -e $tmp/$1/stuck ] || exit 1 ;;
		status)
			[ ! -e $tmp/$1/hang ] || sleep 60
			[ ! -e $tmp/$1/stuck ] || echo running
			[ -e \$f ] && echo running || echo stopped ;;
		esac
	E
	chmod +x "$d/resource.d/res"
	unshare -nu sleep 600 &
	echo $! >"$tmp/$1/holder"
	holders="$holders $!"
	until_true 5 own_net "$1"
	on "$1" hostname "nodo$1"
	on "$1" ip link set lo up
}

make_node 1
make_node 2
ip link add "${link}a" type veth peer name "${link}b" || exit 1
ip link set "${link}a" netns "$(cat "$tmp/1/holder")" name eth1
ip link set "${link}b" netns "$(cat "$tmp/2/holder")" name eth1
for n in 1 2; do
	on $n ip addr add 10.10.10.$n/24 brd + dev eth1
	on $n ip link set eth1 up
done

on 1 "$hb" && on 2 "$hb" && until_true 5 holds ab/c
ok $? "both start their own groups"
until_true 5 logged 1 'Local Resource acquisition completed'

rm "$tmp/1/up/a"
until_true 5 logged 1 'group res::a does not run, starting it again (1 of 1)' &&
	until_true 5 holds ab/c
ok $? "a resource that dies is started again"
is "$(tail -n 4 "$tmp/1/done" | tr "\n" ,)" \
	"b stop,a stop,a start,b start," \
	"what stands on it is stopped first"
: >"$tmp/1/hang"
until_true 10 logged 1 'CRIT: resource group res::a does not run, and was'
ok $? "a status that hangs is ended, and counts as one that fails"
! logged 2 'Late heartbeat\|is dead'
ok $? "no beat was late for it"
rm "$tmp/1/hang"
until_true 15 holds /abc
ok $? "the second time all is handed over"
until_true 5 logged 1 'Other node completed standby takeover of all'
on 2 "$tmp/hb_standby" foreign >/dev/null
until_true 8 holds ab/c
ok $? "and comes back when asked for"
until_true 5 logged 2 'Other node completed standby takeover of foreign'

kill -9 "$(cat "$tmp/1/run.pid")"
until_true 15 at_least 2 2 'STONITH of nodo1 failed.  Retrying...'
ok $? "a device that fails is tried again"
holds ab/c && ! logged 2 'Resources being acquired from nodo1'
ok $? "and nothing is taken as long as no reset is confirmed"
rm -f "$tmp"/1/up/*
echo 0 >"$tmp/device"
until_true 10 holds /abc
ok $? "after a confirmed reset all is taken"
logged 2 'Resetting node nodo1 with \[external/switch\]' &&
	logged 2 'node nodo1 now reset.'
ok $? "with the log lines of Heartbeat"

on 1 "$hb"
until_true 8 holds ab/c
ok $? "when it is back, so are its resources"
until_true 5 at_least 2 2 'Other node completed standby takeover of foreign'
for n in 1 2; do
	sed -i 's/^stonith_host.*/stonith_host * meatware nodo1 nodo2/' \
		"$tmp/$n/ha.d/ha.cf"
	on $n "$hb" -r
done
kill -9 "$(cat "$tmp/1/run.pid")"
until_true 8 logged 2 'OPERATOR INTERVENTION REQUIRED to reset nodo1'
ok $? "meatware asks for a human"
echo n | on 2 "$tmp/meatclient" -c nodo1 -w >/dev/null
is $? 1 "who may say no"
until_true 8 logged 2 'reset of nodo1 was not confirmed' && holds ab/c
ok $? "and then nothing is taken"
rm -f "$tmp"/1/up/*
echo y | on 2 "$tmp/meatclient" -c nodo1 -w >/dev/null &&
	until_true 8 holds /abc
ok $? "after meatclient's yes all is"
on 2 "$tmp/meatclient" -c nodo1 2>"$tmp/said"
is $? 1 "meatclient refuses when nobody waits"
grep -q 'expected meatware to wait' "$tmp/said"
ok $? "and says so"

# A stop that fails for ever: no goodbye, so nobody takes what may still run.
on 1 "$hb" && until_true 8 holds ab/c
ok $? "both serve again"
until_true 5 at_least 3 2 'Other node completed standby takeover of foreign'
: >"$tmp/2/stuck"
kill "$(cat "$tmp/2/run.pid")"
until_true 25 logged 2 'Resource STOP failure: something of'
ok $? "a stop that fails for ever is told"
! logged 1 'Acquiring resource group: nodo2' &&
	kill -0 "$(cat "$tmp/2/run.pid")"
ok $? "and the node neither leaves nor hands over"
tap_ends
