#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Configuration with errors: each node says on its console which line it is
# and what it expected, and stays reachable there.
# shellcheck source=qemu/t/lib.sh
. "$(dirname "$0")/lib.sh"

bad=$LATIDO_PAIR/conf
rm -rf "$bad"
mkdir -p "$bad/ha.d"
sed '/^deadtime/s/.*/deadtime soon/' "$top/rootfs/etc/ha.d/ha.cf" \
    >"$bad/ha.d/ha.cf"
line=$(grep -n '^deadtime' "$bad/ha.d/ha.cf" | cut -d: -f1)

lab_up --conf "$bad" --off nodo2
awaits nodo1 "heartbeat: /etc/ha.d/ha.cf:$line: " 120 \
    'the console names file and line of an error in ha.cf'
pair wait -a nodo1 'nodo1 login: ' 60 >/dev/null
ok $? 'and there is a login'
is "$(on nodo1 'pidof heartbeat || echo none')" none 'heartbeat does not run'

step 'ha.cf is mended, authkeys is not mode 600'
on nodo1 'sed -i "s/^deadtime.*/deadtime 10/" /etc/ha.d/ha.cf
chmod 644 /etc/ha.d/authkeys'
said=$(on nodo1 '/etc/init.d/heartbeat start' 2>&1) || refused=yes
is "${refused:-no}" yes 'a start is refused'
like "$said" 'authkeys.*600' 'for the mode of authkeys'

step 'an error in haresources'
on nodo1 'chmod 600 /etc/ha.d/authkeys
echo "nodo7 192.168.0.99" >>/etc/ha.d/haresources'
said=$(on nodo1 '/etc/init.d/heartbeat start' 2>&1)
like "$said" '/etc/ha.d/haresources:[0-9]+: .*nodo7' \
    'a node that nobody knows is refused, with its line'

step 'an error in drbd.conf'
on nodo1 'sed -i "s/protocol C/protocol X/" /etc/drbd.conf'
said=$(on nodo1 'drbdadm dump all' 2>&1)
like "$said" '/etc/drbd.conf:[0-9]+:' 'drbdadm names file and line'

step 'all is mended'
on nodo1 'sed -i "s/protocol X/protocol C/" /etc/drbd.conf
sed -i /nodo7/d /etc/ha.d/haresources; /etc/init.d/heartbeat start' >/dev/null
awaits nodo1 'Configuration validated' 60 'heartbeat starts'
story_ends
