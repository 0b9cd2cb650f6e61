// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// number_kit.h has the numbers on which the tests of core/prime are run, all
// from BoringSSL and from plain constructions. Random ones are the same in each
// run. What is returned belongs to the caller; a failure ends the test.

#ifndef SSHMINT_TESTS_UNIT_NUMBER_KIT_H
#define SSHMINT_TESTS_UNIT_NUMBER_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/bn.h>

// Words for the largest number of the tests.
#define NUMBER_WORDS_MAX 128

// number_draw returns 64 bits of xorshift64*.
uint64_t number_draw(void);

// number_store and number_load go between a BIGNUM and words, the least
// significant first; the number must fit.
void number_store(uint64_t *out, size_t words, const BIGNUM *n);
BIGNUM *number_load(const uint64_t *a, size_t words);

// number_odd returns a random odd number of exactly `bits` bits.
BIGNUM *number_odd(unsigned bits);

// number_near returns 2^bits - `below` if that is not 0, or 2^(bits - 1) +
// `above`.
BIGNUM *number_near(unsigned bits, unsigned below, unsigned above);

// number_pattern returns an odd number of `bits` bits, cut into limbs of
// limb_bits bits of which each is all zeros, all ones or random.
BIGNUM *number_pattern(unsigned bits, unsigned limb_bits);

// number_is_prime asks BN_primality_test with 10 random bases.
bool number_is_prime(const BIGNUM *n);

// number_prime returns prime `index` of `bits` bits, 512, 1024, 1536, 2048 or
// 4096, or NULL after the last: the largest one, the smallest one, and below
// 4096 bits one that is new in each run.
BIGNUM *number_prime(unsigned bits, size_t index);

// number_cyclotomic returns a composite number of exactly `bits` bits that is
// prime to the base 2, the first at or after *m, which is then set to the
// following one, or NULL after the last: the value at 2 of the m-th cyclotomic
// polynomial, without the prime that it may share with m. Each of its prime
// factors is 1 modulo m, so it is itself; and 2^m is 1 modulo it.
BIGNUM *number_cyclotomic(unsigned bits, unsigned *m);

// number_carmichael returns Carmichael number `index` of exactly `bits` bits,
// or NULL after the last: (6 k + 1) (12 k + 1) (18 k + 1) with three primes
// (Chernick 1939). There are two for 512, 1024, 1536 and 2048 bits; the k of
// the first is odd.
BIGNUM *number_carmichael(unsigned bits, size_t index);

#endif  // SSHMINT_TESTS_UNIT_NUMBER_KIT_H
