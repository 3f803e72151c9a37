# SPDX-License-Identifier: GPL-2.0-or-later
# lwIP as a part of a program. The includer sets LWIP (the unpacked `src`) and O,
# and optionally LWIP_HOST := 1 for a whole host instead of ARP only; it gets
#   LWIP_CPPFLAGS  for its own files that include lwIP's headers
#   LWIP_OBJS      to link (without port.o: $(O)/lwip/port.o is the real clock,
#                  a test brings its own sys_now and lwip_port_rand)
#   LWIP_TEST_OBJS the same with $(SANITIZE), natively
LWIP_PORT := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
LWIP_HOST ?= 0
# -isystem: the warnings of STYLE are for our files
LWIP_CPPFLAGS := -DLWIP_HOST=$(LWIP_HOST) -I$(LWIP_PORT) \
	-isystem $(LWIP)/include

LWIP_SRCS := core/init.c core/def.c core/inet_chksum.c core/ip.c core/mem.c \
	core/memp.c core/netif.c core/pbuf.c core/ipv4/acd.c \
	core/ipv4/etharp.c core/ipv4/ip4.c core/ipv4/ip4_addr.c \
	netif/ethernet.c
ifeq ($(LWIP_HOST),1)
LWIP_SRCS += core/raw.c core/tcp.c core/tcp_in.c core/tcp_out.c \
	core/timeouts.c core/udp.c core/ipv4/icmp.c core/ipv4/ip4_frag.c
endif

LWIP_OBJS := $(LWIP_SRCS:%.c=$(O)/lwip/%.o) $(O)/lwip/frame.o
LWIP_TEST_OBJS := $(LWIP_OBJS:$(O)/%=$(O)/sanitized/%)

$(O)/lwip/frame.o $(O)/lwip/port.o: $(O)/lwip/%.o: $(LWIP_PORT)/%.c \
    $(LWIP_PORT)/lwipopts.h $(LWIP_PORT)/arch/cc.h $(LWIP_PORT)/frame.h
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(CFLAGS) $(LWIP_CPPFLAGS) -c -o $@ $<

$(O)/lwip/%.o: $(LWIP)/%.c $(LWIP_PORT)/lwipopts.h $(LWIP_PORT)/arch/cc.h
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LWIP_CPPFLAGS) -w -c -o $@ $<

$(O)/sanitized/lwip/frame.o $(O)/sanitized/lwip/port.o: \
    $(O)/sanitized/lwip/%.o: $(LWIP_PORT)/%.c $(LWIP_PORT)/lwipopts.h \
    $(LWIP_PORT)/arch/cc.h $(LWIP_PORT)/frame.h
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(SANITIZE) $(LWIP_CPPFLAGS) -c -o $@ $<

# alignment: lwIP reads its packed headers as the wire has them
$(O)/sanitized/lwip/%.o: $(LWIP)/%.c $(LWIP_PORT)/lwipopts.h \
    $(LWIP_PORT)/arch/cc.h
	@mkdir -p $(@D)
	$(CC) $(SANITIZE) -fno-sanitize=alignment $(LWIP_CPPFLAGS) -w -c \
	    -o $@ $<
