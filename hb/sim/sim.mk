# SPDX-License-Identifier: GPL-2.0-or-later
# The simulator: the core twice on a virtual clock. See docs/simulator.md.
#   make sim SEED=n RUNS=m    walk at random; a failure becomes a scenario
#   make scenarios            all of scenarios/, compared with log.expect
SEED ?= 1
RUNS ?= 1000
SIM_SRCS := $(wildcard sim/*.c)
SIM_DEPS := $(SIM_SRCS) $(wildcard sim/*.h) $(PURE) $(HEADERS)

# twice: checked for `make check`, fast for long walks
$(O)/sim: $(SIM_DEPS)
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(SANITIZE) -o $@ $(SIM_SRCS) $(PURE) \
	    $(LIB)/num.c

$(O)/sim-fast: $(SIM_DEPS)
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) -g -O2 -o $@ $(SIM_SRCS) $(PURE) $(LIB)/num.c

tests: $(O)/sim

sim: $(O)/sim-fast
	$(O)/sim-fast -w -s $(SEED) -n $(RUNS) -o $(O)

scenarios: $(O)/sim
	$(O)/sim scenarios/*-*

.PHONY: sim scenarios
