# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel: bzImage, vmlinux for isa-check, modules.builtin for modprobe.

KERNEL_PATCHES := $(sort $(wildcard kernel-patches/*.patch))

$(eval $(call package,linux,board/i586/linux.config $(KERNEL_PATCHES)))

linux_make = $(SUBMAKE) -C build/src/linux ARCH=i386 \
	KBUILD_BUILD_USER=latido KBUILD_BUILD_HOST=latido \
	KBUILD_BUILD_VERSION=1 \
	KBUILD_BUILD_TIMESTAMP="@$$(stat -c %Y build/src/linux/Makefile)"

# A line of our configuration that does not survive is a mistake: an option
# that was renamed, or whose conditions are not met.
build-linux:
	board/unpack linux build/src/linux $(KERNEL_PATCHES)
	$(linux_make) KCONFIG_ALLCONFIG=$(CURDIR)/board/i586/linux.config \
	    allnoconfig
	@sed -n 's/^# \(CONFIG_[A-Z0-9_]*\) is not set/\1=/p' \
	    board/i586/linux.config >build/linux.off
	@grep '^CONFIG_' board/i586/linux.config | \
	    grep -vxFf build/src/linux/.config >build/linux.lost; \
	 grep -Ff build/linux.off build/src/linux/.config >>build/linux.lost; \
	 ! sed 's,^,board/i586/linux.config: not taken: ,' build/linux.lost | \
	    grep .
	$(linux_make) bzImage modules.builtin
	$(STRIP) -o $(I586)/linux/unpacker \
	    build/src/linux/arch/x86/boot/compressed/vmlinux
	cp build/src/linux/arch/x86/boot/bzImage build/src/linux/vmlinux \
	    build/src/linux/modules.builtin build/src/linux/System.map \
	    $(I586)/linux/
	$(linux_make) -s kernelrelease | tail -n 1 >$(I586)/linux/release
	strip --strip-debug $(I586)/linux/vmlinux

out/bzImage: $(I586)/linux/.stamp
	@mkdir -p $(@D)
	@cp $(I586)/linux/bzImage $@
