#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# tools/mkimage: what is in the image, and that it is the same each time.
set -eu
# shellcheck source=tools/t/image.sh
. "$(dirname "$0")/image.sh"

mkimage=$top/tools/mkimage
small_tree "$tmp/root"
printf 'kernel' >"$tmp/bzimage"
"$mkimage" "$tmp/root" "$tmp/bzimage" "$tmp/out"
img=$tmp/out/latido.img
etc_offset=$((33024 * 512))

is "$([ "$(wc -c <"$img")" -le 32000000 ] && echo fits)" \
    fits "the image fits a card sold as 32 MB"
is "$(partx -s -g -o NR,TYPE,FLAGS "$img" | tr -s ' ' | sed 's/^ //')" \
    "1 0xe 0x80
2 0x83 0x0" \
    "partition 1 is active and of a FAT16 type, partition 2 is Linux's"
boot_record()
{
	cmp -n 440 "$img" /usr/lib/syslinux/mbr/mbr.bin &&
		[ "$(od -An -tx1 -j 510 -N 2 "$img")" = " 55 aa" ]
}
holds "the boot record has code and its signature" boot_record

fat=$img@@$((256 * 512))
in_slots()
{
	mcopy -n -i "$fat" "::/a/$1" "$tmp/a" && cmp "$tmp/a" "$2" &&
		mcopy -n -i "$fat" "::/b/$1" "$tmp/b" && cmp "$tmp/b" "$2"
}
holds "both slots have the kernel" in_slots bzimage "$tmp/bzimage"
holds "both slots have the initramfs" in_slots initrd.xz \
    "$tmp/out/initramfs.cpio.xz"
is "$(mtype -i "$fat" ::/syslinux.cfg | grep '^LABEL')" \
    "LABEL A
LABEL B" "the boot loader is told both slots"
holds "partition 2 is a sound ext4" e2fsck -fn "$img?offset=$etc_offset"
is "$(tune2fs -l "$img?offset=$etc_offset" | sed -n \
    's/^Filesystem volume name: *//p; s/^Default mount options: *//p')" \
    "LATIDO-ETC
journal_data user_xattr acl" \
    "partition 2 is labelled and journals data"
is "$(debugfs -R 'ls -p /' "$img?offset=$etc_offset" 2>/dev/null |
	grep -E '/(upper|work)/' | cut -d / -f 3-6)" \
    "040755/0/0/upper
040755/0/0/work" \
    "the folders of the overlay are root's"

xz -dc "$tmp/out/initramfs.cpio.xz" >"$tmp/cpio"
cpio -itv --numeric-uid-gid --quiet <"$tmp/cpio" >"$tmp/list"
is "$(awk '$3 != 0 || $4 != 0' "$tmp/list")" "" "all of the initramfs is root's"
is "$(awk '$NF == "etc/ha.d/authkeys" { print $1 }' "$tmp/list")" \
    -rw------- "authkeys is for root alone"
is "$(awk '$NF == "tmp" || $NF == "dev" { print $1, $NF }' "$tmp/list")" \
    "drwxr-xr-x dev
drwxrwxrwt tmp" \
    "folders that git cannot keep are there, with their modes"
is "$(awk '$NF ~ "^bin/" { print $2 }' "$tmp/list" | tr '\n' ' ')" \
    "2 2 " "hard links stay links"
# The nodes follow the first archive's end, padded to 512 bytes.
is "$(
	awk -v RS='070701' -v ORS='\n' '/dev\/console/ { print "070701" $0 }' \
	    "$tmp/cpio" | tr -d '\0' | cut -c 15-22,79-94
)" "000021800000000500000001" "the console's device node is there"

# Somebody else's checkout: another folder, another umask, another day.
(umask 077 && cp -r --preserve=links "$tmp/root" "$tmp/elsewhere")
touch -d 2001-01-01 "$tmp/elsewhere/etc/hosts"
"$mkimage" "$tmp/elsewhere" "$tmp/bzimage" "$tmp/out2"
holds "the same tree elsewhere gives the same image" cmp "$img" \
    "$tmp/out2/latido.img"
holds "the same tree elsewhere gives the same initramfs" \
    cmp "$tmp/out/initramfs.cpio.xz" "$tmp/out2/initramfs.cpio.xz"
printf 'x' >>"$tmp/elsewhere/etc/hosts"
"$mkimage" "$tmp/elsewhere" "$tmp/bzimage" "$tmp/out2"
differ()
{
	! cmp -s "$1" "$2"
}
holds "another tree gives another image" differ "$img" "$tmp/out2/latido.img"

LAYOUT=disk "$mkimage" "$tmp/root" "$tmp/bzimage" "$tmp/out"
is "$(partx -s -g -o NR,TYPE,FLAGS "$tmp/out/latido-disk.img" | tr -s ' ' |
	sed 's/^ //')" \
    "1 0x83 0x0
2 0x83 0x0
3 0x83 0x0
4 0x5 0x0
5 0xe 0x80
6 0x83 0x0" \
    "LAYOUT=disk has the how-to's partitions and the system behind them"

refuses "an unknown layout is named, with the known ones" \
    "LAYOUT=tape: expected one of card disk" \
    env LAYOUT=tape "$mkimage" "$tmp/root" "$tmp/bzimage" "$tmp/out3"
refuses "a missing kernel is named" "$tmp/none: cannot be read" \
    "$mkimage" "$tmp/root" "$tmp/none" "$tmp/out3"
refuses "a missing root tree is named" "$tmp/none: no such folder" \
    "$mkimage" "$tmp/none" "$tmp/bzimage" "$tmp/out3"
refuses "a missing boot record is said with its package" \
    "none is missing: apt-get install syslinux-common" \
    env MBR=/none "$mkimage" "$tmp/root" "$tmp/bzimage" "$tmp/out3"
mkdir "$tmp/path"
for tool in awk sh dirname cat cpio xz env; do
	ln -s "$(command -v $tool)" "$tmp/path/$tool"
done
refuses "a missing tool is said with its package" \
    "mcopy is missing: apt-get install mtools" \
    env PATH="$tmp/path" "$mkimage" "$tmp/root" "$tmp/bzimage" "$tmp/out3"
head -c 9000000 /dev/urandom >"$tmp/large"
refuses "a kernel too large for the card is refused with the sizes" \
    "KiB: two slots of them do not fit" \
    "$mkimage" "$tmp/root" "$tmp/large" "$tmp/out3"
is "$(ls -A "$tmp/out3" 2>/dev/null)" "" "a failure leaves nothing behind"

if unshare -rm true 2>/dev/null; then
	mkdir "$tmp/full"
	# shellcheck disable=SC2016 # the inner shell's arguments
	refuses "a full disk is said with what is needed and what there is" \
	    "no disk space: [0-9]* KiB needed, [0-9]* KiB free" \
	    unshare -rm sh -c 'mount -t tmpfs -o size=2m none "$1" &&
	    "$2" "$3" "$4" "$1"' - "$tmp/full" "$mkimage" "$tmp/root" \
	    "$tmp/bzimage"
else
	skip "a full disk is said with what is needed and what there is" \
	    "no user namespaces here"
fi
tap_ends
