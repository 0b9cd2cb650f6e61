// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// weak.h recognises moduli that a public key alone gives away. Everything here
// is public, and its time depends on it.

#ifndef SSHMINT_CORE_KEY_WEAK_H
#define SSHMINT_CORE_KEY_WEAK_H

#include <openssl/bytestring.h>

#include "core/mint.h"

// What mint_weak_find_vartime found.
struct mint_weak {
  bool small_factor;  // an odd prime below MINT_SMALL_FACTOR_LIMIT divides n
  bool power;         // n is a power of a prime, or as easily split
  bool prime;
};

// mint_weak_find_vartime examines the odd modulus `n`, digits big-endian, of at
// most MINT_RSA_PUBLIC_BITS_MAX bits. Whether it is a prime, or a power of one
// other than a square, is asked only if nothing smaller divides it and
// `factors_known` is false: a product of two different known primes is neither.
//
// MINT_E_NONE, MINT_E_MEMORY; on failure `out` is all false
MINT_MUST_CHECK enum mint_code mint_weak_find_vartime(struct mint_weak *out,
                                                      const CBS *n,
                                                      bool factors_known);

#endif  // SSHMINT_CORE_KEY_WEAK_H
