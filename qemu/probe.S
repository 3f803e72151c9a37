/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A BIOS that is the whole guest: 16 instructions into protected mode (and
 * with LOOPS that many turns of a loop), then it ends the machine through
 * isa-debug-exit. Real mode alone proves nothing: there are hosts where that
 * runs under KVM and a kernel hangs.
 */
	.code16
	.globl	_start
_start:
	cli
	mov	$0xe9, %dx
	mov	$'.', %al
	out	%al, %dx
	lgdtl	%cs:table
	mov	%cr0, %eax
	or	$1, %al
	mov	%eax, %cr0
	ljmpl	$8, $0xffff0000 + 1f
	.code32
1:	mov	$16, %eax
	mov	%eax, %ds
	mov	0xffff0000, %ebx
	mov	$LOOPS + 1, %ecx
2:	dec	%ecx
	jnz	2b
	mov	$0x501, %edx
	out	%al, %dx
	hlt
	.balign	8
gdt:	.quad	0, 0x00cf9a000000ffff, 0x00cf92000000ffff
table:	.word	. - gdt - 1
	.long	0xffff0000 + gdt
	.code16
	.org	0xfff0
	jmp	_start
	.org	0x10000
