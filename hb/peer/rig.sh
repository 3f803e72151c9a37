# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Sourced by the stories: two nodes in namespaces, each Debian's Heartbeat
# ("real") or ours, two segments, and what a story does and asks. README.md.

peer=${PEER_DIR:-$(cd "$(dirname "$0")" && pwd)}
lab=/run/latido-peer	# on a tmpfs in our own mount namespace: leaves nothing

# ---- first pass, on the machine: may we, have we got it all; then go inside

skip()
{
	echo "${PEER_SKIP:-1..0 # SKIP} $1"
	exit 0
}

outside()
{
	: "${PEER_PAIRS:=ours:real real:ours ours:ours}"
	: "${PEER_OURS:=$peer/../../out/rootfs}"
	err=$(unshare -mnpf --mount-proc sh -c '
		mount -t tmpfs none /run && mkdir /run/u /run/w /run/m &&
		mount -t overlay -o lowerdir=/etc,upperdir=/run/u,workdir=/run/w \
		    none /run/m && ip link add type veth' 2>&1) ||
		skip "no namespaces with overlay and veth here: $err"
	case $PEER_PAIRS in
	*real*|*keepalived*|*ucarp*)
		PEER_REAL=$("$peer/debian-root") ||
			skip "Debian's heartbeat cannot be had, see above" ;;
	esac
	case $PEER_PAIRS in
	*ours*)
		if ! [ -x "${PEER_OURS%%:*}/usr/lib/heartbeat/heartbeat" ]; then
			echo "Bail out! $PEER_OURS: no heartbeat in it" \
			    "(make image)"
			exit 1
		fi ;;
	esac
	export PEER_INSIDE=1 PEER_PAIRS PEER_OURS PEER_REAL
	exec unshare -mnpf --kill-child --mount-proc "$0"
}

[ -n "${PEER_INSIDE-}" ] || outside

trap 'exit 1' HUP INT TERM

# ---- TAP; a check that fails ends the story for this pair

ok()	# STATUS SENTENCE
{
	read -r count <"$lab/count"
	count=$((count + 1))
	echo $count >"$lab/count"
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $pair: $2"
		return
	fi
	echo "not ok $count - $pair: $2"
	: >"$lab/failed"
	shift 2
	[ $# -eq 0 ] || printf '# %s\n' "$@"
	diagnose
	exit 1
}

is()	# GOT WANT SENTENCE
{
	[ "$1" = "$2" ]
	ok $? "$3" "got:  $1" "want: $2"
}

diagnose()
{
	echo "# where: $(where); since the mark: $(of '.')"
	for n in 1 2; do
		echo "# nodo$n ($(kind $n)), end of ha-log:"
		[ ! -e "$lab/$n/log/ha-log" ] ||
			tail -n 25 "$lab/$n/log/ha-log" | sed 's/^/#   /'
	done
	if [ -n "${PEER_LOGS-}" ]; then
		logs=$PEER_LOGS/$(basename "$0" .t)-$pair
		rm -rf "$logs"
		mkdir -p "$logs"
		cp -r "$lab/peer/events" "$lab/1/log" "$logs/"
		cp -r "$lab/2/log" "$logs/log2"
		echo "# all logs: $logs"
	fi
}

# ---- time: bounded waits for events

now_ms()	# sets now
{
	read -r now _ </proc/uptime
	now=${now%.*}${now#*.}0
}

# How much slower than the machine where the limits were chosen: 1…5.
measure()
{
	now_ms; since=$now
	i=0
	while [ $i -lt 100 ]; do
		/bin/true
		i=$((i + 1))
	done
	now_ms
	scale=$(((now - since) / 400 + 1))
	[ $scale -le 5 ] || scale=5
}

within()	# MS CONDITION…: polls until it holds; 1 when it does not in time
{
	now_ms; limit=$((now + $1))
	shift
	until "$@"; do
		now_ms
		[ "$now" -lt "$limit" ] || return 1
		sleep 0.05
	done
}

happens()	# CONDITION…: await without a verdict: 1 when it does not
{
	within $((40000 * scale)) "$@"
}

await()	# SENTENCE CONDITION…
{
	sentence=$1
	shift
	happens "$@"
	ok $? "$sentence" "waited $((40 * scale)) s for: $*"
}

stays()	# MS SENTENCE CONDITION…: holds all that time
{
	limit_ms=$1 sentence=$2
	shift 2
	! within "$limit_ms" not "$@"
	ok $? "$sentence" "no longer true: $*"
}

settles()	# MS SENTENCE CONDITION…: comes true, breaks included, and then stays
{
	hold_ms=$1 sentence=$2
	shift 2
	now_ms; last=$((now + 60000 * scale))
	while happens "$@" && within "$hold_ms" not "$@"; do
		[ "$limit" -lt "$last" ] || break
	done
	[ "$limit" -lt "$last" ] && "$@"
	ok $? "$sentence" "not for $hold_ms ms in $((60 * scale)) s: $*"
}

not()
{
	! "$@"
}

# ---- nodes

kind()	# N
{
	if [ "$1" -eq 1 ]; then echo "${pair%:*}"; else echo "${pair#*:}"; fi
}

pid_of()	# N: its first process, seen from here
{
	cat "$lab/$1/pid" 2>/dev/null
}

boot()	# N: the machine on, its cables in, heartbeat not started
{
	case $(kind "$1") in
	real|keepalived|ucarp) lower=$PEER_REAL ;;
	*) lower=$PEER_OURS
		# ours runs from RAM: only /etc survives
		[ ! -d "$lab/$1/upper" ] || find "$lab/$1/upper" -mindepth 1 \
		    -maxdepth 1 ! -name etc -exec rm -rf {} + ;;
	esac
	mkdir -p "$lab/$1"
	rm -rf "$lab/$1/ready" "$lab/$1/work"
	unshare -mnuipf --kill-child "$peer/node.sh" "nodo$1" "$lower" \
	    "$lab/$1" </dev/null >"$lab/$1/boot" 2>&1 &
	holder=$!
	if ! within $((10000 * scale)) test -e "$lab/$1/ready"; then
		sed 's/^/# /' "$lab/$1/boot"
		ok 1 "nodo$1 boots"
	fi
	echo $holder >"$lab/$1/holder"
	read -r init _ <"/proc/$holder/task/$holder/children"
	echo "$init" >"$lab/$1/pid"
	for i in 0 1; do
		ip link add "p$i$1" master br$i type veth peer name eth$i \
		    address "02:00:00:00:0$i:0$1" netns "$init"
		ip link set "p$i$1" up
	done
	nsenter -t "$init" -n sh -c "
		ip link set lo up
		ip addr add 192.168.0.2$1/24 brd + dev eth0
		ip addr add 10.10.10.$1/24 brd + dev eth1
		ip link set eth0 up
		ip link set eth1 up"
}

crash()	# N: its power fails: every process and both cables are gone at once
{
	kill -9 "$(pid_of "$1")"
	wait "$(cat "$lab/$1/holder")" || :
	for i in 0 1; do
		ip link del "p$i$1" 2>/dev/null || :
	done
	rm "$lab/$1/pid"
}

run()	# N COMMAND…
{
	init=$(pid_of "$1")
	shift
	env -i HOME=/root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin \
	    timeout $((60 * scale)) nsenter -t "$init" -m -u -i -n -p -r -w \
	    "$@" </dev/null
}

start()	# N
{
	run "$1" /etc/init.d/heartbeat start >"$lab/$1/log/start" 2>&1
	ok $? "heartbeat starts on nodo$1" "$(cat "$lab/$1/log/start")"
}

start_both()
{
	start 1
	start 2
	await "each node has its own group" at 1 2
	await "both hold their own" settled local local
}

stop()	# N: and come back when it has stopped
{
	run "$1" /etc/init.d/heartbeat stop >"$lab/$1/log/stop" 2>&1
	ok $? "heartbeat stops on nodo$1" "$(cat "$lab/$1/log/stop")"
}

tool()	# N hb_standby|hb_takeover ARGUMENTS…
{
	node=$1 name=$2
	shift 2
	case $(kind "$node") in
	real) name=/usr/share/heartbeat/$name ;;
	*) name=/usr/lib/heartbeat/$name ;;
	esac
	run "$node" "$name" "$@" >"$lab/$node/log/tool" 2>&1
}

order()	# N hb_standby|hb_takeover ARGUMENTS…: and gets no refusal
{
	tool "$@"
	ok $? "$2 on nodo$1 is heeded" "$(cat "$lab/$1/log/tool")"
}

cable()	# N eth0|eth1 up|down
{
	ip link set "p${2#eth}$1" "$3"
}

loss()	# PERCENT of heartbeat's packets, each way
{
	chroot "$PEER_REAL" nft -f - <<-EOT
		table bridge loss
		delete table bridge loss
		table bridge loss {
			chain forward {
				type filter hook forward priority 0;
				udp dport 694 numgen random mod 100 < $1 drop
			}
		}
	EOT
}

# ---- configuration, the same on both nodes

keyfile()	# N LINES: authkeys, with ; between lines
{
	keys=/proc/$(pid_of "$1")/root/etc/ha.d/authkeys
	printf '%s\n' "$2" | tr ';' '\n' >"$keys"
	chmod 600 "$keys"
}

# Group 1 is nodo1's: unit a, 192.168.0.88, unit b. Group 2 is nodo2's: unit c,
# 192.168.0.89, unit d.
configure()	# NAME=VALUE…: ha.cf directives; auth=LINES
{
	deadtime_ms=$((2000 * scale)) auth='auth 1;1 crc'
	cat >"$lab/ha.cf" <<-EOT
		logfile /var/log/ha-log
		debugfile /var/log/ha-debug
		logfacility none
		udpport 694
	EOT
	set -- keepalive=200ms "deadtime=${deadtime_ms}ms" \
	    "warntime=$((deadtime_ms / 2))ms" "initdead=$((3 * scale))" \
	    bcast=eth1 auto_failback=on "$@"
	for pairing; do
		value=${pairing#*=}
		case $pairing in
		auth=*) auth=$value ;;
		*) sed -i "/^${pairing%%=*} /d" "$lab/ha.cf"
			echo "${pairing%%=*} $value" >>"$lab/ha.cf" ;;
		esac
	done
	printf 'node nodo1\nnode nodo2\n' >>"$lab/ha.cf"
	cat >"$lab/haresources" <<-EOT
		nodo1 unit::a 192.168.0.88/24/eth0 unit::b
		nodo2 unit::c 192.168.0.89/24/eth0 unit::d
	EOT
	for n in 1 2; do
		etc=/proc/$(pid_of $n)/root/etc/ha.d
		cp "$lab/ha.cf" "$lab/haresources" "$etc/"
		mkdir -p "$etc/resource.d"
		cp "$peer/unit" "$etc/resource.d/"
		keyfile $n "$auth"
	done
}

# ---- what a story asks

group_at()	# NODE FIRST ADDRESS LAST: all|none|part
{
	init=$(pid_of "$1") || init=
	got=
	if [ -n "$init" ]; then
		[ ! -e "/proc/$init/root/run/unit-$2" ] || got=1
		! grep -q -- "-- $3\$" "/proc/$init/net/fib_trie" || got=${got}2
		[ ! -e "/proc/$init/root/run/unit-$4" ] || got=${got}3
	fi
	case $got in
	123) echo all ;;
	'') echo none ;;
	*) echo part ;;
	esac
}

where()	# "1 2": group 1 is on nodo1, group 2 on nodo2; 0 nowhere, ? else
{
	for g in 'a 192.168.0.88 b' 'c 192.168.0.89 d'; do
		# shellcheck disable=SC2086 # three words
		case $(group_at 1 $g),$(group_at 2 $g) in
		all,none) printf '%s' "${sep-}1" ;;
		none,all) printf '%s' "${sep-}2" ;;
		none,none) printf '%s' "${sep-}0" ;;
		*) printf '%s' "${sep-}?" ;;
		esac
		sep=' '
	done
	unset sep
}

at()	# GROUP1 GROUP2, as where prints it
{
	[ "$(where)" = "$1 $2" ]
}

mark()
{
	marked=$(wc -l <"$lab/peer/events")
}

of()	# UNITS: what was done with them since the mark: "1:-b 1:-a 2:+a 2:+b"
{
	tail -n +$((marked + 1)) "$lab/peer/events" |
	    sed -En "s/^nodo(.:.($1))\$/\1/p" | tr '\n' ' ' | sed 's/ $//'
}

says()	# N REGEX: in its ha-log
{
	grep -Eq "$2" "$lab/$1/log/ha-log" 2>/dev/null
}

holds()	# N none|local|foreign|all: heartbeat's own view, not in transition
{
	[ "$(run "$1" cl_status rscstatus 2>/dev/null)" = "$2" ]
}

settled()	# LIST1 LIST2: both nodes hold that and know it
{
	holds 1 "$1" && holds 2 "$2"
}

# ---- each pair in turn

mount -t tmpfs lab /run
mkdir -p "$lab"
echo 0 >"$lab/count"
echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6
ip link set lo up
for br in br0 br1; do
	ip link add $br type bridge
	ip link set $br up
done
ip addr add 192.168.0.1/24 dev br0
measure

each_pair()	# STORY: a function
{
	for pair in $PEER_PAIRS; do
		mkdir -p "$lab/peer"
		: >"$lab/peer/events"
		marked=0
		(
			boot 1
			boot 2
			"$1"
		)
		for n in 1 2; do
			[ ! -e "$lab/$n/pid" ] || crash $n
		done
		rm -rf "$lab/peer" "$lab/1" "$lab/2"
	done
	read -r count <"$lab/count"
	echo "1..$count"
	[ ! -e "$lab/failed" ]
}
