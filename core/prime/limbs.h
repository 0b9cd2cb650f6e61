// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// limbs.h cuts numbers into limbs, the least significant first.

#ifndef SSHMINT_CORE_PRIME_LIMBS_H
#define SSHMINT_CORE_PRIME_LIMBS_H

#include <stddef.h>
#include <stdint.h>

// As AVX-512 IFMA multiplies them.
#define MINT_LIMB_BITS 52u
#define MINT_LIMB_MASK ((UINT64_C(1) << MINT_LIMB_BITS) - 1)

// mint_limbs_cut stores limb i, of limb_bits bits, of the number of `words`
// words at out[i * stride], for `num` limbs. Constant time.
static inline void mint_limbs_cut(uint64_t *out, size_t stride, size_t num,
                                  unsigned limb_bits, const uint64_t *n,
                                  size_t words) {
  for (size_t i = 0; i < num; i++) {
    size_t at = i * limb_bits;
    uint64_t limb = 0;
    if (at / 64 < words) {
      limb = n[at / 64] >> at % 64;
    }
    if (at % 64 > 64 - limb_bits && at / 64 + 1 < words) {
      limb |= n[at / 64 + 1] << (64 - at % 64);
    }
    out[i * stride] = limb & ((UINT64_C(1) << limb_bits) - 1);
  }
}

// mint_limb_inverse returns 1/odd modulo 2^64, by Newton's iteration: each step
// doubles the bits that are right, and an odd number is its own inverse modulo
// 8.
static inline uint64_t mint_limb_inverse(uint64_t odd) {
  uint64_t inverse = odd;
  for (int i = 0; i < 5; i++) {
    inverse *= 2 - odd * inverse;
  }
  return inverse;
}

#endif  // SSHMINT_CORE_PRIME_LIMBS_H
