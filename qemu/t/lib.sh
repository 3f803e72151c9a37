# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the stories share: TAP, a lab of their own, waiting for events, and on a
# failure what consoles and logs said last. A story begins with
#	. "$(dirname "$0")/lib.sh"
# and ends with `story_ends`.
set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=lib/tap.sh
. "$top/lib/tap.sh"
# shellcheck disable=SC2034 # the stories use it
haimg=$top/tools/haimg
story=$(basename "$0" .t)
export LATIDO_PAIR="${LATIDO_PAIR:-$top/out/stories/$story}"
began=$(date +%s)

pair()
{
	"$top/qemu/pair" "$@"
}

on()
{
	pair exec -t "${limit:-120}" "$1" "$2"
}

# Say what is being done, with the time since the beginning.
step()
{
	echo "# $(($(date +%s) - began)) s: $*"
}

# awaits NODE REGEX SECONDS SENTENCE: console or ha-log will show it; what an
# earlier awaits has seen does not count again, so a row of them is an order.
awaits()
{
	seen=$(pair wait "$1" "$2" "$3" 2>&1)
	ok $? "$4" "$seen"
}

# in_order NODE SENTENCE REGEX…: lines of its ha-log match, in this order,
# since the log was marked (`log_mark NODE`) last.
in_order()
{
	node=$1 sentence=$2 at=0
	shift 2
	# the log comes over a serial line, up to a second late
	for last; do :; done
	until halog "$node" | grep -Eq -- "$last"; do
		pair wait "$node" "$last" 10 >/dev/null 2>&1 || break
	done
	log=$(halog "$node")
	for regex; do
		found=$(printf '%s\n' "$log" | tail -n +$((at + 1)) |
		    grep -En -m1 -- "$regex")
		if [ -z "$found" ]; then
			ok 1 "$sentence" \
			    "not there, or not after line $at: $regex"
			return 1
		fi
		at=$((at + ${found%%:*}))
	done
	ok 0 "$sentence"
}

# Start measuring the outages of an address for so many seconds, into
# $LATIDO_PAIR/watch; returns when the first probe was answered.
watch_begins()
{
	pair watch "$1" "$2" >"$LATIDO_PAIR/watch" &
	watch=$!
	until grep -q answered "$LATIDO_PAIR/watch"; do
		kill -0 $watch 2>/dev/null || break
		pair ping "$1" >/dev/null
	done
}

# The lines of a node's ha-log since the last mark, as the lab has them.
halog()
{
	tail -n +$(($(mark_of "$1") + 1)) "$LATIDO_PAIR/$1.ha-log"
}

mark_of()
{
	cat "$LATIDO_PAIR/$1.mark" 2>/dev/null || echo 0
}

log_mark()
{
	for node; do
		wc -l <"$LATIDO_PAIR/$node.ha-log" >"$LATIDO_PAIR/$node.mark"
		pair mark "$node"
	done
}

# Boot the story's lab, or skip the story where there can be none.
lab_up()
{
	step "pair up $*"
	mkdir -p "$LATIDO_PAIR"
	rm -f "$LATIDO_PAIR"/*.mark
	if ! pair up -d --fresh "$@"; then
		ok 1 "the lab comes up"
		story_ends
	fi
	trap 'story_ends' EXIT
	trap 'exit 130' INT TERM HUP
}

evidence()
{
	for file in log nodo1.console nodo1.ha-log nodo2.console nodo2.ha-log
	do
		[ -s "$LATIDO_PAIR/$file" ] || continue
		echo "# --- $file"
		tail -n 40 "$LATIDO_PAIR/$file" | tr -d '\r\000' |
		    cut -c1-200 | sed 's/^/#   /'
	done
}

story_ends()
{
	status=$?
	trap '' EXIT INT TERM HUP
	if [ $tap_failed -gt 0 ] || [ $status -gt 1 ]; then
		evidence
	fi
	pair down >/dev/null 2>&1
	rm -f "$LATIDO_PAIR"/*.disk "$LATIDO_PAIR"/*.card
	step "end"
	tap_ends && [ $status -le 1 ]
	exit $?
}

# The how-to's first steps on a fresh pair: meta-data, first sync, file
# system, a page. Both nodes are left without heartbeat and without DRBD's
# device in use.
howto_prepare()
{
	for node in nodo1 nodo2; do
		awaits "$node" "$node login: " 120 "$node boots"
		# the boot starts it after what DRBD has to say
		awaits "$node" 'Starting heartbeat' 120 \
		    'DRBD without meta-data does not keep heartbeat from starting'
		on "$node" '/etc/init.d/heartbeat stop' >/dev/null
	done
	step 'create meta-data, first sync'
	for node in nodo1 nodo2; do
		on "$node" 'drbdadm down drbd0; yes yes | drbdadm create-md drbd0' \
		    >/dev/null
		ok $? "meta-data is made on $node"
	done
	on nodo1 '/etc/init.d/drbd start' >/dev/null &
	on nodo2 '/etc/init.d/drbd start' >/dev/null
	ok $? 'DRBD starts'
	wait $!
	like "$(on nodo1 'cat /proc/drbd')" 'cs:Connected' 'the nodes connect'
	on nodo1 'drbdadm -- --overwrite-data-of-peer primary drbd0'
	ok $? 'nodo1 becomes primary'
	on nodo1 'until grep -q UpToDate/UpToDate /proc/drbd; do
usleep 200000; done'
	ok $? 'the first sync comes to its end'
	step 'file system and page'
	on nodo1 'mkreiserfs -q -f /dev/nb0 && mount /dev/nb0 /home' >/dev/null
	ok $? 'mkreiserfs and mount on /dev/nb0'
	on nodo1 'mkdir /home/www && echo "It works" >/home/www/index.html &&
umount /home && drbdadm secondary drbd0'
	ok $? 'the page is there, and the device free again'
}
