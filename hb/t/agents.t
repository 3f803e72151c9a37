#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Agents of each kind, as shell scripts run by the real daemon: one of
# resource.d, one of OCF, one of /etc/init.d that knows only LSB's exit status.
# They hang, and no beat is late. A daemon that stood still lets go of its
# addresses first.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"

at_least()
{
	[ "$(grep -c "$3" "$tmp/$2/log")" -ge "$1" ]
}

# All runs where it shall, and no script runs.
at_home()
{
	holds ilo/c && rests local local
}

# agent NODE LETTER FILE: what all three do; one whose file hang.LETTER names
# this operation hangs once, and heeds no signal that can be caught. To start
# what runs takes it a while.
agent()
{
	cat >"$3" <<-E
		#!/bin/sh
		f=$tmp/$1/up/$2 h=$tmp/$1/hang.$2
		for op; do :; done
		case \$op in start | stop) echo "$2 \$op" >>$tmp/$1/done ;; esac
		if grep -qx "\$op" \$h 2>/dev/null; then
			rm \$h
			trap '' TERM HUP INT
			while :; do sleep 7013; done
		fi
		case \$op in
		start) [ ! -e \$f ] || { sleep 0.5; echo "$2 told" >>$tmp/$1/done; }
			>\$f ;;
		stop) rm -f \$f ;;
	E
	chmod +x "$3"
}

for n in 1 2; do
	d=$tmp/$n/ha.d
	# res of this pair is c, on nodo2
	echo 'nodo1 IPaddr::10.0.0.88 OCF::acme::Toy::name=one lsb' \
		>"$d/haresources"
	echo 'nodo2 res::c' >>"$d/haresources"
	printf 'script_timeout 1\nmonitor 200ms\nmonitor_restarts 9\n' \
		>>"$d/ha.cf"
	echo 'max_handovers 9' >>"$d/ha.cf"
	cp rootfs/etc/ha.d/resource.d/OCF "$d/resource.d/"
	mkdir -p "$tmp/$n/init.d" "$tmp/$n/ocf/resource.d/acme"
	agent $n i "$d/resource.d/IPaddr"
	# shellcheck disable=SC2016
	echo 'status) [ -e $f ] && echo running || echo stopped ;;
	esac' >>"$d/resource.d/IPaddr"
	agent $n o "$tmp/$n/ocf/resource.d/acme/Toy"
	# shellcheck disable=SC2016
	echo 'monitor) [ "$OCF_RESKEY_name" = one ] && [ -e $f ] || exit 7 ;;
	*) exit 3 ;;
	esac' >>"$tmp/$n/ocf/resource.d/acme/Toy"
	agent $n l "$tmp/$n/init.d/lsb"
	# shellcheck disable=SC2016
	echo 'status) [ -e $f ] || exit 3 ;;
	esac' >>"$tmp/$n/init.d/lsb"
done

# The daemon, with an /etc/init.d of its own
start()
{
	OCF_ROOT=$tmp/$1/ocf on "$1" unshare -m sh -c \
		"mount --bind $tmp/$1/init.d /etc/init.d && exec $hb"
}

if ! unshare -m mount --bind "$tmp/1/init.d" /etc/init.d 2>/dev/null; then
	skip_all "bind mounts are not allowed here"
fi
start 1 && start 2
until_true 8 holds ilo/c
ok $? "an agent of each kind is started"
is "$(grep start "$tmp/1/done" | tr '\n' ,)" "i start,o start,l start," "in order, once"
logged 1 'Running /etc/init.d/lsb *start'
ok $? "the one of LSB where it lies"

k=0
for letter in i o l; do
	until_true 5 at_home
	k=$((k + 1))
	rm "$tmp/1/up/$letter"
	until_true 5 logged 1 "starting it again ($k of 9)" &&
		until_true 5 holds ilo/c
	ok $? "$letter dies and is started again"
done
ok "$(sleep 0.5 && ! at_least 4 1 'starting it again'; echo $?)" \
	"what runs is left alone"

# The start of each kind hangs: killed, given up, handed over.
k=0
for letter in i o l; do
	k=$((k + 1))
	until_true 8 holds ilo/c
	echo start >"$tmp/1/hang.$letter"
	rm "$tmp/1/up/$letter"
	until_true 8 at_least $k 1 'start: no end after 1 s (script_timeout), killed'
	ok $? "a start of $letter that hangs is killed"
	until_true 8 holds /cilo
	ok $? "and the group is handed over"
	until_true 8 at_least $k 1 'Other node completed standby takeover of all'
	on 1 "$tmp/hb_takeover" local >/dev/null
	until_true 8 holds ilo/c
	ok $? "it comes back"
	until_true 8 at_least $k 2 'Other node completed standby takeover of f'
done

# So does the stop of each, once.
k=0
for letter in i o l; do
	k=$((k + 1))
	echo stop >"$tmp/1/hang.$letter"
	on 1 "$tmp/hb_standby" local >/dev/null
	until_true 8 at_least $k 1 'stop: no end after 1 s (script_timeout), killed'
	ok $? "a stop of $letter that hangs is killed"
	until_true 8 holds /cilo
	ok $? "and tried again, before the other starts it"
	until_true 8 at_least $k 1 'Other node completed standby takeover of l'
	on 1 "$tmp/hb_takeover" local >/dev/null
	until_true 8 holds ilo/c
	until_true 8 at_least $((k + 3)) 2 \
		'Other node completed standby takeover of f'
done

# And a status.
k=0
for letter in i o l; do
	k=$((k + 1))
	until_true 8 at_home
	case $letter in o) op=monitor ;; *) op=status ;; esac
	echo $op >"$tmp/1/hang.$letter"
	until_true 8 [ ! -e "$tmp/1/hang.$letter" ] &&
		until_true 8 at_least $((k + 6)) 1 'starting it again'
	ok $? "a status of $letter that hangs counts as one that fails"
done
until_true 8 holds ilo/c
is "$(grep -ch 'Late heartbeat\|is dead' "$tmp/1/log" "$tmp/2/log" |
	tr '\n' ' ')" "0 0 " "no beat was late for any of it"
is "$(grep -lz 'sleep.701[3]' /proc/[0-9]*/cmdline 2>/dev/null)" "" \
	"and nothing that hung is left"

# Node 1 stands still; node 2 takes all; when node 1 goes on, its address goes
# before what would be stopped before it in a planned hand-over.
: >"$tmp/1/done"
pid=$(cat "$tmp/1/run.pid")
kill -STOP "$pid"
until_true 8 holds ilo/cilo
ok $? "a node that stands still is taken over"
kill -CONT "$pid"
until_true 8 logged 1 'giving up all resources' &&
	until_true 8 grep -q 'o stop' "$tmp/1/done"
ok $? "when it goes on it gives up all"
is "$(head -n 4 "$tmp/1/done" | tr '\n' ,)" "i stop,l stop,o stop,i stop," \
	"its address first"
until_true 15 holds ilo/c
ok $? "and gets its own back"
until_true 5 grep -q 'i told' "$tmp/2/done" && until_true 5 at_home
ok $? "whose address the other node had told the network of"
holds ilo/c
ok $? "and did not start again thereby"
tap_ends
