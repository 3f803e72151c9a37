#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The card: edits outlive a power cut, whether made on the console or in the
# image, and a node goes on without what the card should have given it.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"
card=$LATIDO_PAIR/nodo1.card

lab_up --off nodo2
awaits nodo1 'nodo1 login: ' 60 'nodo1 is up'
# the last word of the boot, which would stand in the editor's screen
awaits nodo1 'Done\.' 60 'with all that it starts'
on nodo1 true >/dev/null

step 'vi, and the power cut one second after it wrote'
pair type nodo1 "vi /etc/ha.d/ha.cf
"
awaits nodo1 'node nodo2|~' 20 'vi shows the file'
pair type nodo1 "Go# from the console"
pair type nodo1 "$(printf '\033')"
awaits nodo1 '[-] /etc/ha.d/ha.cf .Modified' 20 'vi takes a line'
pair type nodo1 ":wq
"
awaits nodo1 'ha.cf. [0-9]+L, [0-9]+C' 20 'and writes it'
# What is measured is that a second is enough: not a wait for something.
sleep 1
$haimg "$card" ls >/dev/null 2>"$LATIDO_PAIR/refused"
like "$(cat "$LATIDO_PAIR/refused")" 'in use by a running guest' \
    'haimg keeps away from the card of a running node'
pair power nodo1 cut
is "$($haimg "$card" cat /etc/ha.d/ha.cf | tail -n 1)" '# from the console' \
    'haimg sees the edit in the journal that the cut left'

step 'an edit by haimg, beside it'
{
	$haimg "$card" cat /etc/ha.d/ha.cf
	echo '# from the build machine'
} >"$LATIDO_PAIR/ha.cf"
$haimg "$card" put /etc/ha.d/ha.cf "$LATIDO_PAIR/ha.cf"
pair power nodo1 on
awaits nodo1 'nodo1 login: ' 60 'nodo1 boots from the changed card'
is "$(on nodo1 'tail -n 2 /etc/ha.d/ha.cf')
$(on nodo1 'ls -l /etc/ha.d/authkeys | cut -c 1-10')" "# from the console
# from the build machine
-rw-------" 'both edits are there, and authkeys is for root alone'

awaits nodo1 'Local status now set to' 60 'and the node heartbeats'

step 'the card dies under a running node'
disk=$(on nodo1 'findfs LABEL=LATIDO-ETC | tr -d "0-9"')
on nodo1 "echo 1 >/sys/block/${disk#/dev/}/device/delete; echo 3 >/proc/sys/vm/drop_caches"
awaits nodo1 'THE CARD .* HAS FAILED' 40 'the console says so'
is "$(on nodo1 'tail -n 1 /etc/ha.d/ha.cf')" '# from the build machine' \
    'the configuration is still there'
on nodo1 'test -x /etc/ha.d/resource.d/IPaddr'
ok $? 'resource scripts are still there'
on nodo1 'pidof heartbeat' >/dev/null
ok $? 'heartbeat goes on'
on nodo1 'grep -q HAS.FAILED /var/log/boot'
ok $? 'and /var/log has it too'

step 'no room left on the card'
pair power nodo1 cut
pair power nodo1 on
awaits nodo1 'nodo1 login: ' 60 'a boot brings the card back'
on nodo1 'dd if=/dev/zero of=/etc/large bs=64k' >/dev/null 2>&1
pair power nodo1 cut
pair power nodo1 on
awaits nodo1 'IS FULL: changes of /etc will fail' 60 'a full card is said'
awaits nodo1 'nodo1 login: ' 60 'and the node is up'

step 'no partition 2'
pair power nodo1 cut
dd if=/dev/zero of="$card" bs=512 seek=33024 count=64 conv=notrunc status=none
$haimg "$card" ls >/dev/null 2>"$LATIDO_PAIR/refused"
like "$(cat "$LATIDO_PAIR/refused")" 'no partition 2 with an ext4' \
    'haimg says what the card lacks'
pair power nodo1 on
awaits nodo1 'NO CARD FOR /etc: no partition LATIDO-ETC' 60 'the console says so'
awaits nodo1 'nodo1 login: ' 60 'the node knows its name, from the other partition'
awaits nodo1 'Local status now set to' 60 'and heartbeats'
story_ends
