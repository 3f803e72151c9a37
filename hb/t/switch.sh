# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A STONITH device for tests: the plugin external/switch, in $tmp.
# It does as the file `device` says, and notes in `asked` what it was asked.
plugins=$tmp/plugins
mkdir "$plugins"
cat >"$plugins/switch" <<E
#!/bin/sh
echo "\$* [\$address] [\$hostlist]" >>$tmp/asked
case \$1 in
getconfignames) echo address hostlist ;;
gethosts) for h in \$hostlist; do echo \$h; done ;;
status | reset | on | off) exit \$(cat $tmp/device) ;;
*) exit 1 ;;
esac
E
chmod +x "$plugins/switch"
export HA_STONITHDIR="$plugins"
echo 0 >"$tmp/device"
