#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# /etc/init.d/drbd: start counts down on the console until the peer is there,
# the time is over or the operator has had enough; stop, status, reload. Then
# the agents that make a resource primary, and a resync that is paused.
# shellcheck source=qemu/t/drbd.sh
. "$(dirname "$0")/drbd.sh"

# service NODE ACTION: /etc/init.d/drbd
service()
{
	on "$1" "/etc/init.d/drbd $2"
}

# seconds NODE COMMAND: how long it took, by the node's clock
seconds()
{
	on "$1" "read -r a _ </proc/uptime; $2 >/tmp/said 2>&1
read -r b _ </proc/uptime; echo \$((\${b%.*} - \${a%.*}))"
}

drbd_lab 's/wfc-timeout 1;/wfc-timeout 60;/' --data 16
drbd_new

step 'status, reload, stop, start'
like "$(service nodo1 status)" \
    '^0:drbd0  Connected  Secondary/Secondary  UpToDate/UpToDate  C' \
    'status prints a table'
like "$(service nodo1 status)" '^drbd driver loaded OK' 'and that there is one'
on nodo1 "sed -i 's/resync-rate 10M/resync-rate 5M/' /etc/drbd.conf"
service nodo1 reload
ok $? 'reload'
like "$(on nodo1 'drbdsetup show')" 'resync-rate[[:blank:]]+5120k' \
    'makes the driver hold what the file says'
like "$(on nodo1 'drbdsetup show')" 'max-buffers[[:blank:]]+512' \
    'and the defaults of /etc/drbd.defaults'
has nodo1 'cs:Connected' 'and disturbs nothing'
on nodo1 'drbdsetup new-minor drbd0 5 1'
has nodo1 '^ 5: cs:' 'a device that the file does not have'
service nodo1 reload
ok $? 'reload'
on nodo1 "grep -q '^ 5:' /proc/drbd"
is $? 1 'is removed by it'
has nodo1 '^ 0: cs:Connected' 'and the other one is left alone'
service nodo1 stop >/dev/null
ok $? 'stop'
is "$(on nodo1 'drbdsetup status')" '' 'takes all down'
service nodo1 stop >/dev/null
ok $? 'and may be done twice'
service nodo1 start >/dev/null
ok $? 'start'
has nodo1 'cs:Connected.*UpToDate/UpToDate' 'ends when the peer is there'

step 'start without the peer, on the console'
service nodo2 stop >/dev/null
service nodo1 stop >/dev/null
pair type nodo1 "/etc/init.d/drbd start
"
awaits nodo1 "To go on without it enter 'yes'" 30 'it says what to type'
awaits nodo1 '35G *5[0-9]' 20 'and counts down'
awaits nodo1 '35G *5[0-4]' 20 'second by second'
pair mark nodo1
pair type nodo1 "no
"
awaits nodo1 "To go on without it enter 'yes'" 20 'another word does not count'
pair type nodo1 "yes
"
awaits nodo1 "going on without the peer of 'drbd0', as told" 20 'yes ends it'
is "$(on nodo1 'echo back')" back 'and the shell is back'
has nodo1 'cs:WFConnection' 'the resource is up, and waits for its peer'

step 'start in the background, as at boot'
service nodo1 stop >/dev/null
on nodo1 '/etc/init.d/drbd start >/tmp/start 2>&1 </dev/null &
until grep -q "/etc/init.d/drbd go" /tmp/start; do usleep 100000; done
/etc/init.d/drbd go && wait $!'
ok $? 'go, from another shell, ends it, too'
like "$(on nodo1 'cat /tmp/start')" 'going on without the peer' 'as told'
service nodo1 go 2>/dev/null
is $? 1 'when nothing waits go says so'

step 'the time is over'
service nodo1 stop >/dev/null
on nodo1 "sed -i 's/wfc-timeout 60/wfc-timeout 6/' /etc/drbd.conf"
took=$(seconds nodo1 '/etc/init.d/drbd start </dev/null')
step "$took s"
[ "$took" -ge 5 ] && [ "$took" -le 15 ]
ok $? 'start ends after wfc-timeout, 6 s'
service nodo2 start >/dev/null
ok $? 'nodo2 finds nodo1'
becomes nodo1 'cs:Connected.*UpToDate/UpToDate' 'they connect'

step 'agents'
ocf='/etc/ha.d/resource.d/OCF linbit drbd drbd_resource=drbd0'
on nodo1 "$ocf status" >/dev/null
is $? 3 'OCF: a secondary is stopped'
on nodo1 "$ocf start"
ok $? 'OCF: start'
has nodo1 'ro:Primary/Secondary' 'makes it primary'
is "$(on nodo1 "$ocf status")" running 'OCF: it is running'
took=$(seconds nodo2 '/etc/ha.d/resource.d/drbddisk drbd0 start')
step "$took s"
like "$(on nodo2 'cat /tmp/said')" 'Multiple primaries not allowed' \
    'drbddisk is refused on the other node'
[ "$took" -le 6 ]
ok $? 'in two tries, since the primary answers'
on nodo1 "$ocf stop"
ok $? 'OCF: stop'
has nodo1 'cs:Connected ro:Secondary/Secondary' \
    'makes it secondary, and the nodes stay connected'
on nodo2 '/etc/ha.d/resource.d/drbddisk drbd0 start'
ok $? 'drbddisk starts it there now'
on nodo2 '/etc/ha.d/resource.d/drbddisk drbd0 stop'
ok $? 'and stops it'
on nodo1 'drbdadm outdate drbd0' >/dev/null 2>&1
is $? 11 'a connected disk is not outdated, and this is said'

step 'a resync that is paused while it is about to start'
on nodo2 'drbdadm invalidate drbd0 && drbdadm pause-sync drbd0'
ok $? 'invalidate, and pause-sync at once'
becomes nodo2 'cs:PausedSyncT' 'it is paused'
on nodo2 'drbdadm pause-sync drbd0' >/dev/null 2>&1
is $? 10 'pausing it twice is refused'
on nodo2 'drbdadm resume-sync drbd0'
ok $? 'resume-sync'
becomes nodo2 'cs:Connected.*UpToDate/UpToDate' 'it goes on'
same

step 'nodo1 boots, nodo2 is away'
on nodo1 "sed -i 's/wfc-timeout 6;/wfc-timeout 300;/' /etc/drbd.conf; sync"
pair power nodo2 cut
pair power nodo1 cut
pair mark nodo1
pair power nodo1 on
awaits nodo1 'nodo1 login: ' 120 'there is a login, while DRBD waits'
awaits nodo1 'To go on without it type: /etc/init.d/drbd go' 60 \
    'the console says how to cut the wait short'
service nodo1 go
ok $? 'go'
awaits nodo1 'Starting heartbeat' 30 'the boot goes on, without 300 s of waiting'
has nodo1 'cs:WFConnection.*UpToDate/DUnknown' 'and the device is there'
story_ends
