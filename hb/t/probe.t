#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A take-over waits for the probe of its address that has begun before deadtime,
# and does not probe anew.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"

# An IPaddr whose probe ends just after deadtime
for n in 1 2; do
	echo 'nodo1 res::a 10.10.10.88' >"$tmp/$n/ha.d/haresources"
	cat >"$tmp/$n/ha.d/resource.d/IPaddr" <<-E
		#!/bin/sh
		case \$2 in
		probe)	n=0 before=\$(grep -c 'is dead' $tmp/$n/log)
			while [ \$n -lt 50 ] && [ "\$before" = \
			    "\$(grep -c 'is dead' $tmp/$n/log)" ]; do
				n=\$((n + 1))
				sleep 0.01
			done ;;
		start)	echo "start \${IPADDR_PROBE_MS-long}" >>$tmp/$n/done ;;
		stop)	;;
		*)	echo stopped ;;
		esac
	E
	chmod +x "$tmp/$n/ha.d/resource.d/IPaddr"
done
on 1 "$hb" && on 2 "$hb"
until_true 8 holds a/
ok $? "nodo1 holds the group"

# The probe may last for 140 ms: a busy machine gets another try.
attempts=0
until [ $attempts -eq 4 ] || grep -q '^start 0$' "$tmp/2/done"; do
	attempts=$((attempts + 1))
	on 1 ip link set eth1 down
	until_true 8 holds a/a
	taken=$?
	on 1 ip link set eth1 up
	until_true 20 holds a/ || break
done
ok $((taken)) "its cable is cut, and nodo2 takes it"
like "$(cat "$tmp/2/done")" '^start 0$' \
	"when the probe that has begun before deadtime has ended, without another"
tap_ends
