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
is "a machine that has all is left alone, without a word" \
    "$rc $(cat "$tmp/out" "$log")" "0 "

command_is dpkg-query 'case $* in *" gcc"|*" mtools") exit 1;;
	*) echo installed;; esac'
deps
is "what is missing is installed, after saying so" \
    "$rc $(cat "$tmp/out")" \
    "0 deps: installing with apt and sudo: gcc mtools"
is "by sudo when not root" "$(grep -c '^sudo .*apt-get' "$log")" 2
ok "these packages and no others" grep -q \
    'apt-get install -q -y --no-install-recommends gcc mtools$' "$log"
command_is id 'echo 0'
deps
is "without it as root" "$rc $(grep -c '^apt-get' "$log")" "0 2"

command_is id 'echo 1000'
rm "$tmp/bin/sudo"
deps
is "without sudo it fails" "$rc" 1
ok "and names what root has to run" \
    grep -q 'as root, run: apt-get install gcc mtools' "$tmp/out"

command_is sudo 'echo "sudo $*" >>"$log"; exit 100'
deps
is "when apt fails it fails" "$rc" 1
ok "and names what failed" grep -q 'deps: apt-get update .*failed' "$tmp/out"

rm "$tmp/bin/dpkg-query"
deps
is "on another system it fails" "$rc" 1
ok "and lists what is needed" grep -q 'gcc-multilib' "$tmp/out"

echo "1..$count"
