#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# board/cached: a package is built once for the same inputs, and again for any
# other; what failed is not kept.
set -eu
# shellcheck source=tools/t/image.sh
. "$(dirname "$0")/image.sh"

export XDG_CACHE_HOME="$tmp/cache"
mkdir -p "$tmp/board" "$tmp/one" "$tmp/two"
cp "$top/board/cached" "$tmp/board/"
printf 'hello 1.0-1 trixie hello_1.0.orig.tar.gz 0\n' >"$tmp/board/sources.lock"
echo 'a=1' >"$tmp/config"
# What make would call: fills the folder, and tells that it ran.
cat >"$tmp/make-hello" <<-'EOF'
	#!/bin/sh
	echo compiling
	[ ! -e "$TMP_FAIL" ] || { echo "hello.c:1: error"; exit 1; }
	cp "$1" hello/program
	ln -s program hello/link
	echo x >>"$TMP_RAN"
EOF
chmod +x "$tmp/make-hello"
export TMP_FAIL="$tmp/fail" TMP_RAN="$tmp/ran"
: >"$TMP_RAN"

# build FOLDER: in that checkout; leaves $rc and $ran, how often it was built
build()
{
	rc=0
	(cd "$tmp/$1" && ../board/cached hello hello ../config -- \
	    ../make-hello ../config) >"$tmp/out" 2>&1 || rc=$?
	ran=$(wc -l <"$TMP_RAN")
}

build one
is "$rc $ran" "0 1" "a package that the cache lacks is built"
build one
is "$rc $ran" "0 1" "the same inputs are not built again"
build two
is "$rc $ran" "0 1" "nor in another folder"
is "$(cat "$tmp/two/hello/program") $(readlink "$tmp/two/hello/link")" \
    "a=1 program" \
    "there is what was built, links too"
is "$(cat "$tmp/one/hello/.stamp")" "$(cat "$tmp/two/hello/.stamp")" \
    "two folders have the same stamp"
echo 'a=2' >"$tmp/config"
build one
is "$rc $ran \
$(cmp -s "$tmp/one/hello/.stamp" "$tmp/two/hello/.stamp" || echo differs)" "0 2 differs" \
    "another input is built, with another stamp"
sed -i s/1.0-1/1.0-2/ "$tmp/board/sources.lock"
build one
is "$rc $ran" "0 3" "so is another line of sources.lock"
echo 'other 1 trixie other.tar 0' >>"$tmp/board/sources.lock"
build one
is "$rc $ran" "0 3" "another package's line changes nothing"
HOSTCC="$tmp/cc" && export HOSTCC
printf '#!/bin/sh\necho cc 99\n' >"$HOSTCC" && chmod +x "$HOSTCC"
build one
is "$rc $ran" "0 4" "another compiler is another input"
unset HOSTCC

echo 'a=3' >"$tmp/config"
: >"$TMP_FAIL"
build one
is "$rc" 1 "a failed build is a failure"
holds "which shows the end of its log" grep -q 'hello.c:1: error' "$tmp/out"
holds "and names the log" grep -q 'build/log/hello.log' "$tmp/out"
holds "and leaves no stamp" [ ! -e "$tmp/one/hello/.stamp" ]
rm "$TMP_FAIL"
build one
is "$rc $ran" "0 5" "nor anything in the cache: it is built next time"
is "$(find "$tmp/cache" -name 'new.*' | wc -l)" \
    0 "no temporary file is left"

tap_ends
