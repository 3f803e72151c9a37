# SPDX-License-Identifier: GPL-2.0-or-later
# BusyBox with Debian's patches; board/i586/busybox.config over allnoconfig.

$(eval $(call package,busybox,board/i586/busybox.config \
	$(I586)/musl/.stamp $(I586)/headers/.stamp))

busybox_make = $(SUBMAKE) -C build/src/busybox CC=$(GUEST_CC) HOSTCC=gcc \
	CROSS_COMPILE= KCONFIG_NOTIMESTAMP=1 SKIP_STRIP=y \
	CFLAGS_busybox="$(GUEST_LDFLAGS)"

$(I586)/busybox/.stamp: $(I586)/bin/cc

# BusyBox's kconfig has no KCONFIG_ALLCONFIG for allnoconfig: the lines are put
# before the rest, of which the first counts.
build-busybox:
	board/unpack busybox build/src/busybox
	$(busybox_make) allnoconfig
	sed -n -e 's/^# \(CONFIG_[A-Z0-9_]*\) is not set/\1/p' \
	    -e 's/^\(CONFIG_[A-Z0-9_]*\)=.*/\1/p' \
	    board/i586/busybox.config >build/busybox.named
	cp build/src/busybox/.config build/busybox.none
	{ grep -vwFf build/busybox.named build/busybox.none; \
	  grep CONFIG_ board/i586/busybox.config; } \
	    >build/src/busybox/.config
	yes '' | $(busybox_make) oldconfig
	@! grep '^CONFIG_' board/i586/busybox.config | \
	    grep -vxFf build/src/busybox/.config | \
	    sed 's,^,board/i586/busybox.config: not taken: ,' | grep .
	$(busybox_make) busybox busybox.links
	$(STRIP) -o $(I586)/busybox/busybox build/src/busybox/busybox
	cp build/src/busybox/busybox.links $(I586)/busybox/
