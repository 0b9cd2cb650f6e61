// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// weak.h recognises moduli that a public key alone gives away. Everything here
// is public, and its time depends on it.
//
// False alarms, for a modulus of 2048 bits that looks random: 2^-27.8 by the
// residues of ROCA, 2^-32.8 by the pattern (weak_families.c does the sum), less
// at every larger size, and nothing else above 2^-100: one key in 240 million.

#ifndef SSHMINT_CORE_KEY_WEAK_H
#define SSHMINT_CORE_KEY_WEAK_H

#include <openssl/bn.h>
#include <openssl/bytestring.h>

#include "core/mint.h"

// What mint_weak_find_vartime found.
struct mint_weak {
  bool small_factor;  // an odd prime below MINT_SMALL_FACTOR_LIMIT divides n
  bool power;         // n is a power of a prime, or as easily split
  bool prime;
  bool roca;     // Infineon's RSALib (Nemec et al. 2017)
  bool fermat;   // factors within MINT_FERMAT_ROUNDS steps of sqrt(n)
  bool pattern;  // the bits are biased, or repeat with the words of a machine
  bool small_d;  // Wiener's attack works
};

// mint_weak_find_vartime examines the odd modulus `n`, digits big-endian, of at
// most MINT_RSA_PUBLIC_BITS_MAX bits, and the exponent `e`. Whether n is a
// prime, or a power of one other than a square, is asked only if nothing
// smaller divides it. If `is_generated`, n is the product of two different
// primes that we have made, of half its length each: then it is neither, and
// nothing small divides it, and none of that is asked.
//
// MINT_E_NONE, MINT_E_MEMORY; on failure `out` is all false
MINT_MUST_CHECK enum mint_code mint_weak_find_vartime(struct mint_weak *out,
                                                      const CBS *n,
                                                      const CBS *e,
                                                      bool is_generated);

// The families of weak_families.c, and a square. Each returns false if an
// allocation failed.
bool mint_weak_is_square(bool *out_square, const BIGNUM *n, BN_CTX *ctx);
bool mint_weak_roca(bool *out_found, const BIGNUM *n);
bool mint_weak_fermat(bool *out_found, const BIGNUM *n, BN_CTX *ctx);
bool mint_weak_small_d(bool *out_found, const BIGNUM *n, const BIGNUM *e,
                       BN_CTX *ctx);
bool mint_weak_pattern(const CBS *n);

// mint_blocklist_has tells whether `n` stands on the list.
bool mint_blocklist_has(const struct mint_blocklist *list, const CBS *n);

#endif  // SSHMINT_CORE_KEY_WEAK_H
