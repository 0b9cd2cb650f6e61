// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// screen.h tells most composite numbers from primes, fast: Fermat's test to the
// base 2 on several candidates at once. With base 2, exponentiation is squaring
// and doubling: no table, and no index that is secret.
//
// It is a filter. What it refuses costs another candidate, and what it lets
// through has to be confirmed (confirm.h): a screen that is wrong either way
// makes no bad key.

#ifndef SSHMINT_CORE_PRIME_SCREEN_H
#define SSHMINT_CORE_PRIME_SCREEN_H

#include <stddef.h>
#include <stdint.h>

#include "core/mint.h"
#include "core/prime/trial.h"

// The most candidates that any screen takes at once.
#define MINT_SCREEN_MAX 8

// A mint_screen is one way to run the test. All constants.
struct mint_screen {
  const char *name;  // "portable", "avx2", "ifma"
  unsigned batch;    // how many candidates at once, at most MINT_SCREEN_MAX
  bool (*is_here)(void);            // this CPU can run it
  bool (*has_size)(unsigned bits);  // it is made for candidates of that size
  size_t (*room)(unsigned bits);    // bytes of memory that `run` works in
  enum mint_code (*run)(unsigned *out_passed, const uint64_t *candidates,
                        unsigned num, unsigned bits, void *room);
  // For tests: stores 2^(1 - n) modulo n of candidate `i` of the last run in
  // `room`, in bits / 64 words. NULL where BoringSSL does all the work.
  void (*power)(uint64_t *out, unsigned i, unsigned bits, void *room);
  const struct mint_divider *divider;  // how such a CPU divides by small primes
};

extern const struct mint_screen mint_screen_portable;
extern const struct mint_screen mint_screen_avx2;
extern const struct mint_screen mint_screen_ifma;

// mint_screen_find returns the fastest screen that this CPU has for candidates
// of `bits` bits; never NULL, for the portable one takes any.
const struct mint_screen *mint_screen_find(unsigned bits);

// mint_screen_force makes mint_screen_find return `screen` wherever it has the
// size, or chooses freely again with NULL. For tests and benchmarks; before any
// thread searches.
void mint_screen_force(const struct mint_screen *screen);

// screen->run: bit i of *out_passed is set if 2^(n - 1) = 1 modulo n for the
// i-th of `num` candidates, each an odd number of exactly `bits` bits, a
// multiple of 64, in bits / 64 words, the least significant first. `num` is
// between 1 and `batch`; `room` has screen->room(bits) bytes, aligned like
// malloc's, and holds secrets afterwards.
//
// Secret   the candidates. Public: `bits`, and whether each passed. A candidate
//          that fails is thrown away as a whole, and candidates are drawn
//          independently: what the failure of one shows says nothing about
//          another.
// Timing   depends on `bits` and `num` only.
//
// MINT_E_NONE, MINT_E_MEMORY

#endif  // SSHMINT_CORE_PRIME_SCREEN_H
