#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# stonith(8) by hand, and the agents that haresources can name.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
commands=$(pwd)/build/host/hb/commands
ocf=$(pwd)/rootfs/etc/ha.d/resource.d/OCF
[ -x "$commands" ] || {
	skip_all "$commands is not built"
}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
ln -s "$commands" "$tmp/stonith"
# shellcheck source=hb/t/switch.sh
. "$(dirname "$0")/switch.sh"

is "$("$tmp/stonith" -L | tr '\n' ' ')" \
	"meatware null rcd_serial external/switch " "stonith -L lists the types"
is "$("$tmp/stonith" -t external/switch -n)" "address hostlist" \
	"a plugin says its parameters"
is "$("$tmp/stonith" -t external/switch -p "10.0.0.9 nodo1 nodo2" -l |
	tr '\n' ' ')" "nodo1 nodo2  " "and the hosts that it can reset"
"$tmp/stonith" -t external/switch address=10.0.0.9 hostlist=nodo2 nodo2 \
	2>/dev/null
ok $? "stonith resets with a plugin"
is "$(tail -n 1 "$tmp/asked")" "reset nodo2 [10.0.0.9] [nodo2]" \
	"which gets the node and its parameters"
echo 1 >"$tmp/device"
said=$("$tmp/stonith" -t external/switch -p "10.0.0.9 nodo2" nodo2 2>&1)
is "$?" 1 "a plugin that fails is believed"
ok "$(echo "$said" | grep -q "Return code 1 from .*/switch reset"; echo $?)" \
	"and named"
said=$("$tmp/stonith" -t null -p nodo1 nodo2 2>&1)
is "$?/${said##*Device }" "1/null cannot reset host nodo2." \
	"a host that the device does not have is not reset"
said=$("$tmp/stonith" -t rcd_serial -p "nodo2 /dev/null rts 10" nodo2 2>&1)
is "$?/${said##*: }" "1/Inappropriate ioctl for device" \
	"rcd_serial on what is no serial line fails"

# OCF agents
mkdir -p "$tmp/ocf/resource.d/acme" "$tmp/conf/conf/OCF/Toy"
cat >"$tmp/ocf/resource.d/acme/Toy" <<E
#!/bin/sh
f=$tmp/toy.\$OCF_RESKEY_name
case \$1 in
start) echo "\$OCF_RESKEY_text" >\$f ;;
stop) rm -f \$f ;;
monitor) [ -e \$f ] || exit 7 ;;
*) exit 3 ;;
esac
E
chmod +x "$tmp/ocf/resource.d/acme/Toy"
printf 'OCF_RESKEY_name=two\nOCF_RESKEY_text=x\n' >"$tmp/conf/conf/OCF/Toy/inst"
toy()
{
	OCF_ROOT=$tmp/ocf HA_DIR=$tmp/conf "$ocf" "$@"
}
is "$(toy acme Toy name=one "text=a b" status)" stopped \
	"an OCF agent's 7 is stopped"
toy acme Toy name=one "text=a b" start &&
	[ "$(toy acme Toy name=one status)" = running ] &&
	[ "$(cat "$tmp/toy.one")" = "a b" ]
ok $? "it starts with its parameters, and runs"
toy Toy inst start && [ -e "$tmp/toy.two" ] && toy Toy inst stop &&
	[ ! -e "$tmp/toy.two" ]
ok $? "Linux-HA's form takes them from the file of its instance"
toy acme Nothing start 2>"$tmp/said"
is "$?" 2 "an agent that is not there is refused"
grep -q '^OCF: neither .*acme/Nothing nor ' "$tmp/said"
ok $? "and named"
tap_ends
