// SPDX-License-Identifier: GPL-2.0-or-later
// What gcc expects of libgcc on i386. Debian's libgcc is compiled for i686 (it
// holds cmov), so the guest's programs are linked with this instead.
#include <stdint.h>

// Divides HI:LO by D, HI < D, so that the quotient fits.
static inline uint32_t
divl(uint32_t hi, uint32_t lo, uint32_t d, uint32_t *rem)
{
	uint32_t q;

	__asm__("divl %4"
		: "=a"(q), "=d"(*rem)
		: "0"(lo), "1"(hi), "rm"(d)
		: "cc");
	return q;
}

uint64_t __udivmoddi4(uint64_t, uint64_t, uint64_t *);
uint64_t __udivdi3(uint64_t, uint64_t);
uint64_t __umoddi3(uint64_t, uint64_t);
int64_t __divmoddi4(int64_t, int64_t, int64_t *);
int64_t __divdi3(int64_t, int64_t);
int64_t __moddi3(int64_t, int64_t);
int __popcountsi2(uint32_t);
int __popcountdi2(uint64_t);
uint64_t __fixunsdfdi(double);
uint64_t __fixunsxfdi(long double);

// The wide case is H. S. Warren, Hacker's Delight, 9-4: estimate the quotient
// from the divisor's upper 32 bits, which is at most one too large.
uint64_t
__udivmoddi4(uint64_t n, uint64_t d, uint64_t *rem)
{
	uint32_t d_hi = (uint32_t)(d >> 32), q_hi, q_lo, r;
	uint64_t q, half;
	int shift;

	if (d_hi == 0) {
		q_hi = divl(0, (uint32_t)(n >> 32), (uint32_t)d, &r);
		q_lo = divl(r, (uint32_t)n, (uint32_t)d, &r);
		if (rem)
			*rem = r;
		return (uint64_t)q_hi << 32 | q_lo;
	}
	shift = __builtin_clz(d_hi);
	half = n >> 1;
	q = divl((uint32_t)(half >> 32), (uint32_t)half,
	    (uint32_t)(d << shift >> 32), &r);
	q = q << shift >> 31;
	if (q != 0)
		q--;
	n -= q * d;
	if (n >= d) {
		n -= d;
		q++;
	}
	if (rem)
		*rem = n;
	return q;
}

uint64_t
__udivdi3(uint64_t n, uint64_t d)
{
	return __udivmoddi4(n, d, 0);
}

uint64_t
__umoddi3(uint64_t n, uint64_t d)
{
	uint64_t rem;

	__udivmoddi4(n, d, &rem);
	return rem;
}

// C's division truncates: the remainder has the dividend's sign.
int64_t
__divmoddi4(int64_t n, int64_t d, int64_t *rem)
{
	uint64_t un = n < 0 ? -(uint64_t)n : (uint64_t)n;
	uint64_t ud = d < 0 ? -(uint64_t)d : (uint64_t)d;
	uint64_t ur, uq = __udivmoddi4(un, ud, &ur);

	*rem = (int64_t)(n < 0 ? -ur : ur);
	return (int64_t)((n < 0) != (d < 0) ? -uq : uq);
}

int64_t
__divdi3(int64_t n, int64_t d)
{
	int64_t rem;

	return __divmoddi4(n, d, &rem);
}

int64_t
__moddi3(int64_t n, int64_t d)
{
	int64_t rem;

	__divmoddi4(n, d, &rem);
	return rem;
}

int
__popcountsi2(uint32_t x)
{
	x -= x >> 1 & 0x55555555;
	x = (x & 0x33333333) + (x >> 2 & 0x33333333);
	x = (x + (x >> 4)) & 0x0f0f0f0f;
	return (int)(x * 0x01010101 >> 24);
}

int
__popcountdi2(uint64_t x)
{
	return __popcountsi2((uint32_t)x) + __popcountsi2((uint32_t)(x >> 32));
}

// The x87 converts to signed 64 bit only: the upper half of the range is moved
// down by 2^63 first, which is exact.
uint64_t
__fixunsxfdi(long double x)
{
	const long double half = 9223372036854775808.0L;

	if (x < half)
		return (uint64_t)(int64_t)x;
	return (uint64_t)(int64_t)(x - half) + (UINT64_C(1) << 63);
}

uint64_t
__fixunsdfdi(double x)
{
	return __fixunsxfdi(x);
}
