# SPDX-License-Identifier: GPL-2.0-or-later
# mkreiserfs and reiserfsck. What they expect of glibc is in reiserfsprogs/.

$(eval $(call package,reiserfsprogs,$(wildcard board/reiserfsprogs/*) \
	$(I586)/musl/.stamp $(I586)/headers/.stamp $(I586)/e2fsprogs/.stamp))

$(I586)/reiserfsprogs/.stamp: $(I586)/bin/cc

e2fs := $(CURDIR)/$(I586)/e2fsprogs
reiserfs_extra := $(CURDIR)/board/reiserfsprogs
reiserfs_cppflags := -include $(reiserfs_extra)/glibc-names.h \
	-I$(reiserfs_extra) -I$(e2fs)/include -I$(e2fs)/include/et

# "%Lx" of an integer is glibc's alone; C's is "%llx". <sys/acl.h> is included
# and not used.
build-reiserfsprogs:
	board/unpack reiserfsprogs build/src/reiserfsprogs
	cd build/src/reiserfsprogs && \
	    grep -rlZ '%[-0-9]*L[dux]' --include=*.[ch] . | \
	    xargs -0r sed -i 's/\(%[-0-9]*\)L\([dux]\)/\1ll\2/g'
	sed -i '/<sys\/acl.h>/d' build/src/reiserfsprogs/reiserfscore/xattr.c
	$(GUEST_CC) $(GUEST_CFLAGS) -c $(reiserfs_extra)/printf.c \
	    -o build/src/reiserfsprogs/printf.o
	ar rcD build/src/reiserfsprogs/libprintf.a \
	    build/src/reiserfsprogs/printf.o
	cd build/src/reiserfsprogs && ./configure --host=i586-linux-musl \
	    --disable-shared CC=$(GUEST_CC) AR=ar RANLIB=ranlib \
	    CFLAGS="$(GUEST_CFLAGS) $(reiserfs_cppflags)" \
	    LDFLAGS="$(GUEST_LDFLAGS) -L$(e2fs)/lib" \
	    LIBS="$(CURDIR)/build/src/reiserfsprogs/libprintf.a"
	for d in lib reiserfscore mkreiserfs fsck; do \
	    $(SUBMAKE) -C build/src/reiserfsprogs/$$d || exit; done
	for p in mkreiserfs/mkreiserfs fsck/reiserfsck; do \
	    $(STRIP) -o $(I586)/reiserfsprogs/$${p#*/} \
	        build/src/reiserfsprogs/$$p || exit; done
