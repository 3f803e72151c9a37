#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A script written for the real one finds here what it finds there: variables
# in its environment and the functions of shellfuncs, as resource, in rc.d and
# as a client.
# shellcheck source=rig.sh
. "$(dirname "$0")/rig.sh"

# What the real one alone has, all of it named in heartbeat(8).
only_there='HA_FIFO|HA_DOCDIR|HA_COMPRESSION|OCF_AGENTS|LC_ALL'
only_there="$only_there|HA_(auth|ld|ok|weown)"
# directives that say nothing here and are not in the file
only_there="$only_there|HA_(autojoin|cluster|compression|compression_threshold"
only_there="$only_there|traditional_compression|conn_logd_time|coredumps"
only_there="$only_there|enable_config_writes|hbgenmethod|memreserve|pacemaker"
only_there="$only_there|record_config_changes|record_pengine_inputs"
only_there="$only_there|syslogmsgfmt|uuidfrom)"
# fields of ours, which it passes on like all that it does not know
ours='HA_(claim|conf|echo)'
# of the message which led to a start: a resource has none here
message='HA_(OSTATUS|dest|dt|hg|info|ipaddr|protocol|seq|src|st|t|ts|ttl)'

scripts()	# N: a resource, one of rc.d and a client
{
	root=/proc/$(pid_of "$1")/root
	cat >"$root/etc/ha.d/resource.d/script" <<-'E'
		#!/bin/sh
		# by hand there is nothing to see
		[ -z "$HA_DIR" ] ||
			env | sed 's/=.*//' | sort -u >"/var/log/env-$2"
		. "${HA_FUNCS:-/etc/ha.d/shellfuncs}"
		case $2 in
		start)
			ha_log "info: $1 starts on $HA_CURHOST"
			ocf_log warn "$1 warns"
			ha_debug "debug: $1 tells"
			ha_log "info: keepalive is $(ha_parameter keepalive)" ;;
		stop)
			ocf_log err "$1 stops" ;;
		status)
			if ha_pseudo_resource "script-$1" status; then
				echo running
			else
				echo stopped
			fi
			exit ;;
		esac
		ha_pseudo_resource "script-$1" "$2"
	E
	rc=$root/etc/ha.d/rc.d/status
	mv "$rc" "$rc.own"
	# shellcheck disable=SC2016 # the node expands it
	printf '%s\n' '#!/bin/sh' \
	    'env | sed "s/=.*//" | sort -u >"/var/log/env-rc-$HA_st"' \
	    'exec "$0.own" "$@"' >"$rc"
	printf '%s\n' '#!/bin/sh' \
	    'env | sed "s/=.*//" | sort -u >/var/log/env-client' \
	    'exec sleep 1000' >"$root/etc/ha.d/client"
	chmod 755 "$root/etc/ha.d/resource.d/script" "$rc" \
	    "$root/etc/ha.d/client"
	echo 'respawn root /etc/ha.d/client' >>"$root/etc/ha.d/ha.cf"
	sed -i 's/$/ script::x/' "$root/etc/ha.d/haresources"
}

is_it()	# N running|stopped: the resource, asked by hand
{
	[ "$(run "$1" /etc/ha.d/resource.d/script x status)" = "$2" ]
}

lacks_nothing()	# WHAT [EXCEPT]: nothing of the real one's is missing in ours
{
	grep -qx HA_DIR "$lab/2/log/env-$1"
	ok $? "the real one gives $1 an environment"
	is "$(sort "$lab/2/log/env-$1" "$lab/1/log/env-$1" "$lab/1/log/env-$1" |
	    uniq -u | grep -Evx "$only_there${2:+|$2}")" "" \
	    "and ours lacks nothing of it"
}

story()
{
	configure debug=1 debugfile=/var/log/ha-debug env=COLOUR=red
	scripts 1
	scripts 2
	start_both
	for n in 1 2; do
		await "nodo$n: ha_log logs" says $n "info: x starts on nodo$n"
		await "nodo$n: ha_parameter knows ha.cf" \
		    says $n 'info: keepalive is 200 *ms'
		await "nodo$n: ocf_log logs" says $n 'WARN.*: x warns'
		grep -q 'debug: x tells' "$lab/$n/log/ha-debug"
		ok $? "nodo$n: ha_debug logs to debugfile"
		await "nodo$n: a pseudo resource runs" is_it $n running
		await "nodo$n: a client runs" test -s "$lab/$n/log/env-client"
		await "nodo$n: rc.d/status runs" \
		    test -s "$lab/$n/log/env-rc-active"
	done
	lacks_nothing start "$message"
	lacks_nothing status "$message|HA_DONTASK"
	lacks_nothing rc-active "$ours"
	lacks_nothing client
	stop 1
	stop 2
	lacks_nothing stop "$message"
	for n in 1 2; do
		says $n 'ERROR: x stops'
		ok $? "nodo$n: ocf_log logs an error"
		is_it $n stopped
		ok $? "nodo$n: and it is stopped"
	done
}

# Both are in this one.
PEER_PAIRS=ours:real
each_pair story
