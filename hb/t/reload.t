#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# heartbeat -r and SIGHUP on real daemons: a bad file leaves all as it was and
# is told with its line; a good one starts and stops only what it changes.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"

for n in 1 2; do
	sed -i '/ping/d; /ipfail/d' "$tmp/$n/ha.d/ha.cf"
done
# One that does not start
cat >"$tmp/1/ha.d/resource.d/broken" <<'E'
#!/bin/sh
case $1 in start) exit 1 ;; status) echo stopped ;; esac
E
chmod +x "$tmp/1/ha.d/resource.d/broken"

# What was started and stopped on node N since the mark; a status is no news.
mark()
{
	: >"$tmp/1/done"
	: >"$tmp/2/done"
}

done_on()
{
	grep -v status "$tmp/$1/done" | tr '\n' ','
}

did()
{
	[ "$(done_on 1)/$(done_on 2)" = "$1" ]
}

resources()
{
	for n in 1 2; do
		printf '%s\n' "$1" >"$tmp/$n/ha.d/haresources"
	done
}

rereads()
{
	on "$1" "$hb" -r 2>"$tmp/said"
}

on 1 "$hb" && on 2 "$hb"
until_true 8 holds ab/c && until_true 8 rests local local
ok $? "each starts its own group"

mark
for bad in 'ha.cf:9:frob 1' 'haresources:3:nodo9 x' 'authkeys:4:3 rot13 x'; do
	file=${bad%%:*} line=${bad#*:}
	line=${line%%:*}
	cp -p "$tmp/1/ha.d/$file" "$tmp/kept"
	echo "${bad##*:}" >>"$tmp/1/ha.d/$file"
	: >"$tmp/1/log"
	rereads 1
	is "$? $(cat "$tmp/said")" \
		"1 heartbeat: error: the old configuration stays, see the log" \
		"a bad $file is refused"
	logged 1 "ERROR: $tmp/1/ha.d/$file:$line: "
	ok $? "with its line"
	: >"$tmp/1/log"
	kill -HUP "$(cat "$tmp/1/run.pid")"
	until_true 5 logged 1 "ERROR: $tmp/1/ha.d/$file:$line: "
	ok $? "by SIGHUP, too"
	cp -p "$tmp/kept" "$tmp/1/ha.d/$file"
done
holds ab/c && did /
ok $? "and nothing was started or stopped"

rereads 1
ok $? "files that are as they were are read"
sed -i 's/^warntime.*/warntime 400ms/' "$tmp/1/ha.d/ha.cf"
rereads 1 && [ "$(on 1 "$tmp/cl_status" hbparameter -p warntime)" = 400ms ]
ok $? "a time changes"
is "$(done_on 1)" "" "and nothing is started or stopped"
sed -i 's/^bcast eth1/bcast eth1 eth0/' "$tmp/1/ha.d/ha.cf"
rereads 1
[ $? -eq 1 ] && logged 1 'nodes, media, ping nodes or clients have changed'
ok $? "another medium wants a restart, and the log says so"
sed -i 's/^bcast.*/bcast eth1/' "$tmp/1/ha.d/ha.cf"

resources 'nodo1 res::a::x res::b res::d
nodo2 res::c'
rereads 2 && rereads 1
ok $? "a resource more is read"
until_true 6 holds abd/c
ok $? "it is started"
did "d start,/"
ok $? "and nothing else happens"

mark
resources 'nodo2 res::c
nodo1 res::e res::f
nodo1 res::a::x res::b res::d'
rereads 2 && rereads 1
until_true 6 holds abdef/c
ok $? "a group more, before the others"
did "e start,f start,/"
ok $? "is all that is started"

mark
resources 'nodo2 res::c
nodo1 res::e res::f
nodo1 res::a::x res::d'
rereads 2 && rereads 1
until_true 6 holds adef/c
ok $? "one in the middle of a group goes"
until_true 6 did 'd stop,b stop,d start,/'
ok $? "and what stands on it is started anew, the rest goes on"

mark
until_true 6 rests local local
resources 'nodo2 res::c
nodo1 res::e
nodo1 res::a::x res::d broken res::g'
rereads 2 && rereads 1
until_true 6 logged 1 'CRIT: Resource broken cannot be started'
ok $? "one that does not start is told"
until_true 6 holds ade/c && did "f stop,/"
ok $? "what runs goes on, and what has gone is stopped"
resources 'nodo2 res::c
nodo1 res::e
nodo1 res::a::x res::d'
until_true 6 rests local local
rereads 2 && rereads 1

mark
resources 'nodo2 res::c res::e
nodo1 res::a::x res::d'
rereads 1
[ $? -eq 1 ] && logged 1 'res::e belongs to the other node now'
ok $? "one that changes its home is refused"
holds ade/c && did /
ok $? "and nothing happens"
resources 'nodo2 res::c
nodo1 res::e
nodo1 res::a::x res::d'

on 1 "$tmp/hb_standby" >/dev/null
until_true 6 holds /acde
ok $? "after it all move together"
is "$(done_on 1)" "d stop,a stop,e stop," "in the reverse order of the file"
on 1 "$hb" -k && on 2 "$hb" -k && holds /
ok $? "and all stop"
tap_ends
