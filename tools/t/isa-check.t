#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# tools/isa-check: it catches what a Pentium lacks, and nothing else.
# shellcheck disable=SC2016 # the assembler's $, and sh -c's
set -eu
# shellcheck source=tools/t/image.sh
. "$(dirname "$0")/image.sh"

isa_check=$top/tools/isa-check

# program NAME INSTRUCTION...: an object file with one function, f.
program()
{
	name=$1
	shift
	{
		echo '.globl f'
		echo '.type f, @function'
		echo 'f:'
		for line; do echo "$line"; done
		echo ret
	} | gcc -m32 -x assembler -c -o "$tmp/$name.o" -
}

catches()
{
	name=${1%% *}
	program "$name" "$1"
	rc=0
	got=$("$isa_check" "$tmp/$name.o") || rc=$?
	is "$rc $(echo "$got" | grep -c 'a Pentium lacks')" "1 1" "$1 is caught"
}

for insn in 'cmovne %eax, %ebx' 'nopl 0(%eax)' 'nopw 0(%eax)' 'endbr32' \
    'movaps %xmm0, %xmm1' 'addsd %xmm0, %xmm1' 'pxor %xmm0, %xmm0' \
    'fcomi %st(1), %st' 'fucomip %st(1), %st' 'fcmovb %st(1), %st' \
    'fisttpl (%eax)' 'emms' 'paddb %mm0, %mm1' 'movd %eax, %mm0' \
    'sysenter' 'rdpmc' 'prefetchnta (%eax)' 'lfence' 'popcnt %eax, %eax' \
    'lzcnt %eax, %eax' 'movbe (%eax), %ebx' 'rdrand %eax' 'fxsave (%eax)' \
    'clflush (%eax)' 'vaddps %ymm0, %ymm1, %ymm2' 'cmovbl (%eax), %ecx' \
    'crc32b %al, %ebx' 'andn %eax, %ebx, %ecx' 'movnti %eax, (%ebx)'; do
	catches "$insn"
done

program old 'nop' 'xchg %ax, %ax' '.byte 0x8d, 0x74, 0x26, 0x00' 'rep; nop' \
    'cmpxchg8b (%eax)' 'lock; cmpxchg %ebx, (%eax)' 'bswap %eax' 'cpuid' \
    'rdtsc' 'rdmsr' 'rep; stosl' 'repne; scasb' 'movzbl %al, %eax' \
    'movsbw %al, %ax' 'setne %al' 'shld $3, %eax, %ebx' 'bsf %eax, %ebx' \
    'fildll (%eax)' 'fistpll (%eax)' 'fldt (%eax)' 'fstpt (%eax)' \
    'fucompp' 'fnstsw %ax' 'sahf' 'fsincos' 'faddp' 'cltd' 'cwtl' \
    'int $0x80' 'ljmp *(%eax)' 'mov %cr4, %eax' 'gs; movl (%eax), %eax' \
    'jecxz f' 'imul $3, %eax, %ebx' 'xlat' 'ud2' 'lret' 'mov %eax, %dr7' \
    'pushal' 'popfl' 'enter $4, $0' 'leave' 'fs; lodsb'
holds "what a Pentium knows passes" "$isa_check" "$tmp/old.o"

program table nop '.byte 0x0f, 0x0a'
got=$("$isa_check" "$tmp/table.o") || :
is "$(echo "$got" | grep -c 'a Pentium lacks (bad)')" \
    1 "bytes that are no instruction are caught"

mkdir "$tmp/tree"
cp "$tmp/old.o" "$tmp/cmovne.o" "$tmp/tree/"
echo text >"$tmp/tree/script"
got=$("$isa_check" "$tmp/tree") && rc=0 || rc=$?
is "$rc $(echo "$got" | grep -o 'cmovne.o: f: 0:')" \
    "1 cmovne.o: f: 0:" "one bad program among files of a tree fails it, with its place"

echo 'cmovne\.o f cmovne never reached' >"$tmp/allow"
holds "a line of the list excuses one function's instruction" \
    "$isa_check" -a "$tmp/allow" "$tmp/cmovne.o"
program g 'cmove %eax, %ebx'
holds "and no other program's" \
    sh -c '! "$1" -a "$2" "$3"' - "$isa_check" "$tmp/allow" "$tmp/g.o"
echo 'cmovne.o f cmovne' >"$tmp/allow"
holds "a line of the list without a reason is refused" \
    sh -c '"$1" -a "$2" "$3"; [ $? -eq 2 ]' - "$isa_check" "$tmp/allow" \
    "$tmp/cmovne.o"
mkdir "$tmp/none"
holds "a tree without programs is no success" \
    sh -c '"$1" "$2"; [ $? -eq 2 ]' - "$isa_check" "$tmp/none"
holds "another machine's program is refused" \
    sh -c '"$1" /bin/sh; [ $? -eq 2 ]' - "$isa_check"

tap_ends
