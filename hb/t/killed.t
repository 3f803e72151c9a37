#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The process that starts or stops groups is killed in the middle: a start
# counts as failed, a stop leaves what may still run, and no node takes it.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"
# shellcheck source=hb/t/pair.sh
. "$(dirname "$0")/pair.sh"

# An agent that waits in this operation until it is told to go on
for n in 1 2; do
	sed -i '/ping/d; /ipfail/d' "$tmp/$n/ha.d/ha.cf"
	cat >"$tmp/$n/ha.d/resource.d/res" <<-E
		#!/bin/sh
		f=$tmp/$n/up/\$1
		for op; do :; done
		[ ! -e $tmp/$n/hang.\$1.\$op ] || {
			rm $tmp/$n/hang.\$1.\$op
			echo \$\$ >$tmp/$n/script
			exec sleep 60
		}
		case \$op in
		start) >\$f ;;
		stop) rm -f \$f ;;
		status) [ -e \$f ] && echo running || echo stopped ;;
		esac
	E
done

parent()
{
	sed -n 's/^PPid:[[:blank:]]*//p' "/proc/$1/status"
}

# The job is the child of the daemon above the script; the script goes, too.
kill_job()
{
	until_true 8 [ -s "$tmp/$1/script" ] || return 1
	script=$(cat "$tmp/$1/script")
	rm "$tmp/$1/script"
	job=$script
	until [ "$(parent "$job")" = "$(cat "$tmp/$1/run.pid")" ]; do
		job=$(parent "$job")
		[ "${job:-1}" -gt 1 ] || return 1
	done
	kill -9 "$job" "$script"
}

: >"$tmp/1/hang.a.start"
on 1 "$hb" && on 2 "$hb"
kill_job 1
ok $? "the process that starts the groups of nodo1 is killed"
until_true 8 logged 1 'CRIT: Resource START failure: not all of local'
ok $? "that counts as a start that failed"
until_true 8 holds /abc && until_true 8 rests none all
ok $? "and the group is handed over"
on 1 "$tmp/hb_takeover" local >/dev/null
until_true 8 holds ab/c && until_true 8 rests local local
ok $? "it can be had back"

: >"$tmp/1/hang.b.stop"
on 1 "$tmp/hb_standby" >/dev/null
kill_job 1
ok $? "the one that stops them is killed"
until_true 8 logged 1 'CRIT: standby cancelled: not all resources stopped here'
ok $? "they are not handed over"
until_true 8 rests local local && holds ab/c
ok $? "and stay where they were"
tap_ends
