# SPDX-License-Identifier: GPL-2.0-or-later
# libFuzzer on what reads what others wrote; needs clang. A part that includes
# this says FUZZERS and how $(O)/fuzz_NAME is made, with $(FUZZ_CC).
#   make fuzz SECONDS=60      that long for each target
# New inputs go to $(O)/fuzz; the small corpora in fuzz/corpus are committed.
SECONDS ?= 60
FUZZ_MAX_BYTES ?= 2048
FUZZ_CC = clang $(STD) $(WARN) -Wno-format-nonliteral -g -O1 \
	-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all

fuzz-compiler:
	@../tools/deps -f

# What the targets themselves print is thrown away.
fuzz: $(FUZZERS:%=$(O)/fuzz_%)
	@for f in $(FUZZERS); do \
		echo "fuzz: $$f, $(SECONDS) s"; \
		mkdir -p $(O)/fuzz/$$f; \
		$(O)/fuzz_$$f -max_total_time=$(SECONDS) -print_final_stats=1 \
		    -timeout=10 \
		    -close_fd_mask=3 -max_len=$(FUZZ_MAX_BYTES) \
		    -artifact_prefix=$(O)/fuzz/$$f- \
		    $(O)/fuzz/$$f fuzz/corpus/$$f 2>$(O)/fuzz/$$f.log || \
		    { tail -40 $(O)/fuzz/$$f.log; exit 1; }; \
		grep -E 'number_of_executed_units|new_units' $(O)/fuzz/$$f.log; \
	done

.PHONY: fuzz fuzz-compiler
