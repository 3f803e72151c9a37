# SPDX-License-Identifier: GPL-2.0-or-later
# mke2fs, e2fsck and tune2fs; the two libraries that reiserfsprogs needs of it.

$(eval $(call package,e2fsprogs,$(I586)/musl/.stamp $(I586)/headers/.stamp))

$(I586)/e2fsprogs/.stamp: $(I586)/bin/cc

build-e2fsprogs:
	board/unpack e2fsprogs build/src/e2fsprogs
	cd build/src/e2fsprogs && ./configure --host=i586-linux-musl \
	    CC=$(GUEST_CC) BUILD_CC=gcc AR=ar RANLIB=ranlib \
	    CFLAGS="$(GUEST_CFLAGS)" LDFLAGS="$(GUEST_LDFLAGS)" \
	    --prefix=/usr --sbindir=/sbin --disable-nls --disable-tdb \
	    --disable-defrag --disable-imager --disable-resizer \
	    --disable-debugfs --disable-uuidd --disable-fuse2fs \
	    --disable-e2initrd-helper --disable-mmp --disable-bmap-stats \
	    --disable-rpath --enable-libuuid --enable-libblkid \
	    --disable-backtrace --without-libarchive --disable-testio-debug
	$(SUBMAKE) -C build/src/e2fsprogs libs
	$(SUBMAKE) -C build/src/e2fsprogs/misc mke2fs tune2fs
	$(SUBMAKE) -C build/src/e2fsprogs/e2fsck e2fsck
	for p in misc/mke2fs misc/tune2fs e2fsck/e2fsck; do \
	    $(STRIP) -o $(I586)/e2fsprogs/$${p#*/} \
	        build/src/e2fsprogs/$$p || exit; done
	install -D -m 644 -t $(I586)/e2fsprogs/lib \
	    build/src/e2fsprogs/lib/libuuid.a \
	    build/src/e2fsprogs/lib/libcom_err.a
	install -D -m 644 -t $(I586)/e2fsprogs/include/uuid \
	    build/src/e2fsprogs/lib/uuid/uuid.h
	install -D -m 644 -t $(I586)/e2fsprogs/include/et \
	    build/src/e2fsprogs/lib/et/com_err.h
