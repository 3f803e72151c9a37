#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every handler of drbd.conf but pri-lost-after-sb (drbdsplit.t has that) is run
# when its event comes, with the environment that drbd-utils give it, and its
# exit code reaches the driver.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"

begin_kb=$((257 * 1024)) size_kb=$((16 * 1024))

# handled NODE EVENT SENTENCE [REGEX]: it was, since the last forget
handled()
{
	now=$(on "$1" "(n=0; until grep -q '^$2 ' /var/log/handlers; do
n=\$((n + 1)); [ \$n -lt 300 ] || exit 1; usleep 100000; done
sed -n 's/^$2 //p' /var/log/handlers | tail -n 1)" 2>&1)
	ok $? "$3" "$now" "$(on "$1" 'cat /var/log/handlers')"
	[ -z "${4:-}" ] || like "$now" "$4" "$2: its environment"
}

forget()
{
	for node in nodo1 nodo2; do
		on $node ': >/var/log/handlers'
	done
}

# answer NODE EVENT CODE: what its handler exits with from now on
answer()
{
	on "$1" "echo $3 >/tmp/answer-$2"
}

# told NODE EVENT CODE: the driver had that from its helper
told()
{
	like "$(on "$1" dmesg)" "helper command: .*drbdadm $2 .*exit code $3 " \
	    "$1: the driver knows of exit code $3 of $2"
}

events='pri-on-incon-degr pri-lost-after-sb pri-lost initial-split-brain
    split-brain fence-peer unfence-peer local-io-error before-resync-target
    before-resync-source after-resync-target out-of-sync'
handlers=
for event in $events; do
	handlers="$handlers $event \"sh \/etc\/handler $event\";"
done
mkdir -p "$LATIDO_PAIR"
cat >"$LATIDO_PAIR/handler" <<-'END'
	#!/bin/sh
	echo "$1 $DRBD_RESOURCE ${DRBD_VOLUME-none} ${DRBD_MINOR-none}" \
	    "${DRBD_LL_DISK-none} $DRBD_PEER $DRBD_PEERS $DRBD_PEER_AF" \
	    "$DRBD_PEER_ADDRESS $DRBD_CONF" >>/var/log/handlers
	exit "$(cat "/tmp/answer-$1" 2>/dev/null || echo 0)"
END
story_file=$LATIDO_PAIR/handler
drbd_lab "/out-of-sync\|split-brain\|pri-lost/d
    s/handlers {/&$handlers/
    s/on-io-error detach;/on-io-error call-local-io-error;/
    s/c-plan-ahead 0;/& fencing resource-only;/" --data 16
drbd_new
device1='drbd0 0 0 /dev/hda3 nodo2 nodo2 ipv4 10.10.10.2 /etc/drbd.conf'
device2='drbd0 0 0 /dev/hda2 nodo1 nodo1 ipv4 10.10.10.1 /etc/drbd.conf'
of_all='drbd0 none none none nodo2 nodo2 ipv4 10.10.10.2 /etc/drbd.conf'
answer nodo1 fence-peer 4
serve nodo1 new

step 'the link is cut, and back'
forget
pair link nodo1 eth1 down
handled nodo1 fence-peer 'the primary has the other one fenced' "^$of_all$"
becomes nodo1 'ds:UpToDate/Outdated' 'and believes that it was outdated'
told nodo1 'fence-peer drbd0' 4
on nodo1 'dd if=/dev/urandom of=/data/a bs=1k count=200 2>/dev/null; sync'
answer nodo2 before-resync-target 1
pair link nodo1 eth1 up
handled nodo2 before-resync-target 'the target is asked before a resync' \
    "^$device2$"
told nodo2 'before-resync-target minor-0' 1
becomes nodo2 'cs:StandAlone|cs:WFConnection' \
    'its no: the connection is dropped'
answer nodo2 before-resync-target 0
for node in nodo1 nodo2; do
	on $node 'drbdadm disconnect drbd0; drbdadm connect drbd0' \
	    >/dev/null 2>&1
done
# Seen once, on a busy machine: nodo1 was StandAlone again. Then it is told why.
# shellcheck disable=SC2016 # the node expands it
on nodo1 'n=0; until grep -q cs:Connected /proc/drbd; do
	if grep -q cs:StandAlone /proc/drbd; then
		dmesg | tail -n 30; drbdadm connect drbd0
	fi
	n=$((n + 1)); [ $n -lt 300 ] || break; usleep 100000
done' 2>&1 | sed 's/^/# /'
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'then yes: they sync'
told nodo2 'before-resync-target minor-0' 0
handled nodo1 before-resync-source 'the source is asked, too' "^$device1$"
handled nodo2 after-resync-target 'the target hears of the end' "^$device2$"
handled nodo1 unfence-peer 'and the other one need not be fenced any more' \
    "^$of_all$"

step 'a block that changed behind DRBD'
forget
on nodo1 'umount /data; drbdadm secondary drbd0'
pair disk nodo2 change $((begin_kb + 8192))+4
on nodo1 'drbdadm verify drbd0'
handled nodo1 out-of-sync 'verify finds it' "^$device1$"
for node in nodo1 nodo2; do
	on $node 'drbdadm disconnect drbd0' >/dev/null 2>&1
done
for node in nodo1 nodo2; do
	on $node 'drbdadm connect drbd0'
done
becomes nodo1 'cs:Connected.*UpToDate/UpToDate.*' 'a new connection mends it'

step 'split brain'
pair link nodo1 eth1 down
for node in nodo1 nodo2; do
	becomes $node 'cs:WFConnection' "$node is alone"
	answer $node fence-peer 4
	on $node 'drbdadm primary drbd0 &&
dd if=/dev/zero of=/dev/drbd0 bs=4k count=1 seek=64 conv=notrunc 2>/dev/null
sync; drbdadm secondary drbd0'
done
forget
pair link nodo1 eth1 up
for node in nodo1 nodo2; do
	handled $node initial-split-brain "$node notices"
	handled $node split-brain "and that nothing settles it"
done
on nodo2 'drbdadm disconnect drbd0; drbdadm connect --discard-my-data drbd0' \
    >/dev/null 2>&1
on nodo1 'drbdadm disconnect drbd0; drbdadm connect drbd0' >/dev/null 2>&1
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'it is healed by hand'

step 'a primary that would have to become the target'
for node in nodo1 nodo2; do
	on $node "sed -i 's/protocol C;/& rr-conflict call-pri-lost;/
s/after-sb-0pri [^;]*/after-sb-0pri discard-zero-changes/
s/after-sb-1pri [^;]*/after-sb-1pri violently-as0p/
s/fencing resource-only/fencing dont-care/' /etc/drbd.conf &&
drbdadm adjust drbd0"
	ok $? "$node: rr-conflict call-pri-lost"
done
on nodo1 'drbdadm primary drbd0'
pair link nodo1 eth1 down
for node in nodo1 nodo2; do
	becomes $node 'cs:WFConnection' "$node is alone"
done
on nodo2 'drbdadm primary drbd0 &&
dd if=/dev/zero of=/dev/drbd0 bs=4k count=1 seek=65 conv=notrunc 2>/dev/null
sync; drbdadm secondary drbd0'
forget
pair link nodo1 eth1 up
handled nodo1 pri-lost 'is told that it has lost' "^$device1$"
on nodo1 'drbdadm disconnect drbd0; drbdadm secondary drbd0' >/dev/null 2>&1
on nodo2 'drbdadm disconnect drbd0' >/dev/null 2>&1
for node in nodo1 nodo2; do
	on $node 'drbdadm connect drbd0'
done
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'as a secondary it syncs'

step 'a disk fails'
serve nodo1 new
forget
pair disk nodo2 write $begin_kb+$size_kb
on nodo1 'dd if=/dev/urandom of=/data/b bs=1k count=200 2>/dev/null; sync'
handled nodo2 local-io-error 'the node whose disk it is hears of it' \
    "^$device2$"
becomes nodo1 'ds:UpToDate/(Diskless|Failed)' 'and gives the disk up'

step 'a primary without any good disk'
forget
on nodo1 'drbdadm detach --force drbd0'
handled nodo1 pri-on-incon-degr 'is told so' "^$device1$"
story_ends
