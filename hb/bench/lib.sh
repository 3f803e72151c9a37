# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by the benchmarks: pairs of ours, Debian's Heartbeat, keepalived and
# UCarp on the namespaces of hb/peer, one after the other. docs/bench.md.

here=$(cd "$(dirname "$0")" && pwd)
name=$(basename "$0")
PEER_DIR=$here/../peer
PEER_OURS=${PEER_OURS:-$here/../../out/rootfs}
PEER_SKIP="$name: skipped:"
outage=$here/../../build/host/hb/outage
vip=192.168.0.88
: "${RUNS:=5}"

if [ -z "${PEER_INSIDE-}" ]; then
	if [ -z "${BENCH_SYSTEMS-}" ]; then
		BENCH_SYSTEMS='ours real keepalived ucarp'
		"$PEER_DIR/debian-root" >/dev/null || {
			BENCH_SYSTEMS=ours
			echo "$name: only ours: no packages to compare it with"
		}
	fi
	[ -x "$outage" ] || {
		echo "$name: $outage is not built (make tests)" >&2
		exit 1
	}
	export BENCH_SYSTEMS RUNS
	PEER_PAIRS=
	for system in $BENCH_SYSTEMS; do
		PEER_PAIRS="$PEER_PAIRS $system:$system"
	done
fi
# shellcheck source=../peer/rig.sh
. "$PEER_DIR/rig.sh"
# shellcheck source=../../lib/figures.sh
. "$here/../../lib/figures.sh"

evidence()
{
	echo "  the pair: $pair"
	diagnose
}

has()	# SYSTEM: is it to be measured
{
	case " $BENCH_SYSTEMS " in *" $1 "*) return 0 ;; esac
	return 1
}

# ---- the systems

title()
{
	case $system in
	ours) echo 'ours' ;;
	real) echo 'Heartbeat 3.0.6' ;;
	keepalived) echo 'keepalived' ;;
	ucarp) echo 'UCarp' ;;
	esac
}

heartbeat_conf()	# N KEEPALIVE_MS DEADTIME_MS
{
	initdead_ms=3000
	[ "$3" -lt 2000 ] || initdead_ms=$((2 * $3))
	cat >"$etc/ha.d/ha.cf" <<-EOT
		logfile /var/log/ha-log
		logfacility none
		keepalive ${2}ms
		deadtime ${3}ms
		warntime $(($2 + ($3 - $2) / 2))ms
		initdead ${initdead_ms}ms
		udpport 694
		bcast eth1
		auto_failback off
		node nodo1
		node nodo2
	EOT
	echo "nodo1 $vip/24/eth0" >"$etc/ha.d/haresources"
	keyfile "$1" 'auth 2;2 sha1 latido'
}

# Both may become master, and who is stays it; the beats go over the LAN.
keepalived_conf()	# N ADVERT_MS
{
	mkdir -p "$etc/keepalived"
	cat >"$etc/keepalived/keepalived.conf" <<-EOT
		global_defs {
			vrrp_version 3
		}
		vrrp_instance bench {
			state BACKUP
			nopreempt
			interface eth0
			virtual_router_id 88
			priority 100
			advert_int $(printf '%d.%02d' $(($2 / 1000)) \
			    $(($2 % 1000 / 10)))
			virtual_ipaddress {
				$vip/24 dev eth0
			}
		}
	EOT
}

ucarp_conf()	# N ADVERT_S
{
	for op in add del; do
		printf '#!/bin/sh\nexec ip addr %s %s/24 dev eth0\n' $op $vip \
		    >"$etc/ucarp-$op"
		chmod +x "$etc/ucarp-$op"
	done
	echo "ucarp -i eth0 -s 192.168.0.2$1 -v 88 -p latido -a $vip -b $2 \
-u /etc/ucarp-add -d /etc/ucarp-del -z" >"$etc/ucarp-command"
}

system_conf()	# KEEPALIVE_MS DEADTIME_MS, of both
{
	for n in 1 2; do
		etc=/proc/$(pid_of $n)/root/etc
		case $system in
		ours|real) heartbeat_conf $n "$1" "$2" ;;
		keepalived) keepalived_conf $n "$1" ;;
		ucarp) ucarp_conf $n $(($1 / 1000)) ;;
		esac
		keepalive_ms=$1
	done
}

system_start()	# N
{
	: >"$lab/$1/log/started"
	case $system in
	ours|real) start "$1" ;;
	keepalived)
		run "$1" sh -c 'keepalived -n -l >/var/log/started 2>&1 &' ;;
	ucarp)
		run "$1" sh -c 'sh -c "echo \$\$ >/run/ucarp.pid
			exec $(cat /etc/ucarp-command)" \
			>/var/log/started 2>&1 &' ;;
	esac
}

# The node whose address it is; 0: none, ?: both.
holder()
{
	holders=
	for n in 1 2; do
		init=$(pid_of $n) || continue
		! grep -q -- "-- $vip\$" "/proc/$init/net/fib_trie" ||
			holders=$holders$n
	done
	case $holders in
	'') echo 0 ;;
	12) echo '?' ;;
	*) echo $holders ;;
	esac
}

# It knows its place beside the other, which lives.
stands()	# N
{
	case $system in
	ours|real)
		[ "$(run "$1" cl_status nodestatus nodo$((3 - $1)) \
		    2>/dev/null)" = active ] &&
		case $(run "$1" cl_status rscstatus 2>/dev/null) in
		none|local|foreign|all) true ;;
		*) false ;;
		esac ;;
	keepalived)
		grep -Eq 'Entering (BACKUP|MASTER) STATE' "$lab/$1/log/started" ;;
	ucarp)
		grep -Eq 'Switching to state: (BACKUP|MASTER)' \
		    "$lab/$1/log/started" ;;
	esac
}

ready()
{
	stands 1 && stands 2 && case $(holder) in 1|2) true ;; *) false ;; esac
}

# Packets tell who sent them: by their TTL.
boot_marked()	# N
{
	boot "$1"
	nsenter -t "$(pid_of "$1")" -n sh -c \
	    "echo $((64 + $1)) >/proc/sys/net/ipv4/ip_default_ttl"
}

pair_up()	# SYSTEM KEEPALIVE_MS DEADTIME_MS
{
	system=$1 pair=$1:$1
	mkdir -p "$lab/peer"
	: >"$lab/peer/events"
	marked=0
	boot_marked 1
	boot_marked 2
	system_conf "$2" "$3"
	system_start 1
	system_start 2
	await "both know their place" ready
}

pair_down()
{
	for n in 1 2; do
		[ ! -e "$lab/$n/pid" ] || crash $n 2>/dev/null
	done
	rm -rf "$lab/peer" "$lab/1" "$lab/2"
}

# ---- samples: each sets figure, in ms

measure_outage()	# OPTIONS… ADDRESS COMMAND…
{
	times=$("$outage" "$@" 2>"$lab/outage")
	ok $? "the other node answers" "$(cat "$lab/outage")"
	figure=${times% *}
}

# Its power fails: both cables first, for the kernel of a namespace answers
# until its last process is gone. Run n of RUNS does so at its own moment
# between two beats, for much depends on that.
measure_crash()	# RUN: 1…RUNS
{
	h=$(holder)
	case $system in
	ours|real) cable=p1 ;;
	*) cable=p0 ;;
	esac
	printf 'link set p0%s down\nlink set p1%s down\n' "$h" "$h" >"$lab/cut"
	measure_outage -b $cable"$h" \
	    -d $((keepalive_ms * (2 * $1 - 1) / (2 * RUNS))) $vip \
	    sh -c "ip -batch $lab/cut && kill -9 $(pid_of "$h")"
	crash "$h" 2>/dev/null
	boot_marked "$h"
	system_start "$h"
	await "nodo$h is back" ready
}

# The same, but from the last beat: how patient it is and how fast.
measure_patience()	# RUN
{
	measure_crash "$1"
	figure=${times#* }
}

on_node()	# N COMMAND…: measured
{
	init=$(pid_of "$1")
	shift
	measure_outage $vip nsenter -t "$init" -m -u -i -n -p -r -w "$@"
}

measure_standby()
{
	case $system in
	ours) standby=/usr/lib/heartbeat/hb_standby ;;
	*) standby=/usr/share/heartbeat/hb_standby ;;
	esac
	on_node "$(holder)" "$standby"
	await "the hand-over is over" ready
}

measure_stop()
{
	h=$(holder)
	case $system in
	ours|real) on_node "$h" /etc/init.d/heartbeat stop ;;
	*) on_node "$h" sh -c "kill \$(cat /run/$system.pid)" ;;
	esac
	crash "$h" 2>/dev/null
	boot_marked "$h"
	system_start "$h"
	await "nodo$h is back" ready
}
