// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// screen_expect.h holds the screens against BoringSSL's exponentiation.

#ifndef SSHMINT_TESTS_UNIT_SCREEN_EXPECT_H
#define SSHMINT_TESTS_UNIT_SCREEN_EXPECT_H

#include <stdbool.h>
#include <stdint.h>

#include <openssl/bn.h>

#include "core/prime/screen.h"

#define SCREEN_SIZES 4
extern const unsigned kScreenSizes[SCREEN_SIZES];

// The screens that are made of vectors; screen_vector returns one that this CPU
// has for that size, or NULL after the last, and says so if there is none.
const struct mint_screen *screen_vector(unsigned bits, unsigned index);

// A candidate with what BoringSSL says about it.
struct screen_case {
  uint64_t n[64];
  uint64_t power[64];  // 2^(n - 1) modulo n
  bool passes;         // ... which is 1
};

// screen_case asks BoringSSL about `n`, which it frees.
void screen_case(struct screen_case *out, BIGNUM *n, unsigned bits);

// screen_expect runs `num` candidates, at most a batch, and asserts that all
// powers and the answers are BoringSSL's.
void screen_expect(const struct mint_screen *screen,
                   const struct screen_case *const *cases, unsigned num,
                   unsigned bits);

// screen_expect_all does so with any number of candidates, a batch at a time,
// on each vector screen.
void screen_expect_all(const struct screen_case *cases, unsigned num,
                       unsigned bits);

// screen_expect_random does so with `num` random candidates, and with some of
// them on the portable screen. It prints how many squarings were compared.
void screen_expect_random(unsigned bits, unsigned num);

#endif  // SSHMINT_TESTS_UNIT_SCREEN_EXPECT_H
