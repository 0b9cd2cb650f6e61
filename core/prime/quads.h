// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// quads.h is lanes.h for AVX2: a vector of four 64-bit lanes with the few
// operations that the AVX2 screen is made of. MINT_LANES_SCALAR replaces each
// instruction by four of C.
//
// Every operation works lane by lane, in constant time.

#ifndef SSHMINT_CORE_PRIME_QUADS_H
#define SSHMINT_CORE_PRIME_QUADS_H

#define MINT_LANES 4

#include "core/base/ct.h"
#include "core/prime/rows.h"

#if defined(MINT_LANES_SCALAR)

MINT_LANES_FN mint_lanes lanes_hide(mint_lanes a) { return a; }
MINT_LANES_FN mint_lanes lanes_mul(mint_lanes t, mint_lanes a, mint_lanes b) {
  MINT_LANES_EACH(t.lane[i] +
                  (a.lane[i] & UINT32_MAX) * (b.lane[i] & UINT32_MAX));
}

#elif defined(__x86_64__)

#include <immintrin.h>

#define MINT_LANES_HERE 1

// The attributes of a function that calls what follows.
#define MINT_LANES_KERNEL static __attribute__((noinline, target("avx2")))

// mint_lanes_here tells whether this CPU has the instructions.
static inline bool mint_lanes_here(void) { return MINT_CPU_HAS(AVX2, "avx2"); }

typedef __m256i mint_lanes;
#define MINT_LANES_FN \
  static inline __attribute__((always_inline, target("avx2")))

MINT_LANES_FN mint_lanes lanes_load(const struct mint_row *from) {
  return _mm256_load_si256((const __m256i *)(const void *)from);
}
MINT_LANES_FN void lanes_store(struct mint_row *to, mint_lanes a) {
  _mm256_store_si256((__m256i *)(void *)to, a);
}
// lanes_all is `word` in every lane.
MINT_LANES_FN mint_lanes lanes_all(uint64_t word) {
  return _mm256_set1_epi64x((long long)word);
}
// Modulo 2^64.
MINT_LANES_FN mint_lanes lanes_add(mint_lanes a, mint_lanes b) {
  return _mm256_add_epi64(a, b);
}
MINT_LANES_FN mint_lanes lanes_sub(mint_lanes a, mint_lanes b) {
  return _mm256_sub_epi64(a, b);
}
MINT_LANES_FN mint_lanes lanes_and(mint_lanes a, mint_lanes b) {
  return _mm256_and_si256(a, b);
}
MINT_LANES_FN mint_lanes lanes_or(mint_lanes a, mint_lanes b) {
  return _mm256_or_si256(a, b);
}
// lanes_andnot is ~a & b.
MINT_LANES_FN mint_lanes lanes_andnot(mint_lanes a, mint_lanes b) {
  return _mm256_andnot_si256(a, b);
}
MINT_LANES_FN mint_lanes lanes_shr(mint_lanes a, unsigned by) {
  return _mm256_srli_epi64(a, (int)by);
}
// lanes_shl_each shifts each lane of `a` left by the same lane of `by`, below
// 64.
MINT_LANES_FN mint_lanes lanes_shl_each(mint_lanes a, mint_lanes by) {
  return _mm256_sllv_epi64(a, by);
}
// lanes_hide is `a`. clang 14 makes a multiplication of 64 bits, three times as
// slow, out of lanes_mul when it knows the upper half of an operand to be 0.
MINT_LANES_FN mint_lanes lanes_hide(mint_lanes a) {
#if !defined(MINT_CT_MSAN)  // MSan takes the operand of any asm for a leak
  __asm__("" : "+x"(a));
#endif
  return a;
}
// lanes_mul is t + a b modulo 2^64, of the low 32 bits of a and b.
MINT_LANES_FN mint_lanes lanes_mul(mint_lanes t, mint_lanes a, mint_lanes b) {
  return _mm256_add_epi64(t, _mm256_mul_epu32(a, b));
}

#endif

#endif  // SSHMINT_CORE_PRIME_QUADS_H
