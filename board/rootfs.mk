# SPDX-License-Identifier: GPL-2.0-or-later
# out/rootfs: packages, our programs, and rootfs/ laid over them as it is.

GUEST := hb hb/arp hb/rsc drbd
ROOTFS := build/.rootfs

# $(call guest,PART): make in that part for the guest, all its files as one
# (--gc-sections finds what is not called, not what is called once)
LTO := -flto -flto-partition=one
guest = $(MAKE) -s --no-print-directory -C $(1) \
	O=$(CURDIR)/$(I586)/$(1) LWIP=$(LWIP) CC=$(GUEST_CC) \
	CFLAGS="$(GUEST_CFLAGS) $(LTO)" LDFLAGS="$(GUEST_LDFLAGS)"

# Our parts know for themselves what to compile again.
guest_sources := $(shell find $(GUEST) lib rootfs -type f \
	! -path '*/t/*' ! -name '*_test.c')
packages := $(foreach p,linux busybox e2fsprogs reiserfsprogs,$(I586)/$(p))
new := out/rootfs.new

$(ROOTFS): $(packages:%=%/.stamp) $(I586)/bin/cc build/src/lwip/.unpacked \
    $(guest_sources) board/rootfs.mk
	@echo "  ROOTFS  out/rootfs"
	@rm -rf out/rootfs $(new)
	@mkdir -p $(new)/bin $(new)/sbin $(new)/usr/bin $(new)/usr/sbin
	@cp $(I586)/busybox/busybox $(new)/bin/
	@while read -r name; do \
	    ln -s /bin/busybox $(new)$$name || exit; \
	done <$(I586)/busybox/busybox.links
	@cd $(I586)/e2fsprogs && cp mke2fs e2fsck tune2fs $(CURDIR)/$(new)/sbin
	@cd $(I586)/reiserfsprogs && \
	    cp mkreiserfs reiserfsck $(CURDIR)/$(new)/sbin
	@cd $(new)/sbin && for t in ext2 ext3 ext4; do \
	    ln -sf mke2fs mkfs.$$t && ln -sf e2fsck fsck.$$t || exit; done && \
	    ln -sf mkreiserfs mkfs.reiserfs && \
	    ln -sf reiserfsck fsck.reiserfs
	@$(foreach p,$(GUEST),$(call guest,$(p)) install \
	    DESTDIR=$(CURDIR)/$(new) &&) :
	@modules=$(new)/lib/modules/$$(cat $(I586)/linux/release) && \
	    mkdir -p $$modules && \
	    cp $(I586)/linux/modules.builtin $$modules
	@cp -a --remove-destination rootfs/. $(new)/
	@find $(new) -type f -perm -u+x | while read -r f; do \
	    ! head -c 4 "$$f" | grep -q ELF || \
	    $(STRIP) -R .comment -R '.note*' "$$f" || exit; done
	@mv $(new) out/rootfs
	@mkdir -p $(@D)
	@touch $@
