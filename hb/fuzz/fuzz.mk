# SPDX-License-Identifier: GPL-2.0-or-later
# What heartbeat reads: packets, its three files, the serial line.
FUZZERS := message hacf haresources authkeys serial
FUZZ_SRCS := $(wildcard fuzz/*.c fuzz/*.h)
include ../lib/fuzz.mk

$(O)/fuzz_%: fuzz/fuzz_%.c $(FUZZ_SRCS) $(PURE) $(HEADERS) link_serial.c \
    | fuzz-compiler
	@mkdir -p $(@D)
	$(FUZZ_CC) -o $@ $< fuzz/conf_dir.c $(PURE) link_serial.c $(LIB)/num.c
