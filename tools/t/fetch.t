#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# tools/fetch, against a folder and a made-up Debian archive: what it checks,
# what it says, and that it keeps nothing that is not the locked file.
set -eu
# shellcheck source=tools/t/image.sh
. "$(dirname "$0")/image.sh"

unset LATIDO_SOURCES LATIDO_MIRROR
export XDG_CACHE_HOME="$tmp/cache"
repo=$tmp/mirror/debian
pool=$repo/pool/main/h/hello

sum()
{
	sha256sum "$1" | cut -d' ' -f1
}

lock()
{
	printf 'hello %s trixie hello_1.0.orig.tar.gz %s\n' "$@" >"$tmp/lock"
}

# fetch [PACKAGE]: leaves $rc, $tmp/stdout and $tmp/stderr
fetch()
{
	rc=0
	"$top/tools/fetch" -l "$tmp/lock" "${1:-hello}" >"$tmp/stdout" \
	    2>"$tmp/stderr" || rc=$?
}

told()
{
	grep -q -- "$1" "$tmp/stderr" || { cat "$tmp/stderr"; return 1; }
}

# Everything in the cache's sources, and any temporary folder of fetch's.
kept()
{
	find "$tmp/cache" \( -path '*/sources/*' -o -path '*/fetch.*' \) \
	    -type f | wc -l
}

new_cache()
{
	rm -rf "$tmp/cache"
}

# -- a folder ---------------------------------------------------------------
mkdir -p "$tmp/folder" "$pool"
head -c 100000 /dev/zero >"$tmp/folder/hello_1.0.orig.tar.gz"
right=$(sum "$tmp/folder/hello_1.0.orig.tar.gz")
lock 1.0-1 "$right"
export LATIDO_SOURCES="$tmp/folder"
fetch
is "$rc" 0 "a locked file in LATIDO_SOURCES is taken"
holds "its path in the cache is printed" \
    cmp "$(cat "$tmp/stdout")" "$tmp/folder/hello_1.0.orig.tar.gz"
rm "$tmp/folder/hello_1.0.orig.tar.gz"
fetch
is "$rc" 0 "what is in the cache needs no folder"
new_cache
fetch
is "$rc" 1 "a file that is not in the folder is a failure"
holds "which names the file and the folder" \
    told "hello_1.0.orig.tar.gz: not in LATIDO_SOURCES=$tmp/folder"
echo other >"$tmp/folder/hello_1.0.orig.tar.gz"
wrong=$(sum "$tmp/folder/hello_1.0.orig.tar.gz")
fetch
is "$rc" 1 "a file with another hash is a failure"
holds "which names the file, its hash and the locked one" told \
    "hello_1.0.orig.tar.gz: sha256 is $wrong, expected $right"
is "$(kept)" 0 "and nothing of it is kept"
head -c 100000 /dev/zero >"$tmp/folder/hello_1.0.orig.tar.gz"
(
	trap '' XFSZ
	ulimit -f 1
	fetch
	echo "$rc" >/dev/fd/3
) 3>"$tmp/rc.fifo" || :
is "$(cat "$tmp/rc.fifo")" \
    1 "a file that cannot be written whole is a failure"
is "$(kept)" 0 "and nothing half-written is kept"
unset LATIDO_SOURCES

# -- the lock ---------------------------------------------------------------
fetch goodbye
is "$rc" 2 "a package that is not locked is exit status 2"
echo 'hello 1.0-1 trixie hello_1.0.orig.tar.gz' >>"$tmp/lock"
fetch
is "$rc" 2 "a line without a hash is exit status 2"
holds "with its number" told "lock:2: .*expected \"package version suite file"
lock 1.0-1 "$right"
sed -i 's/hello_/..\/hello_/' "$tmp/lock"
fetch
is "$rc" 2 "a file name with a folder in it is refused"
lock 1.0-1 "$right"

# -- an archive -------------------------------------------------------------
# index HASH: the archive's index of version 1.0-1, unsigned
index()
{
	dist=$repo/dists/trixie
	mkdir -p "$dist/main/source"
	cat >"$dist/main/source/Sources" <<-EOF
		Package: hello
		Format: 3.0 (quilt)
		Version: 1.0-1
		Binary: hello
		Architecture: any
		Maintainer: nobody <nobody@localhost>
		Directory: pool/main/h/hello
		Checksums-Sha256:
		 $1 100000 hello_1.0.orig.tar.gz
		 $1 10 hello_1.0-1.dsc
	EOF
	cat >"$dist/Release" <<-EOF
		Suite: stable
		Codename: trixie
		Date: Mon, 03 Aug 2026 08:19:57 UTC
		Architectures: amd64 i386
		Components: main
		SHA256:
		 $(sum "$dist/main/source/Sources") $(wc -c \
		    <"$dist/main/source/Sources") main/source/Sources
	EOF
}

# machine FORMAT: apt's configuration of this machine names the archive. It has
# no key of Debian's, so apt is told to take it.
machine()
{
	mkdir -p "$tmp/etc/parts"
	rm -f "$tmp"/etc/sources.list "$tmp"/etc/parts/*
	touch "$tmp/etc/sources.list"
	case $1 in
	list) echo "deb [trusted=yes] file:$repo bookworm main contrib" \
	    >"$tmp/etc/sources.list" ;;
	deb822) printf '%s\n' 'Types: deb' "URIs: file:$repo" \
	    'Suites: bookworm bookworm-updates' 'Components: main' \
	    >"$tmp/etc/parts/debian.sources" ;;
	other) echo "deb file:$repo noble main" >"$tmp/etc/sources.list" ;;
	esac
	cat >"$tmp/etc/apt.conf" <<-EOF
		Dir::Etc::sourcelist "$tmp/etc/sources.list";
		Dir::Etc::sourceparts "$tmp/etc/parts";
		Acquire::AllowInsecureRepositories "${2:-true}";
		Acquire::Check-Valid-Until "false";
	EOF
	export APT_CONFIG="$tmp/etc/apt.conf"
}

if ! command -v apt-get >/dev/null; then
	skip "an archive" "no apt here"
	tap_ends
	exit
fi
cp "$tmp/folder/hello_1.0.orig.tar.gz" "$pool/"
index "$right"
for format in list deb822; do
	new_cache
	machine $format
	fetch
	is "$rc" 0 "the archive in apt's $format configuration has it"
	holds "and it is the locked file" cmp "$(cat "$tmp/stdout")" \
	    "$pool/hello_1.0.orig.tar.gz"
	is "$(grep -c 'not in the indexes' "$tmp/stderr")" \
	    0 "found through the index"
done

new_cache
index "$wrong"
fetch
is "$rc" 1 "an index that says another hash is a failure"
holds "which names both" told \
    "the index says sha256 $wrong, .* says $right"
index "$right"

new_cache
lock 0.9-1 "$right"
fetch
is "$rc" 0 "a version that left the index is found in the pool"
holds "and that is said" told "hello 0.9-1 is not in the indexes"
lock 1.0-1 "$right"

new_cache
machine list false
fetch
is "$rc" 0 "an unsigned index is not used, and the pool's file is locked"
machine list

new_cache
echo damaged >"$pool/hello_1.0.orig.tar.gz"
fetch
is "$rc" 1 "a damaged file in the archive is a failure"
holds "which names it" told "hello_1.0.orig.tar.gz: sha256 is $(sum \
    "$pool/hello_1.0.orig.tar.gz"), expected $right"
is "$(kept)" 0 "and nothing of it is kept"

new_cache
rm "$pool/hello_1.0.orig.tar.gz"
fetch
is "$rc" 1 "a file that no archive has is a failure"
holds "which names it" told \
    "hello_1.0.orig.tar.gz: cannot be had from any archive"
holds "and apt's reason" told "E: .*hello_1.0.orig.tar.gz"

new_cache
rm -rf "$repo"
fetch
is "$rc" 1 "no archive within reach is a failure"
holds "which names the file" told "hello_1.0.orig.tar.gz: cannot be had"
is "$(kept)" 0 "and keeps nothing"

machine other
fetch
is "$rc" 1 "a machine whose apt knows no Debian is a failure"
holds "which says what to set" told "set LATIDO_MIRROR or LATIDO_SOURCES"

tap_ends
