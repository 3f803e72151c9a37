# SPDX-License-Identifier: GPL-2.0-or-later
# lwIP's sources, for send_arp and the lab's hosts, which compile what they use.

LWIP := $(CURDIR)/build/src/lwip/src

build/src/lwip/.unpacked: board/sources.lock | build/.deps
	@board/unpack lwip build/src/lwip
