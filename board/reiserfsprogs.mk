# SPDX-License-Identifier: GPL-2.0-or-later
# mkreiserfs and reiserfsck.

$(eval $(call package,reiserfsprogs,$(I586)/musl/.stamp \
	$(I586)/headers/.stamp))

$(I586)/reiserfsprogs/.stamp: $(I586)/bin/cc

build-reiserfsprogs:
	board/unpack reiserfsprogs build/src/reiserfsprogs
	cd build/src/reiserfsprogs && ./configure --host=i586-linux-musl \
	    CC=$(GUEST_CC) AR=ar RANLIB=ranlib \
	    CFLAGS="$(GUEST_CFLAGS)" LDFLAGS="$(GUEST_LDFLAGS)"
	$(SUBMAKE) -C build/src/reiserfsprogs
	for p in mkreiserfs/mkreiserfs fsck/reiserfsck; do \
	    $(STRIP) -o $(I586)/reiserfsprogs/$${p#*/} \
	        build/src/reiserfsprogs/$$p || exit; done
