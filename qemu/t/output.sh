# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Output of the DRBD tools on the pair beside what drbd-utils printed: a file of
# states, "== NUMBER NODE", and in each "$ command", its output, "[exit N]".
# A story sources drbd.sh, then this, and says `output_of FILE` before drbd_lab.

# The commands of all its states, as a script for the nodes
output_of()
{
	states=$1
	mkdir -p "$LATIDO_PAIR"
	{
		cat <<-'END'
			PATH=$PATH:/etc/ha.d/resource.d
			run()
			{
				echo "\$ $*"
				"$@" 2>&1 </dev/null
				echo "[exit $?]"
			}
			case $1 in
		END
		awk '/^== / { print end $2 "-" $3 ")"; end = ";;\n" }
			/^\$ / { print "run " substr($0, 3) }
			END { print ";;\nesac" }' "$states"
	} >"$LATIDO_PAIR/snap"
	# shellcheck disable=SC2034 # drbd_lab copies it
	story_file=$LATIDO_PAIR/snap
}

# Less what is the machine's: addresses, disks, numbers, UUIDs; and what is
# said twice. With statistics the length of the numbers breaks the lines. The
# log of a disk that is all out of sync is suspended, and by our driver's bitmap
# all of it is (kernel-patches). Error 146 of theirs has a name, not a text.
# drbddisk of theirs also says why it knows nothing.
plain()
{
	sed -e 's/[0-9A-F]\{16\}/UUID/g' -e 's/\r//g' \
	    -e 's/192\.168\.0\.2[12]\|10\.10\.10\.[12]/ADDRESS/g' \
	    -e 's:/dev/vda\|/dev/hda[23]:DISK:g' -e 's:/dev/vdb\|/dev/hda1:META:g' \
	    -e 's/\(size\|read\|written\|al-writes\|bm-writes\):[0-9]*/\1:N/g' \
	    -e 's/\(received\|sent\|out-of-sync\|pending\|done\):[0-9.]*/\1:N/g' \
	    -e 's/\(unacked\):[0-9]*/\1:N/g' -e 's/_percent=.*/_percent=/' \
	    -e 's/al-suspended:[a-z]*/al-suspended:N/g' -e 's/[0-9]* MB/N MB/' \
	    -e 's/(146) .*/(146)/' -e '/^$/d' | uniq |
	    awk '/^\$ / { statistics = /--verbose --statistics/ }
		!statistics || /^[^ ]/ { printf "%s%s", end, $0; end = "\n" }
		statistics && /^ / { $1 = $1; printf " %s", $0 }
		END { print "" }'
}

# snapshot STATE NODE: compare each command
snapshot()
{
	on "$2" "sh /etc/snap $1-$2 2>&1 |
sed \"s/\$(printf '\\033')/^[/g\"" | plain >"$LATIDO_PAIR/got"
	sed -n "/^== $1 $2\$/,/^== /{/^==/d;p;}" "$states" | plain \
	    >"$LATIDO_PAIR/want"
	grep '^\$ ' "$LATIDO_PAIR/want" >"$LATIDO_PAIR/commands"
	while read -r command; do
		for file in got want; do
			awk -v c="$command" '/^\$ / { on = $0 == c } on' \
			    "$LATIDO_PAIR/$file" >"$LATIDO_PAIR/$file.one"
		done
		case $command in
		*drbddisk*) for file in got want; do
			sed -i '/^0: Failure\|^addit\|^unknown\|^Comm/d' \
			    "$LATIDO_PAIR/$file.one"
			done ;;
		esac
		differ=$(diff "$LATIDO_PAIR/want.one" "$LATIDO_PAIR/got.one")
		ok $? "$1, $2: ${command#\$ }" "$differ"
	done <"$LATIDO_PAIR/commands"
}
