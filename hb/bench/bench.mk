# SPDX-License-Identifier: GPL-2.0-or-later
# The client that the figures are measured with. See docs/bench.md.
$(O)/outage: bench/outage.c $(O)/num.o $(LIB)/num.h
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) $(CFLAGS) -o $@ bench/outage.c $(O)/num.o

tests: $(O)/outage
