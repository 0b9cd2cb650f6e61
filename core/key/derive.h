// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// derive.h computes the numbers of an RSA key from its primes.

#ifndef SSHMINT_CORE_KEY_DERIVE_H
#define SSHMINT_CORE_KEY_DERIVE_H

#include "core/format/parts.h"
#include "core/mint.h"

// mint_derive fills `parts`, which are new, with the private key of the primes
// p and q, of exactly half_bits bits each, a multiple of 64 of at most
// MINT_RSA_PRIVATE_BITS_MAX / 2, in words, the least significant first, and of
// the odd exponent e < 2^32, which has no common divisor with p - 1 and q - 1.
// The larger prime becomes p; d is reduced modulo lcm(p - 1, q - 1).
//
// Secret   p and q. Public: half_bits, e, and the lengths in bytes of the
//          results.
// Failure  the parts are to be freed.
// Spec     FIPS 186-5 appendix A.1.1, RFC 8017 section 3.2
//
// MINT_E_NONE, MINT_E_MEMORY, MINT_E_INTERNAL
MINT_MUST_CHECK enum mint_code mint_derive(struct mint_parts *parts,
                                           const uint64_t *p, const uint64_t *q,
                                           unsigned half_bits, uint32_t e);

#endif  // SSHMINT_CORE_KEY_DERIVE_H
