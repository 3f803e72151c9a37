#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The functions for a user's own scripts, by hand: without a daemon, and none
# ends a script that ends at the first failure.
# shellcheck source=lib/tap.sh
. "$(dirname "$0")/../../lib/tap.sh"

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export HA_LOGFILE="$tmp/log" HA_RSCTMP="$tmp/a/b"
unset HA_LOGFACILITY HA_DEBUGLOG HA_debug HA_keepalive HA_BIN HA_DIR \
    HA_RCDIR HA_RESOURCEDIR HA_CURHOST HA_DATEFMT
cat >"$tmp/logger" <<E
#!/bin/sh
echo "\$*" >>$tmp/syslog
exit 1
E
cat >"$tmp/cl_status" <<'E'
#!/bin/sh
echo "what $* says"
E
chmod +x "$tmp/logger" "$tmp/cl_status"
PATH=$tmp:$PATH

# script COMMAND…: as a script does it
script()
(
	set -eu
	# shellcheck source=rootfs/etc/ha.d/shellfuncs
	. "$(dirname "$0")/../../rootfs/etc/ha.d/shellfuncs"
	"$@"
	echo "went on"
)

# variables: what heartbeat would have said
# shellcheck disable=SC2031 # it runs in that subshell
variables()
{
	echo "$HA_DIR $HA_RCDIR $HA_RESOURCEDIR $HA_CURHOST $HA_BIN"
	# shellcheck source=rootfs/etc/ha.d/shellfuncs
	. "$(dirname "$0")/../../rootfs/etc/ha.d/shellfuncs"
	echo "$PATH" | tr ':' '\n' | grep -cx "$HA_BIN"
}

# said FILE: what is in the log, without its time
said()
{
	sed 's,^heartbeat: [0-9/]\{10\}_[0-9:]\{8\} ,,' "$1"
	rm "$1"
}

is "$(script variables)" "/etc/ha.d /etc/ha.d/rc.d /etc/ha.d/resource.d \
$(uname -n) /usr/lib/heartbeat
1
went on" "the variables have defaults, and PATH heartbeat's programs, once"

is "$(script ha_log 'info: two  words')" "went on" "ha_log goes on"
is "$(said "$tmp/log")" "info: two  words" "with a line in the log's form"
[ ! -e "$tmp/syslog" ]
ok $? "and none to syslog"
is "$(HA_LOGFACILITY=local0 && script ha_log 'WARN: there, too')" "went on" \
    "with a facility it goes on, too, though logger fails"
is "$(cat "$tmp/syslog")" "-t heartbeat -p local0.info WARN: there, too" \
    "which was called"
rm "$tmp/log"

for pair in crit:CRIT err:ERROR warn:WARN info:info other:info; do
	script ocf_log "${pair%:*}" some text >/dev/null
	is "$(said "$tmp/log")" "${pair#*:}: some text" "ocf_log ${pair%:*}"
done

is "$(script ha_debug 'debug: x')" "went on" "ha_debug without debugfile"
export HA_DEBUGLOG="$tmp/debug"
is "$(script ha_debug 'debug: x')" "went on" "and without debug"
[ ! -e "$tmp/debug" ]
ok $? "logs nothing"
export HA_debug=1
script ocf_log debug some text >/dev/null
is "$(said "$tmp/debug")" "debug: some text" "with both it logs there"
[ ! -e "$tmp/log" ]
ok $? "and not in the log"

is "$(script ha_parameter keepalive)" "what hbparameter -p keepalive says
went on" "ha_parameter asks heartbeat"
is "$(export HA_keepalive=2 && script ha_parameter keepalive)" "2
went on" "or its own environment"

# status OPERATION: what it prints and how it ends
status()
{
	said=$(script ha_pseudo_resource x "$@")
	echo "$? $said"
}
is "$(status status)" "3 " "a pseudo resource that was not started: status"
is "$(status monitor)" "7 " "and monitor"
is "$(status start)" "0 went on" "it starts"
is "$(status status)$(status monitor)" "0 went on0 went on" "and runs"
is "$(status print)" "0 $tmp/a/b/x
went on" "print tells its file"
is "$(status stop)$(status status)" "0 went on3 " "it stops"
is "$(status restart "$tmp/mine")$(status status)" "0 went on3 " \
    "its file may be given"
[ -e "$tmp/mine" ]
ok $? "and is used"
is "$(status promote)" "3 " "another operation fails"

said=$(echo t=x | script ha_clustermsg)
is "$? $said" "1 " "ha_clustermsg fails"
like "$(said "$tmp/log")" "^ERROR: .*takes no messages" "and says why"
tap_ends
