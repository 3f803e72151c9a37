#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A take-over waits for the probe of its address that has begun before deadtime,
# and does not probe anew; but for none that was not probed, or long ago.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"

# An IPaddr whose probe ends just after deadtime
for n in 1 2; do
	printf 'nodo1 res::a 10.10.10.88\nnodo2 10.10.10.77\n' \
		>"$tmp/$n/ha.d/haresources"
	echo 'max_handovers 0' >>"$tmp/$n/ha.d/ha.cf"
	cat >"$tmp/$n/ha.d/resource.d/IPaddr" <<-E
		#!/bin/sh
		case \$2 in
		probe)	n=0 before=\$(grep -c 'is dead' $tmp/$n/log)
			while [ \$n -lt 50 ] && [ "\$before" = \
			    "\$(grep -c 'is dead' $tmp/$n/log)" ]; do
				n=\$((n + 1))
				sleep 0.01
			done
			[ ! -e $tmp/$n/used ] ;;
		start)	echo "\$1 \${IPADDR_PROBE_MS-long}" >>$tmp/$n/done
			[ ! -e $tmp/$n/\$1 ] ;;
		stop)	;;
		*)	echo stopped ;;
		esac
	E
	chmod +x "$tmp/$n/ha.d/resource.d/IPaddr"
done
# How long nodo2's addresses were probed for at their start
probed()
{
	grep ^10 "$tmp/2/done"
}

# Its own address does not start on nodo2, maybe since another host has it.
: >"$tmp/2/10.10.10.77"
on 1 "$hb" && on 2 "$hb"
until_true 8 holds a/ && until_true 8 logged 2 'Resource START failure'
ok $? "nodo1 holds its group, and that of nodo2 does not start"
: >"$tmp/2/done"
on 1 ip link set eth1 down
until_true 8 logged 2 'mach_down takeover ended, not all runs'
ok $? "its cable is cut, and nodo2 takes its group, and tries its own again"
is "$(probed | sort | tr '\n' ,)" "10.10.10.77 long,10.10.10.88 long," \
	"whose address was not probed before deadtime"
on 1 ip link set eth1 up
rm "$tmp/2/10.10.10.77"
on 2 "$hb" -k && on 2 "$hb"
until_true 8 logged 2 'Local Resource acquisition completed'

# The probe may last for 140 ms: a busy machine gets another try.
attempts=0
until [ $attempts -eq 4 ] || grep -qx '10.10.10.88 0' "$tmp/2/done"; do
	attempts=$((attempts + 1))
	on 1 ip link set eth1 down
	until_true 8 holds a/a
	taken=$?
	on 1 ip link set eth1 up
	until_true 20 holds a/ || break
done
ok $((taken)) "its cable is cut, and nodo2 takes it"
like "$(cat "$tmp/2/done")" '^10.10.10.88 0$' \
	"when the probe that has begun before deadtime has ended, without another"
until_true 8 rests local local
: >"$tmp/2/done"
on 1 ip link set eth1 down
: >"$tmp/2/used"
until_true 8 holds a/a
is "$(probed)" "10.10.10.88 long" "one that has found another host counts not"
rm "$tmp/2/used"
on 1 ip link set eth1 up
until_true 20 holds a/
until_true 8 rests local local

: >"$tmp/2/done"
on 1 "$tmp/hb_standby" >/dev/null
until_true 8 rests none all
is "$(probed)" "10.10.10.88 16" "what was just given up is probed briefly"
on 1 "$tmp/hb_takeover" local >/dev/null
until_true 8 rests local local
: >"$tmp/2/done"
sleep 1 # a probe is good for half a second
on 1 "$hb" -k && until_true 8 holds /a
is "$(probed)" "10.10.10.88 long" \
	"what was found free before the last partition is probed again"
tap_ends
