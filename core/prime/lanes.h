// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// lanes.h is a vector of eight 64-bit lanes with the few operations that the
// IFMA screen is made of, so that the same source also runs on any machine:
// MINT_LANES_SCALAR replaces each instruction by eight of C, for the tools that
// follow secrets through a program and do not know AVX-512.
//
// Every operation works lane by lane, in constant time.

#ifndef SSHMINT_CORE_PRIME_LANES_H
#define SSHMINT_CORE_PRIME_LANES_H

#define MINT_LANES 8

#include "core/prime/rows.h"

#if defined(MINT_LANES_SCALAR)

__extension__ typedef unsigned __int128 mint_lanes_wide;
#define MINT_LANES_LIMB UINT64_C(0xfffffffffffff)

MINT_LANES_FN mint_lanes lanes_sar(mint_lanes a, unsigned by) {
  MINT_LANES_EACH((int64_t)a.lane[i] >> by);
}

MINT_LANES_FN mint_lanes lanes_mul_lo(mint_lanes t, mint_lanes a,
                                      mint_lanes b) {
  MINT_LANES_EACH(t.lane[i] +
                  ((uint64_t)((mint_lanes_wide)(a.lane[i] & MINT_LANES_LIMB) *
                              (b.lane[i] & MINT_LANES_LIMB)) &
                   MINT_LANES_LIMB));
}
MINT_LANES_FN mint_lanes lanes_mul_hi(mint_lanes t, mint_lanes a,
                                      mint_lanes b) {
  MINT_LANES_EACH(t.lane[i] +
                  (uint64_t)((mint_lanes_wide)(a.lane[i] & MINT_LANES_LIMB) *
                                 (b.lane[i] & MINT_LANES_LIMB) >>
                             52));
}

#elif defined(__x86_64__)

#include <immintrin.h>

#define MINT_LANES_HERE 1

// The attributes of a function that calls what follows.
#define MINT_LANES_KERNEL \
  static __attribute__((noinline, target("avx512f,avx512ifma")))

// mint_lanes_here tells whether this CPU has the instructions.
static inline bool mint_lanes_here(void) {
  return MINT_CPU_HAS(AVX512F, "avx512f") &&
         MINT_CPU_HAS(AVX512_IFMA, "avx512ifma");
}

typedef __m512i mint_lanes;
#define MINT_LANES_FN \
  static inline __attribute__((always_inline, target("avx512f,avx512ifma")))

MINT_LANES_FN mint_lanes lanes_load(const struct mint_row *from) {
  return _mm512_load_si512(from);
}
MINT_LANES_FN void lanes_store(struct mint_row *to, mint_lanes a) {
  _mm512_store_si512(to, a);
}
// lanes_all is `word` in every lane.
MINT_LANES_FN mint_lanes lanes_all(uint64_t word) {
  return _mm512_set1_epi64((long long)word);
}
// Modulo 2^64.
MINT_LANES_FN mint_lanes lanes_add(mint_lanes a, mint_lanes b) {
  return _mm512_add_epi64(a, b);
}
MINT_LANES_FN mint_lanes lanes_sub(mint_lanes a, mint_lanes b) {
  return _mm512_sub_epi64(a, b);
}
MINT_LANES_FN mint_lanes lanes_and(mint_lanes a, mint_lanes b) {
  return _mm512_and_si512(a, b);
}
MINT_LANES_FN mint_lanes lanes_or(mint_lanes a, mint_lanes b) {
  return _mm512_or_si512(a, b);
}
// lanes_andnot is ~a & b.
MINT_LANES_FN mint_lanes lanes_andnot(mint_lanes a, mint_lanes b) {
  return _mm512_andnot_si512(a, b);
}
MINT_LANES_FN mint_lanes lanes_shr(mint_lanes a, unsigned by) {
  return _mm512_srli_epi64(a, by);
}
// lanes_sar takes the lanes for signed.
MINT_LANES_FN mint_lanes lanes_sar(mint_lanes a, unsigned by) {
  return _mm512_srai_epi64(a, by);
}
// lanes_shl_each shifts each lane of `a` left by the same lane of `by`, below
// 64.
MINT_LANES_FN mint_lanes lanes_shl_each(mint_lanes a, mint_lanes by) {
  return _mm512_sllv_epi64(a, by);
}
// lanes_mul_lo is t + ((a b) mod 2^52), lanes_mul_hi is t + floor(a b / 2^52),
// both modulo 2^64, of the low 52 bits of a and b.
MINT_LANES_FN mint_lanes lanes_mul_lo(mint_lanes t, mint_lanes a,
                                      mint_lanes b) {
  return _mm512_madd52lo_epu64(t, a, b);
}
MINT_LANES_FN mint_lanes lanes_mul_hi(mint_lanes t, mint_lanes a,
                                      mint_lanes b) {
  return _mm512_madd52hi_epu64(t, a, b);
}

#endif

#endif  // SSHMINT_CORE_PRIME_LANES_H
