// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// search_expect.h asserts what is true of the primes that are found.

#ifndef SSHMINT_TESTS_UNIT_SEARCH_EXPECT_H
#define SSHMINT_TESTS_UNIT_SEARCH_EXPECT_H

#include <stdint.h>

#include "core/prime/search.h"

// search_next finds the finder's next prime: what passes the screen is
// confirmed. Zero where none passed, and where `tell` ended it.
enum mint_code search_next(struct mint_finder *finder, uint64_t *out,
                           mint_search_fn tell, void *context);

// search_once finds one prime, by a finder of its own.
enum mint_code search_once(const struct mint_search *search, uint64_t *out,
                           mint_search_fn tell, void *context);

// search_expect_prime asserts: at least sqrt(2) 2^(bits - 1), exactly `bits`
// bits, a predecessor that 65537 does not divide, and prime.
void search_expect_prime(const uint64_t *prime, unsigned bits);

// search_expect_distribution finds `num` primes of 512 bits and asserts that
// they are spread like all primes of that range, that one says nothing about
// the next, and that none comes twice. The chance of a false alarm is below
// 10^-9.
void search_expect_distribution(unsigned num);

// search_expect_gaps finds `num` primes of 512 bits, 10000 at most (the theory
// is of the first order), and asserts that the gaps below them are as long as
// those below all primes, and no longer: a search that steps from a random
// start to the next prime does not pass.
void search_expect_gaps(unsigned num);

// search_expect_candidates looks at `num` candidates of 512 bits on their way
// to the screen and asserts: odd, in range, and without a factor below 65536.
void search_expect_candidates(unsigned num);

#endif  // SSHMINT_TESTS_UNIT_SEARCH_EXPECT_H
