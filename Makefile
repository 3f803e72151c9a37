# SPDX-License-Identifier: GPL-2.0-or-later
# Every entry point of the project; `make help` lists them.

# Shell pieces here are POSIX; a recipe that fails leaves no target behind.
SHELL := /bin/sh
.DELETE_ON_ERROR:
# Targets share folders (two of them unpack the kernel); what takes long, the
# packages, runs on all processors by itself.
.NOTPARALLEL:
# mke2fs, mkfs.fat and syslinux lie in sbin, which a user's PATH may lack.
export PATH := $(PATH):/usr/sbin:/sbin
export LC_ALL := C

all: image

include lib/flags.mk
include board/package.mk
include board/linux.mk
include board/headers.mk
include board/musl.mk
include board/busybox.mk
include board/e2fsprogs.mk
include board/reiserfsprogs.mk
include board/lwip.mk
include board/rootfs.mk
include board/tests.mk

help:
	@sed -n 's/^#: //p' $(MAKEFILE_LIST)

# What the machine lacks is looked for again whenever a package came or went.
build/.deps: tools/deps $(wildcard /var/lib/dpkg/status)
	@tools/deps
	@mkdir -p $(@D)
	@touch $@

#: make image         out/latido.img, a card for either node (also: make)
#: make deps          install what this machine lacks, through apt
image: out/latido.img out/sizes
deps:
	@tools/deps

out/latido.img out/initramfs.cpio.xz &: $(ROOTFS) out/bzImage tools/mkimage \
    tools/mkinitramfs $(wildcard board/i586/layout/* board/i586/*.cfg \
    board/i586/rootfs.table)
	tools/mkimage out/rootfs out/bzImage out
	@touch out/initramfs.cpio.xz out/latido.img

#: make qemu-pair     boot the pair in QEMU and show both consoles
qemu-pair: image qemu
	qemu/pair up

#: make sizes         what was built against its budget
#: make isa-check     prove that a Pentium knows every instruction shipped
sizes: out/sizes
	@cat out/sizes

out/sizes: out/initramfs.cpio.xz out/latido.img out/bzImage tools/sizes
	@tools/sizes out >$@.new || { cat $@.new; exit 1; }
	@mv $@.new $@

isa-check: $(ROOTFS) $(I586)/linux/.stamp
	tools/isa-check -a board/i586/isa.allow out/rootfs \
	    $(I586)/linux/vmlinux $(I586)/linux/unpacker

#: make reproducible  build twice, in two folders; compare the images
reproducible: | build/.deps
	tools/reproducible

#: make legal-info    out/legal: licences and versions of all that is shipped
legal-info: $(ROOTFS)
	tools/legal-info out/legal

#: make clean         remove what was built; the cache and sources stay
#: make distclean     remove everything that git does not know, here
clean:
	rm -rf out build/host build/i586 build/log build/.rootfs build/.deps

distclean: clean
	rm -rf build

.PHONY: all help deps image qemu-pair sizes isa-check reproducible \
	legal-info clean distclean
