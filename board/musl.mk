# SPDX-License-Identifier: GPL-2.0-or-later
# musl and our replacement of libgcc: with board/i586/cc, the guest's compiler.

$(eval $(call package,musl,board/i586/cc board/i586/rt.c))

# fenv.s looks for SSE before it uses it, so the assembler must know it.
musl_cc := gcc -m32 -march=i586 -Wa,-mtune=i586 -fno-pie \
	-fcf-protection=none -fno-stack-protector -U_FORTIFY_SOURCE \
	-mpreferred-stack-boundary=2 \
	-fno-asynchronous-unwind-tables -fno-unwind-tables

# musl's own gcc wrapper breaks on a CC with spaces and forgets -m elf_i386.
build-musl:
	board/unpack musl build/src/musl
	cd build/src/musl && ./configure --target=i386 --disable-shared \
	    --disable-gcc-wrapper --prefix=$(CURDIR)/$(I586)/musl \
	    CC="$(musl_cc)" CROSS_COMPILE=" " AR=ar RANLIB=ranlib \
	    CFLAGS="$(GUEST_CFLAGS)"
	$(SUBMAKE) -C build/src/musl install AR=ar RANLIB=ranlib
	cd build/src/musl && $(musl_cc) -O2 -ffunction-sections -c \
	    ../../../board/i586/rt.c -o rt.o
	ar rcD $(I586)/musl/lib/librt586.a build/src/musl/rt.o
	rm -rf $(I586)/musl/bin
	strip --strip-debug $(I586)/musl/lib/*.a $(I586)/musl/lib/*.o

$(I586)/bin/cc: board/i586/cc $(I586)/musl/.stamp $(I586)/headers/.stamp
	@mkdir -p $(@D)
	@install -m 755 $< $@
	@rm -rf $(GUEST:%=$(I586)/%) # what the former compiler made
