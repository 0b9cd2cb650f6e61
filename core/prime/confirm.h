// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// confirm.h is the test on which every prime rests that we make: Miller-Rabin
// with random bases over BoringSSL's exponentiation, independent of how the
// candidate was found.

#ifndef SSHMINT_CORE_PRIME_CONFIRM_H
#define SSHMINT_CORE_PRIME_CONFIRM_H

#include <stdbool.h>
#include <stdint.h>

#include <openssl/bn.h>

#include "core/mint.h"

// mint_confirm_rounds returns how many rounds FIPS 186-5 table B.1 asks for
// where a prime of `bits` bits is half of a key, or more.
unsigned mint_confirm_rounds(unsigned bits);

// A mint_confirm_fn is asked before each round whether to go on.
typedef bool (*mint_confirm_fn)(void *context);

// mint_confirm runs `rounds` rounds on the odd number `n` of exactly `bits`
// bits, a multiple of 64, in bits / 64 words, the least significant first. If
// `go_on`, which may be NULL, ends it, the number has not passed.
//
// If it passed and `out_mont` is not NULL, *out_mont is what BoringSSL computes
// modulo n with, for who goes on to do so: it takes a while to make.
//
// Secret   n. Public: whether it passed, and at which round it did not: it is
//          then thrown away. A number with n = 1 modulo 2^33 does not pass:
//          2^33 is more than the loop over its last squarings is made for, and
//          one prime in 2^32 is not missed.
// Owns     *out_mont, freed with BN_MONT_CTX_free.
// Failure  *out_prime is false, *out_mont NULL; so they are of a number that
//          did not pass.
// Spec     FIPS 186-5 appendix B.3.1
//
// MINT_E_NONE, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_confirm(
    bool *out_prime, BN_MONT_CTX **out_mont, const uint64_t *n, unsigned bits,
    unsigned rounds, mint_confirm_fn go_on, void *context);

#endif  // SSHMINT_CORE_PRIME_CONFIRM_H
