// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// trial.h divides numbers by all small primes at once: a number is reduced
// modulo products of primes by one dot product each, and whether a prime
// divides the little that is left is seen by a multiplication (Granlund and
// Montgomery 1994, section 9).

#ifndef SSHMINT_CORE_PRIME_TRIAL_H
#define SSHMINT_CORE_PRIME_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A mint_trial is a table for numbers of up to `words` words. It holds no
// secret.
struct mint_trial;

// mint_trial_new makes the table for all odd primes below `limit`, which is at
// most 65536, and numbers of at most `words` words, at most 256. NULL if memory
// is lacking.
struct mint_trial *mint_trial_new(size_t words, uint32_t limit);

// mint_trial_free releases it. NULL is allowed.
void mint_trial_free(struct mint_trial *trial);

// mint_trial_divides tells whether an odd prime below the limit divides `n`, or
// is n: trial->words words, the least significant first.
//
// Secret   `n`. Public: the result, and at which of the products of primes the
//          first divisor was found.
// Timing   that, and the count of words.
bool mint_trial_divides(const struct mint_trial *trial, const uint64_t *n);

#endif  // SSHMINT_CORE_PRIME_TRIAL_H
