# SPDX-License-Identifier: GPL-2.0-or-later
# What the DRBD tools read: drbd.conf, meta-data and dumps of it, what the
# driver answers.
FUZZERS := conf md dump reply
FUZZ_SRCS := $(wildcard fuzz/*.c fuzz/*.h)
FUZZ_MAX_BYTES := 8192
include ../lib/fuzz.mk

# All but main, files and the socket are the real thing.
FUZZED := $(filter-out main.c files.c nlsock.c num.c, \
	$(patsubst $(O)/%.o,%.c,$(OBJS))) ../lib/num.c \
	fuzz/fake.c fuzz/device.c
$(O)/fuzz_%: fuzz/fuzz_%.c $(FUZZ_SRCS) $(FUZZED) $(wildcard *.h) | fuzz-compiler
	@mkdir -p $(@D)
	$(FUZZ_CC) -o $@ $< $(FUZZED)
