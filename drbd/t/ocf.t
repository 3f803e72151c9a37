#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The OCF agent for DRBD with a drbdadm that only remembers: what it does in
# haresources, what under a cluster manager, and its exit codes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/tap.sh
. "$here/../../lib/tap.sh"
agent=$here/../../rootfs/usr/lib/ocf/resource.d/linbit/drbd
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"

# VERB by VERB, a role in a file; what is to fail is in fail: VERB CODE
cat >"$work/bin/drbdadm" <<-END
	#!/bin/sh
	cd $work
	[ "\$1 \$2" = "-c /etc/other.conf" ] || exit 20
	verb=\$3
	eval resource="\\\${\$#}"
	[ "\$resource" = drbd0 ] || exit 1
	case \$verb in
	role) [ -s role ] || exit 10; echo "\$(cat role)/\$(cat peer)"; exit ;;
	dstate) cat dstate; exit ;;
	sh-dev) echo /dev/drbd0; exit ;;
	esac
	echo "\$verb" >>calls
	read -r which code <fail && [ "\$which" = "\$verb" ] && {
		read -r left <times
		echo \$((left - 1)) >times
		[ "\$left" -le 0 ] || exit "\$code"
	}
	case \$verb in
	adjust | secondary) echo Secondary >role ;;
	primary) echo Primary >role ;;
	down) : >role ;;
	esac
END
cat >"$work/bin/sleep" <<-END
	#!/bin/sh
	echo "sleep \$*" >>$work/calls
END
cat >"$work/crm_master" <<-END
	#!/bin/sh
	echo "crm_master \$*" >>$work/calls
END
chmod +x "$work/bin/drbdadm" "$work/bin/sleep" "$work/crm_master"

# fresh ROLE: a new node
fresh()
{
	echo "$1" | grep . >"$work/role" || :
	echo Secondary >"$work/peer"
	echo UpToDate/UpToDate >"$work/dstate"
	: >"$work/calls"
	echo 'none 0' >"$work/fail"
	echo 99 >"$work/times"
}

# ocf ACTION [NAME=VALUE ...]: its exit code
ocf()
{
	action=$1
	shift
	code=0
	env PATH="$work/bin:$PATH" OCF_RESKEY_drbd_resource=drbd0 \
		OCF_RESKEY_drbdconf=/etc/other.conf "$@" "$agent" "$action" \
		>"$work/out" 2>"$work/err" || code=$?
	echo $code
}

# What drbdadm was told to do.
calls()
{
	tr '\n' ' ' <"$work/calls"
}

fresh ''
is "$(ocf meta-data)" 0 "meta-data is printed"
like "$(cat "$work/out")" '<resource-agent name="drbd"' "as XML"
if command -v xmllint >/dev/null; then
	xmllint --noout --nonet "$work/out" 2>"$work/err"
	ok $? "that is well-formed" "$(cat "$work/err")"
fi
sed -n 's/.*<action name="\([^"]*\)".*/\1/p' "$work/out" | sort -u \
	>"$work/actions"
while read -r action; do
	[ "$(ocf "$action")" != 3 ]
	ok $? "$action, which it says it knows, it knows"
done <"$work/actions"
fresh ''
is "$(ocf frob)" 3 "an unknown action: 3"
is "$(ocf '')" 3 "an empty one, too"
is "$(ocf validate-all)" 0 "a resource that is there: 0"
is "$(ocf validate-all OCF_RESKEY_drbd_resource=web)" 6 "one that is not: 6"
is "$(ocf validate-all OCF_RESKEY_drbd_resource=)" 6 "none is named: 6"
is "$(ocf start OCF_RESKEY_drbd_resource=web)" 6 "it cannot be started"
is "$(ocf monitor OCF_RESKEY_drbd_resource=web)" 6 "nor monitored"
is "$(ocf monitor OCF_RESKEY_drbd_resource=web \
	OCF_RESKEY_CRM_meta_interval=0)" 7 "a probe finds that it does not run"
ln -s "$(command -v sh)" "$(command -v cat)" "$work/"
is "$(ocf start PATH="$work")" 5 "no drbdadm: 5"

: ---- in haresources
is "$(ocf monitor)" 7 "down is not running"
is "$(ocf start)/$(calls)" "0/adjust primary " "start makes it primary"
is "$(ocf monitor)" 0 "which is running"
: >"$work/calls"
is "$(ocf start)/$(calls)" "0/primary " "start once more"
: >"$work/calls"
is "$(ocf stop)/$(calls)" "0/secondary " "stop makes it secondary, no more"
is "$(ocf monitor)" 7 "which is not running"
is "$(ocf stop)" 0 "stop once more"
fresh Secondary
echo 'primary 11' >"$work/fail"
echo 2 >"$work/times"
is "$(ocf start)/$(calls)" "0/primary sleep 1 primary sleep 1 primary " \
	"start tries again"
fresh Secondary
echo 'primary 17' >"$work/fail"
is "$(ocf start)/$(calls)" "1/primary " "not without up-to-date data: 1"
fresh Primary
echo 'secondary 11' >"$work/fail"
is "$(ocf stop OCF_RESKEY_CRM_meta_timeout=4000)/$(calls)" \
	"1/secondary sleep 1 secondary " "a stop that fails within its time: 1"

: ---- masters and slaves
set -- OCF_RESKEY_CRM_meta_master_max=1
mv "$work/crm_master" "$work/bin/"
fresh ''
is "$(ocf monitor "$@")" 7 "master and slave: down is not running"
is "$(ocf promote "$@")" 7 "and cannot be promoted"
is "$(ocf start "$@")/$(calls)" "0/adjust " "start brings it up"
is "$(ocf monitor "$@")" 0 "as a slave"
like "$(calls)" 'crm_master .* 10000 ' "with the score of a good one"
is "$(ocf promote "$@")" 0 "it is promoted"
is "$(ocf monitor "$@")" 8 "and is the master"
is "$(ocf demote "$@")" 0 "it is demoted"
is "$(ocf monitor "$@")" 0 "and is a slave"
echo UpToDate/DUnknown >"$work/dstate"
: >"$work/calls"
ocf monitor "$@" >/dev/null
like "$(calls)" 'crm_master .* 1000 ' "alone its score is lower"
echo Inconsistent/DUnknown >"$work/dstate"
: >"$work/calls"
ocf monitor "$@" >/dev/null
like "$(calls)" 'crm_master .* -D' "without good data it has none"
: >"$work/calls"
is "$(ocf stop "$@")/$(calls)" "0/down crm_master -Q -l reboot -D " \
	"stop takes it down"
is "$(ocf stop "$@")" 0 "stop once more"
fresh Secondary
echo Primary >"$work/peer"
ocf stop "$@" >/dev/null
like "$(calls)" '^down outdate ' "its data is old if the other one goes on"
is "$(ocf notify "$@")" 0 "what it is notified of does not matter"
tap_ends
