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
is "a package that the cache lacks is built" "$rc $ran" "0 1"
build one
is "the same inputs are not built again" "$rc $ran" "0 1"
build two
is "nor in another folder" "$rc $ran" "0 1"
is "there is what was built, links too" \
    "$(cat "$tmp/two/hello/program") $(readlink "$tmp/two/hello/link")" \
    "a=1 program"
is "two folders have the same stamp" "$(cat "$tmp/one/hello/.stamp")" \
    "$(cat "$tmp/two/hello/.stamp")"
echo 'a=2' >"$tmp/config"
build one
is "another input is built, with another stamp" "$rc $ran \
$(cmp -s "$tmp/one/hello/.stamp" "$tmp/two/hello/.stamp" || echo differs)" \
    "0 2 differs"
sed -i s/1.0-1/1.0-2/ "$tmp/board/sources.lock"
build one
is "so is another line of sources.lock" "$rc $ran" "0 3"
echo 'other 1 trixie other.tar 0' >>"$tmp/board/sources.lock"
build one
is "another package's line changes nothing" "$rc $ran" "0 3"
HOSTCC="$tmp/cc" && export HOSTCC
printf '#!/bin/sh\necho cc 99\n' >"$HOSTCC" && chmod +x "$HOSTCC"
build one
is "another compiler is another input" "$rc $ran" "0 4"
unset HOSTCC

echo 'a=3' >"$tmp/config"
: >"$TMP_FAIL"
build one
is "a failed build is a failure" "$rc" 1
ok "which shows the end of its log" grep -q 'hello.c:1: error' "$tmp/out"
ok "and names the log" grep -q 'build/log/hello.log' "$tmp/out"
ok "and leaves no stamp" [ ! -e "$tmp/one/hello/.stamp" ]
rm "$TMP_FAIL"
build one
is "nor anything in the cache: it is built next time" "$rc $ran" "0 5"
is "no temporary file is left" \
    "$(find "$tmp/cache" -name 'new.*' | wc -l)" 0

echo "1..$count"
