# SPDX-License-Identifier: GPL-2.0-or-later
# The tests: in seconds on the build machine, then on two guests.

HOST := lib hb hb/arp hb/rsc drbd tools qemu

# $(call host,PART): make in that part for this machine
host = $(MAKE) -s --no-print-directory -C $(1) \
	O=$(CURDIR)/build/host/$(1) LWIP=$(LWIP) CC=gcc

tests: $(HOST:%=%.tests) build/host/board/rt.t
$(HOST:%=%.tests): %.tests: build/src/lwip/.unpacked | build/.deps
	@$(call host,$*) tests
qemu tools: %: build/src/lwip/.unpacked | build/.deps
	@$(call host,$*) all

# what the stories run in a guest, and no card carries
writer: $(I586)/bin/cc | build/.deps
	@$(call guest,qemu) writer

build/host/board/rt.t: board/i586/rt_test.c board/i586/rt.c lib/tap.h
	@mkdir -p $(@D)
	gcc $(STD) $(WARN) $(SANITIZE) -fno-builtin -o $@ $< 

# Static tests of a part: PART/t/*.t; those of qemu/ need the guests. Those of
# hb/peer/ need the staged root and Debian's heartbeat; those of drbd/peer/ its
# drbd-utils.
unit_t = $$(find build/host -name '*.t' | sort) \
	$(wildcard $(HOST:%=%/t/*.t) hb/peer/*.t drbd/peer/*.t)
unit_only = $$(find build/host -name '*.t' | sort) \
	$(filter-out qemu/t/%,$(wildcard $(HOST:%=%/t/*.t)))

#: make check         lint, and the tests that need no guest: seconds
# They wait more than they work, and share nothing.
check: lint tests tools
	prove -j 4 --failures $(unit_only)

#: make sim           heartbeat's core on a virtual clock: SEED=n RUNS=m
#: make scenarios     its scenarios, compared with what they must log
#: make fuzz          libFuzzer on what is read: SECONDS=60 each; needs clang
#: make peer          our heartbeat with Debian's, in namespaces: minutes
sim scenarios: | build/.deps
	@$(call host,hb) $@ $(if $(SEED),SEED=$(SEED)) $(if $(RUNS),RUNS=$(RUNS))
fuzz: | build/.deps
	@$(call host,hb) $@ $(if $(SECONDS),SECONDS=$(SECONDS))
	@$(call host,drbd) $@ $(if $(SECONDS),SECONDS=$(SECONDS))
peer: $(ROOTFS)
	prove --timer hb/peer/*.t

#: make test          make check, then every story on the pair
test: lint tests tools image isa-check qemu writer
	prove --timer --comments --failures $(unit_t)

# Each prints its table, and fails when a figure of ours misses its target.
BENCHES := hb/bench/failover hb/bench/footprint hb/bench/steady \
	qemu/bench/drbd qemu/bench/tools

#: make bench         figures, ours beside others': RUNS=5; 30 minutes
bench: $(ROOTFS) tests image qemu writer
	@failed=; for b in $(BENCHES); do \
	    $(if $(RUNS),RUNS=$(RUNS)) $$b || failed="$$failed $$b"; echo; \
	done; \
	[ -z "$$failed" ] || { echo "missed its target:$$failed"; exit 1; }

#: make lint          formatting, shell, manual pages
scripts = $$(git ls-files -co --exclude-standard | while read -r f; do \
	[ -f "$$f" ] && head -n 1 "$$f" | grep -q '^\#!.*sh$$' && echo "$$f"; \
	done)
lint: | build/.deps
	@git ls-files -co --exclude-standard '*.c' '*.h' | \
	    xargs clang-format --dry-run -Werror
	@shellcheck -x -P SCRIPTDIR $(scripts)
	@set -- docs/*.[1-8]; [ ! -e "$$1" ] || \
	    mandoc -Tlint -W warning "$$@"

# Not files, and always looked into: each part knows what to make again.
.PHONY: $(HOST:%=%.tests) tests check test lint qemu writer tools sim \
	scenarios fuzz peer bench
