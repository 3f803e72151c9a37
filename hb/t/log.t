#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The log lies in memory: it stays small, whoever writes there, and however
# much.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"

most=600000 # bytes: 256 KiB, and what is written before the next look

small()
{
	for f in "$tmp"/1/log "$tmp"/1/log.0 "$tmp"/1/debug "$tmp"/1/debug.0; do
		[ ! -e "$f" ] || [ "$(wc -c <"$f")" -lt $most ] || return 1
	done
}

# A resource that writes 1.1 MB while it starts, and leaves behind one that
# goes on to write for as long as it is there.
f=$tmp/1/up/chatty
cat >"$tmp/1/ha.d/resource.d/chatty" <<E
#!/bin/sh
block=\$(for i in 0 1 2 3 4 5 6 7 8 9 10; do printf '%099d\n' \$i; done)
case \$1 in
start)
	for i in \$(seq 1000); do
		echo "\$block"
		[ \$((i % 50)) -ne 0 ] || sleep 0.05
	done
	echo the last of the start
	>$f
	(while [ -e $f ]; do echo "\$block"; sleep 0.002; done) & ;;
stop)	rm -f $f ;;
status)	[ -e $f ] && echo running || echo stopped ;;
esac
E
chmod +x "$tmp/1/ha.d/resource.d/chatty"
echo 'nodo1 chatty' >"$tmp/1/ha.d/haresources"
echo "debugfile $tmp/1/debug" >>"$tmp/1/ha.d/ha.cf"

on 1 "$hb"
ok $? "it starts"
until_true 20 [ -e "$f" ]
ok $? "a resource that writes 1.1 MB is started"
small
ok $? "its log is no longer than twice 256 KiB"
grep -q 'the last of the start' "$tmp"/1/debug "$tmp"/1/debug.0
ok $? "and has the last that it wrote"

emptied()
{
	! grep -q 'the last of the start' "$tmp"/1/debug "$tmp"/1/debug.0
}
until_true 20 emptied
ok $? "one that it has left behind and goes on to write is cut short, too"
small
ok $? "in time"
grep -q 'Starting heartbeat' "$tmp/1/log"
ok $? "the log proper, which is short, has all from the start on"
on 1 "$hb" -k
ok $? "it stops"
tap_ends
