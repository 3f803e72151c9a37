#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# tools/deps: what it says and does on a machine that lacks packages; the
# machine is made of stand-ins for dpkg-query, apt-get, sudo and id.
# shellcheck disable=SC2016 # the stand-ins expand it
set -eu
# shellcheck source=tools/t/image.sh
. "$(dirname "$0")/image.sh"

mkdir "$tmp/bin"
# command NAME BODY
command_is()
{
	printf '#!/bin/sh\n%s\n' "$2" >"$tmp/bin/$1"
	chmod +x "$tmp/bin/$1"
}
log=$tmp/log
export log
command_is apt-get 'echo "apt-get $*" >>"$log"'
command_is sudo 'echo "sudo $*" >>"$log"'
command_is id 'echo 1000'
for tool in sh env; do
	ln -s "$(command -v $tool)" "$tmp/bin/$tool"
done

# deps: leaves $rc, $tmp/out and $log
deps()
{
	: >"$log"
	rc=0
	PATH=$tmp/bin "$top/tools/deps" >"$tmp/out" 2>&1 || rc=$?
}

command_is dpkg-query 'echo installed'
deps
is "$rc $(cat "$tmp/out" "$log")" \
    "0 " "a machine that has all is left alone, without a word"

command_is dpkg-query 'case $* in *" gcc"|*" mtools") exit 1;;
	*) echo installed;; esac'
deps
is "$rc $(cat "$tmp/out")" \
    "0 deps: installing with apt and sudo: gcc mtools" \
    "what is missing is installed, after saying so"
is "$(grep -c '^sudo .*apt-get' "$log")" 2 "by sudo when not root"
holds "these packages and no others" grep -q \
    'apt-get install -q -y --no-install-recommends gcc mtools$' "$log"
command_is id 'echo 0'
deps
is "$rc $(grep -c '^apt-get' "$log")" "0 2" "without it as root"

command_is id 'echo 1000'
rm "$tmp/bin/sudo"
deps
is "$rc" 1 "without sudo it fails"
holds "and names what root has to run" \
    grep -q 'as root, run: apt-get install gcc mtools' "$tmp/out"

command_is sudo 'echo "sudo $*" >>"$log"; exit 100'
deps
is "$rc" 1 "when apt fails it fails"
holds "and names what failed" grep -q 'deps: apt-get update .*failed' "$tmp/out"

rm "$tmp/bin/dpkg-query"
deps
is "$rc" 1 "on another system it fails"
holds "and lists what is needed" grep -q 'gcc-multilib' "$tmp/out"

tap_ends
