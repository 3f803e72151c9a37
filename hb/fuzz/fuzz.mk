# SPDX-License-Identifier: GPL-2.0-or-later
# libFuzzer on everything that reads what others wrote; needs clang.
#   make fuzz SECONDS=60      that long for each target
# New inputs go to $(O)/fuzz; the small corpora in fuzz/corpus are committed.
SECONDS ?= 60
FUZZERS := message hacf haresources authkeys serial
FUZZ_SRCS := $(wildcard fuzz/*.c fuzz/*.h)

$(O)/fuzz_%: fuzz/fuzz_%.c $(FUZZ_SRCS) $(PURE) $(HEADERS) link_serial.c
	@command -v clang >/dev/null || { echo "fuzz: clang is not here," \
	    "expected Debian's clang and libclang-rt-dev" >&2; exit 1; }
	@mkdir -p $(@D)
	clang $(STD) $(WARN) -Wno-format-nonliteral -g -O1 -fsanitize=fuzzer,address,undefined \
	    -fno-sanitize-recover=all -o $@ $< fuzz/conf_dir.c $(PURE) \
	    link_serial.c $(LIB)/num.c

fuzz: $(FUZZERS:%=$(O)/fuzz_%)
	@for f in $(FUZZERS); do \
		echo "fuzz: $$f, $(SECONDS) s"; \
		mkdir -p $(O)/fuzz/$$f; \
		$(O)/fuzz_$$f -max_total_time=$(SECONDS) -print_final_stats=1 \
		    -max_len=2048 -artifact_prefix=$(O)/fuzz/$$f- \
		    $(O)/fuzz/$$f fuzz/corpus/$$f 2>$(O)/fuzz/$$f.log || \
		    { tail -40 $(O)/fuzz/$$f.log; exit 1; }; \
		grep -E 'number_of_executed_units|new_units' $(O)/fuzz/$$f.log; \
	done

.PHONY: fuzz
