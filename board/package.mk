# SPDX-License-Identifier: GPL-2.0-or-later
# How a package gets into build/i586/NAME: out of the cache, or by the target
# build-NAME. Its .stamp holds the hash of all that went in, so a stamp among
# the inputs of another package passes a change on.

JOBS ?= $(shell nproc)
I586 := build/i586
STRIP := strip
# Packages have Makefiles of their own, which must not see our flags.
SUBMAKE := env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL $(MAKE) -j$(JOBS)
GUEST_CC := $(CURDIR)/$(I586)/bin/cc
GUEST_CFLAGS := -Os -ffunction-sections -fdata-sections
GUEST_LDFLAGS := -Wl,--gc-sections

# $(call package,NAME,INPUTS[,SOURCE])
define package
$(I586)/$(1)/.stamp: $(2) board/sources.lock board/$(1).mk | build/.deps
	@SOURCE=$(3) board/cached $(1) $(I586)/$(1) $(2) board/$(1).mk -- \
	    $(MAKE) --no-print-directory build-$(1)
.PHONY: build-$(1)
endef
