#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Filesystem with a real kernel: tmpfs in a mount namespace of its own, and
# ext4 on a loop device where the machine has them.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=lib/tap.sh
. "$here/../../../lib/tap.sh"
fs=${FILESYSTEM:-$here/../../../build/host/hb/rsc/Filesystem}

if [ -z "${IN_NAMESPACE-}" ]; then
	if ! unshare -rm mount -t tmpfs none /mnt 2>/dev/null; then
		skip_all "no mount namespace can be made here"
	fi
	if ! [ -x "$fs" ]; then
		bail_out "$fs: not built (make tests)"
	fi
	# root needs no user namespace, and can use loop devices without one
	if [ "$(id -u)" -eq 0 ]; then
		IN_NAMESPACE=1 exec unshare -m "$0"
	fi
	IN_NAMESPACE=1 exec unshare -rm "$0"
fi

loop=
dir=$(mktemp -d)
# shellcheck disable=SC2317 # called by the trap
end() {
	umount -l "$dir/home" 2>/dev/null || :
	[ -z "$loop" ] || losetup -d "$loop"
	rm -r "$dir"
}
trap end EXIT
export HA_LOGFILE="$dir/log"
home=$dir/home

run() { # ARGUMENTS…: sets result
	status=0
	out=$("$fs" "$@" 2>&1) || status=$?
	result="$status $out"
}
logged() { sed 's/^heartbeat: [0-9/]*_[0-9:]* //' "$HA_LOGFILE"; }
mounts() { grep -c " $home" /proc/self/mounts || :; }
alive() { [ -d "/proc/$1" ] && ! grep -q '^State:.*Z' "/proc/$1/status"; }
until_cwd() { # PID: it is in our file system
	until [ "$(readlink "/proc/$1/cwd")" = "$home" ]; do :; done
}

run none "$home" tmpfs status
is "$result" "3 $home is unmounted (stopped)" "status when not mounted"
run none "$home" tmpfs monitor
is "$result" "7 $home is unmounted (stopped)" "monitor when not mounted"
run none "$home" tmpfs stop
is "$result" "0 " "what is not mounted can be stopped"
run none "$home/" tmpfs size=64k,noexec,noauto start
is "$result" "0 " "it is mounted, and its directory made"
is "$(awk -v d="$home" '$2 == d { print $3 }' /proc/self/mounts)" tmpfs \
	"as the given type"
ok "$(grep " $home " /proc/self/mounts | grep noexec | grep -q size=64k
	echo $?)" "with the options, the file system's own too"
run none "$home" tmpfs status
is "$result" "0 $home is mounted (running)" "status when mounted"
run none "$home" tmpfs start
is "$result $(mounts)" "0  1" "a second start changes nothing"
run other "$home" tmpfs start
is "$result" "1 Filesystem: $home: already the place of none" \
	"another device's place is not covered"
run other "$home" tmpfs status
is "$result" "3 $home is the place of none (stopped)" \
	"and is not called running"
mkdir "$home/below"
run none "$home/below" tmpfs -orw start
is "$result $(mounts)" "0  2" "options may have their -o"
run none "$home" tmpfs stop
is "$result $(mounts)" "0  0" "what is mounted below goes first"

mkdir "$home/deep"
run none "$home/deep" tmpfs start
run none "$home" tmpfs start
is "$result" "1 Filesystem: $home: something is mounted below it, on\
 $home/deep" "what has mounts below it is not covered"
run none "$home/deep" tmpfs stop

run none "$home" tmpfs start
(cd "$home" && exec sleep 600) &
cwd=$!
(trap '' TERM; exec sleep 600 >"$home/file") &
deaf=$!
until_cwd $cwd
until [ "$(readlink "/proc/$deaf/fd/1")" = "$home/file" ] &&
	[ "$(cat "/proc/$deaf/comm")" = sleep ]; do :; done
: >"$HA_LOGFILE"
run none "$home" tmpfs stop
is "$result $(mounts)" "0  0" "what is in use is unmounted by force"
ok "$(! alive $cwd && ! alive $deaf; echo $?)" "and who used it has ended"
is "$(logged | sort | grep -v KILL)" \
	"WARN: Filesystem: Couldn't unmount $home; trying cleanup with SIGTERM
info: Filesystem: sending signal Killed to: $deaf (sleep)
info: Filesystem: sending signal Terminated to: $cwd (sleep)
info: Filesystem: sending signal Terminated to: $deaf (sleep)" \
	"each is asked, and killed only if it does not go"

mkdir "$dir/part"
run "$dir/part" "$home" none bind start
is "$result $(mounts)" "0  1" "a directory is bound"
run "$dir/part" "$home" none bind status
is "$result" "0 $home is mounted (running)" "and known as running"
(cd "$home" && exec sleep 600) &
bound=$!
until_cwd $bound
run "$dir/part" "$home" none bind stop
is "${result%: *}" "1 Filesystem: $home: not unmounted" \
	"a bound directory in use is not unmounted by force"
ok "$(alive $bound; echo $?)" \
	"since that would end all who use the file system behind it"
kill $bound
wait $bound 2>/dev/null || : # the shell would say that it was killed
run "$dir/part" "$home" none bind stop
is "$result $(mounts)" "0  0" "and is unmounted when it is free"

run /dev/nothing "$home" ext4 start
case $out in
*"does not know"*) skip "a missing device is named" "no ext4 here" ;;
*) is "$result" "1 Filesystem: /dev/nothing: No such file or directory" \
	"a missing device is named" ;;
esac
run "$dir" "$home" auto start
is "$result" "1 Filesystem: $dir: not a block device" \
	"what is no block device is refused"
run none "$home" reiserfs9 start
is "$result" "1 Filesystem: reiserfs9: the kernel does not know this file\
 system" "an unknown type is named"
run none home tmpfs start
is "$result" "2 Filesystem: home: expected a directory that begins with /" \
	"a relative directory is refused"
run none / tmpfs stop
is "$result" "2 Filesystem: /: expected any directory but this one" \
	"and so is the root"
run none "$home" tmpfs rw more start
is "$status" 2 "too many arguments are refused"

if truncate -s 4M "$dir/image" && mkfs.ext4 -q "$dir/image" 2>/dev/null &&
	loop=$(losetup -f --show "$dir/image" 2>/dev/null); then
	ln -s "$loop" "$dir/nb0"
	run "$dir/nb0" "$home" ext4 start
	is "$result $(mounts)" "0  1" "a block device is mounted by its link"
	run "$loop" "$home" ext4 status
	is "$result" "0 $home is mounted (running)" \
		"and known by its other name"
	run "$loop" "$home" ext4 stop
	run "$loop" "$home" auto start
	is "$result $(mounts)" "0  1" "auto finds the type"
	run "$loop" "$home" auto stop
	run "$loop" "$home" vfat start
	case $out in
	*"does not know"*) skip "a wrong type says so" "no vfat here" ;;
	*) is "$result" "1 Filesystem: $loop on $home (vfat): no file system\
 of this type on it, or a bad option" "a wrong type says so" ;;
	esac
else
	loop=
	skip "a file system on a block device" "no loop device here"
fi

tap_ends
