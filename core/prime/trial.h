// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// trial.h divides numbers by all odd primes below 65536: a number is reduced
// modulo products of primes by one dot product each, and whether a prime
// divides the little that is left is seen by a multiplication (Granlund and
// Montgomery 1994, section 9).

#ifndef SSHMINT_CORE_PRIME_TRIAL_H
#define SSHMINT_CORE_PRIME_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Numbers are divided eight at a time, and by stages: most fail at the first,
// which costs little.
#define MINT_TRIAL_BATCH 8u
#define MINT_TRIAL_STAGES 5u

// A mint_trial is the table for numbers of one size. It holds no secret.
struct mint_trial;

// A mint_divider is one way to divide. All constants.
struct mint_divider {
  const char *name;       // "portable", "avx2", "ifma"
  unsigned index;         // 0 to MINT_DIVIDERS - 1
  bool (*is_here)(void);  // this CPU can run it
  unsigned limb_bits;     // into which numbers and powers are cut
  unsigned rest_bits;     // of what is left of a number
  uint64_t product_max;   // of primes
  size_t powers_at_once;  // for so many products `add_powers` makes them
  void (*add_powers)(struct mint_trial *trial, size_t first);
  unsigned (*run)(const struct mint_trial *trial, unsigned stage,
                  const uint64_t *numbers, void *room);
};

#define MINT_DIVIDERS 3u
extern const struct mint_divider mint_divider_portable;
extern const struct mint_divider mint_divider_avx2;
extern const struct mint_divider mint_divider_ifma;

// mint_trial_get returns the table for numbers of `bits` bits, a multiple of 64
// of at most 4096, that `divider` divides. It is made when it is first asked
// for, and stays: half a megabyte at 1024 bits, one for AVX2. NULL if memory is
// lacking.
const struct mint_trial *mint_trial_get(const struct mint_divider *divider,
                                        unsigned bits);

// mint_trial_room returns the bytes of memory that mint_trial_run works in.
size_t mint_trial_room(void);

// mint_trial_run returns which of the MINT_TRIAL_BATCH numbers, each of bits /
// 64 words, the least significant first, no prime of `stage` divides: bit i
// stands for the i-th. `room` is aligned like malloc's and holds secrets
// afterwards.
//
// Secret   the numbers. Public: the result, and where the divider is the
//          portable one at which product of primes a number failed.
unsigned mint_trial_run(const struct mint_trial *trial, unsigned stage,
                        const uint64_t *numbers, void *room);

#endif  // SSHMINT_CORE_PRIME_TRIAL_H
