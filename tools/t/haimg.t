#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# tools/haimg: reading and changing /etc in an image, and what it refuses.
set -eu
# shellcheck source=tools/t/image.sh
. "$(dirname "$0")/image.sh"

haimg=$top/tools/haimg
small_tree "$tmp/root"
printf 'kernel' >"$tmp/bzimage"
"$top/tools/mkimage" "$tmp/root" "$tmp/bzimage" "$tmp/out"
img=$tmp/out/latido.img
etc="$img?offset=$((33024 * 512))"

sum()
{
	sha256sum <"$img"
}

# Commands of debugfs on the image's partition 2, as a node would have done.
node_does()
{
	printf '%s\n' "$@" | debugfs -w -f - "$etc" >/dev/null 2>&1
}

before=$(sum)
is "$("$haimg" "$img" cat /etc/ha.d/ha.cf)" "keepalive 2" "cat prints a default"
is "$("$haimg" "$img" ls /etc/ha.d)" \
    "-rw-------       13  image  /etc/ha.d/authkeys
-rw-r--r--       12  image  /etc/ha.d/ha.cf" \
    "ls shows modes, sizes and where each comes from"
"$haimg" "$img" get /etc/ha.d/authkeys "$tmp/keys"
holds "get copies a file out" cmp "$tmp/keys" "$tmp/root/etc/ha.d/authkeys"
holds "diff says nothing of an image as made" "$haimg" "$img" diff
is "$(sum)" "$before" "reading changes nothing"

echo nodo1 | "$haimg" "$img" put /etc/hostname
is "$("$haimg" "$img" cat /etc/hostname)" \
    nodo1 "put adds a file from standard input"
printf 'auth 2\n2 sha1 secret\n' >"$tmp/keys"
"$haimg" "$img" put /etc/ha.d/authkeys "$tmp/keys"
is "$("$haimg" "$img" ls /etc/ha.d/authkeys)" \
    "-rw-------       21  card   /etc/ha.d/authkeys" \
    "put replaces a file and keeps its mode"
is "$(debugfs -R 'ls -p /upper/ha.d' "$etc" 2>/dev/null |
	awk -F / '$6 == "authkeys" { print $3, $4, $5 }')" \
    "100600 0 0" "what put makes belongs to root"
printf 'auth 3\n3 sha1 other\n' | "$haimg" "$img" put /etc/ha.d/authkeys
is "$("$haimg" "$img" ls /etc/ha.d/authkeys)" \
    "-rw-------       20  card   /etc/ha.d/authkeys" \
    "a second put keeps the mode too"
EDITOR="sed -i s/2/1/" "$haimg" "$img" edit /etc/ha.d/ha.cf
is "$("$haimg" "$img" cat /etc/ha.d/ha.cf)" "keepalive 1" "edit changes a file"
before=$(sum)
EDITOR=true "$haimg" "$img" edit /etc/ha.d/ha.cf
is "$(sum)" "$before" "edit without a change leaves the image alone"
is "$(rc=0; "$haimg" "$img" diff /etc/ha.d/ha.cf | grep '^[-+][^-+]'
	"$haimg" "$img" diff /etc/ha.d/ha.cf >/dev/null || rc=$?; echo $rc)" \
    "-keepalive 2
+keepalive 1
1" \
    "diff shows a change as a patch and exits 1"
mkdir -p "$tmp/tree/ha.d/rc.d" "$tmp/tree/my files"
echo 192.168.0.21 nodo1 >"$tmp/tree/hosts"
echo script >"$tmp/tree/ha.d/rc.d/status"
echo blank >"$tmp/tree/my files/a b"
"$haimg" "$img" put /etc "$tmp/tree"
is "$("$haimg" "$img" cat /etc/hosts; "$haimg" "$img" cat \
	/etc/ha.d/rc.d/status; "$haimg" "$img" cat '/etc/my files/a b')" \
    "192.168.0.21 nodo1
script
blank" \
    "put takes a folder with all that is below it"
holds "the file system is sound after all that" e2fsck -fn "$etc"

node_does 'cd upper' 'mknod rcS c 0 0' 'mkdir init.d' 'cd init.d' \
    'mknod rcS c 0 0' 'sif rcS mode 020000'
refuses "what the node has deleted is not there" "/etc/init.d/rcS: no such file" \
    "$haimg" "$img" cat /etc/init.d/rcS
"$haimg" "$img" put /etc/init.d/rcS "$tmp/root/etc/init.d/rcS"
holds "put brings it back" "$haimg" "$img" cat /etc/init.d/rcS
node_does 'rm /upper/ha.d/rc.d/status' 'rmdir /upper/ha.d/rc.d' \
    'rm /upper/ha.d/authkeys' 'rm /upper/ha.d/ha.cf' 'rmdir /upper/ha.d' \
    'mkdir /upper/ha.d' 'ea_set /upper/ha.d trusted.overlay.opaque y'
is "$("$haimg" "$img" ls /etc/ha.d)" \
    "" "an opaque folder hides the default's files"

# A journal with a transaction that was never written to its place, as a power
# cut leaves it.
echo from-the-journal >"$tmp/block"
head -c 1024 /dev/zero >>"$tmp/block"
head -c 1024 "$tmp/block" >"$tmp/block1"
echo before | "$haimg" "$img" put /etc/journalled
block=$(debugfs -R 'blocks /upper/journalled' "$etc" 2>/dev/null | tr -d ' ')
node_does 'sif /upper/journalled size 17' "jo -f $tmp/none" jo \
    "jw -b $block $tmp/block1" jc
holds "the journal is dirty for the next test" sh -c \
    "tune2fs -l '$etc' | grep -q needs_recovery"
before=$(sum)
is "$("$haimg" "$img" cat /etc/journalled)" \
    from-the-journal "a dirty journal is replayed to read"
is "$(sum)" "$before" "and the image stays as it is"
echo after | "$haimg" "$img" put /etc/other
is "$("$haimg" "$img" cat /etc/journalled)" \
    from-the-journal "a dirty journal is replayed to write"

before=$(sum)
refuses "a PATH outside of /etc is refused" \
    "/root/x: expected a path that begins with /etc" \
    "$haimg" "$img" put /root/x "$tmp/keys"
refuses "a PATH that climbs out of /etc is refused" "not a name for a file" \
    "$haimg" "$img" cat /etc/../root/x
refuses "put does not make a file of a folder" "/etc/ha.d: is a folder" \
    "$haimg" "$img" put /etc/ha.d "$tmp/keys"
refuses "put does not make a folder of a file" "/etc/hosts: not a folder" \
    "$haimg" "$img" put /etc/hosts/x "$tmp/keys"
refuses "a file that is not there is named" "/etc/none: no such file" \
    "$haimg" "$img" cat /etc/none
refuses "a source that is not there is named" "none: cannot be read" \
    "$haimg" "$img" put /etc/x "$tmp/none"
head -c 16000000 /dev/urandom >"$tmp/large"
refuses "more than the card holds is refused" "Could not allocate\|full" \
    "$haimg" "$img" put /etc/large "$tmp/large"
is "$(sum)" "$before" "whatever is refused changes nothing"
refuses "an image that is not there is named" "$tmp/none.img: no such file" \
    "$haimg" "$tmp/none.img" ls
head -c 100000 /dev/zero >"$tmp/zero"
refuses "what is no image is refused" \
    "no partition 2 with an ext4 file system LATIDO-ETC" \
    "$haimg" "$tmp/zero" ls
cp "$img" "$tmp/wiped"
dd if=/dev/zero of="$tmp/wiped" bs=512 seek=33024 count=64 conv=notrunc \
    status=none
refuses "an image without its partition 2 is refused" \
    "no partition 2 with an ext4 file system LATIDO-ETC" \
    "$haimg" "$tmp/wiped" ls
refuses "a wrong command gets the usage" "^usage:" "$haimg" "$img" burn /etc/hosts

# A dd that kills haimg when it is about to write partition 2 back.
mkdir "$tmp/killer"
cat >"$tmp/killer/dd" <<-EOT
	#!/bin/sh
	case "\$*" in *notrunc*) kill -9 \$PPID ;; esac
	exec $(command -v dd) "\$@"
EOT
chmod +x "$tmp/killer/dd"
before=$(sum)
refuses "haimg can be killed at the moment that it writes" "" \
    env PATH="$tmp/killer:$PATH" "$haimg" "$img" put /etc/hosts "$tmp/keys"
is "$(sum)" "$before" "and the image is as it was"

refuses "a second haimg is refused while one is at work" \
    "in use by a running guest or another haimg" \
    env EDITOR="$haimg $img ls #" "$haimg" "$img" edit /etc/hosts
if command -v qemu-system-i386 >/dev/null; then
	mkfifo "$tmp/qmp.in" "$tmp/qmp.out"
	qemu-system-i386 -S -M isapc -display none -serial none -qmp \
	    "pipe:$tmp/qmp" -drive "file=$img,format=raw,if=ide" &
	qemu=$!
	exec 3<>"$tmp/qmp.in" 4<>"$tmp/qmp.out"
	# It greets before it opens its disks, and answers after.
	echo '{"execute": "qmp_capabilities"}' >&3
	read -r _ <&4
	read -r _ <&4
	refuses "an image that a guest runs from is refused" \
	    "$img: in use by a running guest" "$haimg" "$img" ls
	kill $qemu
	wait $qemu || true
	holds "and not when the guest has gone" "$haimg" "$img" ls
	# The other way round: a guest that starts while haimg is at work.
	refuses "a guest does not start from an image that haimg is changing" \
	    "lock" env EDITOR="qemu-system-i386 -S -M isapc -display none \
	    -drive file=$img,format=raw,if=ide #" \
	    "$haimg" "$img" edit /etc/hosts
else
	skip "an image that a guest runs from is refused" "no QEMU here"
fi
tap_ends
