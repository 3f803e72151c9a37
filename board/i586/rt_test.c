// SPDX-License-Identifier: GPL-2.0-or-later
// rt.c against the processor's own 64-bit division, on the build machine.
#include "rt.c"
#include "../../lib/tap.h"

static const uint64_t edges[] = {0, 1, 2, 3, 10, 0x7fffffff, 0x80000000,
    0xffffffff, 0x100000000, 0x100000001, 0x1fffffffe, 0x123456789abcdef,
    0x7fffffff00000000, 0x7fffffffffffffff, 0x8000000000000000,
    0x8000000000000001, 0xffffffff00000000, 0xfffffffffffffffe,
    0xffffffffffffffff};
#define EDGES (sizeof(edges) / sizeof(edges[0]))

static long wrong_unsigned, wrong_signed, wrong_bits;

static uint64_t
next_random(void)
{
	static uint64_t state = 20040803;

	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state >> (state % 61);
}

static int
overflows(int64_t n, int64_t d)
{
	return n == INT64_MIN && d == -1;
}

static void
divide(uint64_t n, uint64_t d)
{
	int64_t sn = (int64_t)n, sd = (int64_t)d;

	if (d == 0)
		return;
	if (__udivdi3(n, d) != n / d || __umoddi3(n, d) != n % d)
		wrong_unsigned++;
	if (!overflows(sn, sd) &&
	    (__divdi3(sn, sd) != sn / sd || __moddi3(sn, sd) != sn % sd))
		wrong_signed++;
}

static int
count_bits(uint64_t x)
{
	int n = 0;

	for (; x; x &= x - 1)
		n++;
	return n;
}

static void
bits(uint64_t x)
{
	if (__popcountdi2(x) != count_bits(x))
		wrong_bits++;
}

int
main(void)
{
	for (size_t i = 0; i < EDGES; i++) {
		bits(edges[i]);
		for (size_t j = 0; j < EDGES; j++)
			divide(edges[i], edges[j]);
	}
	for (int i = 0; i < 1000000; i++) {
		bits(next_random());
		divide(next_random(), next_random());
	}
	is_num(wrong_unsigned, 0, "unsigned division is the processor's");
	is_num(wrong_signed, 0, "signed division is the processor's");
	is_num(wrong_bits, 0, "bits are counted");
	is_num((long long)__fixunsdfdi(4e9), 4000000000LL,
	    "a double below 2^63 is converted");
	ok(__fixunsdfdi(18446744073709549568.0) == 18446744073709549568U,
	    "the greatest double below 2^64 is converted");
	ok(__fixunsdfdi(9223372036854775808.0) == UINT64_C(1) << 63,
	    "2^63 is converted");
	return tap_done();
}
