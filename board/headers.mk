# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's headers for user space, for the guest's compiler.

$(eval $(call package,headers,,linux))

build-headers:
	board/unpack linux build/src/linux $(KERNEL_PATCHES)
	$(SUBMAKE) -C build/src/linux ARCH=i386 headers_install \
	    INSTALL_HDR_PATH=$(CURDIR)/$(I586)/headers
	find $(I586)/headers ! -name '*.h' -type f -delete
