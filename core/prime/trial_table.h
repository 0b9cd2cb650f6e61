// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// trial_table.h is the table of trial division, for the files that divide by
// it.
//
// A number is cut into L limbs of B bits, the least significant first. For a
// product M of primes the table holds powers t[i] = 2^(B (i - L + 1)) modulo M,
// and the sum of limb[i] t[i] is the number, up to a power of 2, modulo M: no
// prime of M cares for the power of 2. Two steps of Montgomery's reduction
// bring the sum below 2^R, B and R being the divider's limb_bits and rest_bits.

#ifndef SSHMINT_CORE_PRIME_TRIAL_TABLE_H
#define SSHMINT_CORE_PRIME_TRIAL_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "core/prime/trial.h"

// There are 6541 odd primes below 65536; two of them fit into any product, but
// one may be left over at the end of a stage.
#define MINT_TRIAL_PRIMES 6541u
#define MINT_TRIAL_PRODUCTS (MINT_TRIAL_PRIMES / 2 + MINT_TRIAL_STAGES)

// Limbs of 24 bits of a number of 4096 bits, and a row for each half of a batch
// (trial_avx2.c); those of 52 bits with rows twice as long need less.
#define MINT_TRIAL_LIMBS ((size_t)171)
#define MINT_TRIAL_ROOM (32 * (2 * MINT_TRIAL_LIMBS + 1))

// A prime p divides a number y < 2^R exactly if y / p, taken modulo 2^R, is at
// most floor((2^R - 1) / p).
struct mint_trial_prime {
  uint64_t inverse;  // 1/p modulo 2^R
  uint64_t quotient;
};

struct mint_trial_product {
  uint64_t value;    // M
  uint64_t inverse;  // -1/M modulo 2^R
  uint32_t first;    // its primes
  uint32_t end;
};

struct mint_trial {
  const struct mint_divider *divider;
  size_t words;
  size_t limbs;
  size_t stage_ends[MINT_TRIAL_STAGES];  // in products
  struct mint_trial_prime primes[MINT_TRIAL_PRIMES];
  struct mint_trial_product products[MINT_TRIAL_PRODUCTS];
  uint64_t powers[];  // `limbs` of them a product
};

// mint_trial_add_powers makes the powers of the products `first` and the
// MINT_TRIAL_POWERS_AT_ONCE - 1 that follow, so that none waits for its last
// one: downwards, each is the one above divided by 2^B. Of t + d M, with the d
// that clears the low bits, these are dropped.
#define MINT_TRIAL_POWERS_AT_ONCE 4u
void mint_trial_add_powers(struct mint_trial *trial, size_t first);

// mint_trial_begin returns the first product of a stage.
static inline size_t mint_trial_begin(const struct mint_trial *trial,
                                      unsigned stage) {
  return stage == 0 ? 0 : trial->stage_ends[stage - 1];
}

#endif  // SSHMINT_CORE_PRIME_TRIAL_TABLE_H
