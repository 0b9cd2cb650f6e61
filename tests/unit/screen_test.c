// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Every screen against BN_mod_exp_mont_consttime: not only whether a candidate
// passes, but the power itself, so that no squaring can be wrong unseen. More
// random candidates: screen_slow_test.c.

#include "core/prime/screen.h"

#include <stdio.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/prime/confirm.h"
#include "tests/unit/number_kit.h"
#include "tests/unit/screen_expect.h"

TestSuite(screen, .timeout = 240);

// The issue asks for a million squarings of each size: 10.2, 1.5, 2.0 and 1.0
// million a screen.
Test(screen, random_1024) { screen_expect_random(1024, 10000); }
Test(screen, random_1536) { screen_expect_random(1536, 1000); }
Test(screen, random_2048) { screen_expect_random(2048, 1000); }
Test(screen, random_4096) { screen_expect_random(4096, 1000); }

Test(screen, the_fastest_is_found) {
  static const unsigned kOthers[] = {512, 576, 1088, 2112, 4032};
  for (size_t i = 0; i < sizeof(kOthers) / sizeof(kOthers[0]); i++) {
    cr_assert_eq(mint_screen_find(kOthers[i]), &mint_screen_portable, "%u",
                 kOthers[i]);
  }
  for (size_t i = 0; i < SCREEN_SIZES; i++) {
    const struct mint_screen *first = screen_vector(kScreenSizes[i], 0);
    cr_assert_eq(mint_screen_find(kScreenSizes[i]),
                 first != NULL ? first : &mint_screen_portable, "%u",
                 kScreenSizes[i]);
  }
}

// ---------------------------------------------------------------------------
// Numbers where a carry has its last chance to go wrong

static void try_extremes(unsigned bits, unsigned num) {
  struct screen_case *cases = calloc(num, sizeof(*cases));
  cr_assert_not_null(cases);
  // 52 and 28 are the limbs of the screens, 64 those of BoringSSL.
  static const unsigned kLimbs[] = {52, 28, 64};
  for (unsigned i = 0; i < num; i++) {
    BIGNUM *n = NULL;
    if (i < num / 4) {
      n = number_near(bits, 2 * i + 1, 0);
    } else if (i < num / 2) {
      n = number_near(bits, 0, 2 * (i - num / 4) + 1);
    } else {
      n = number_pattern(bits, kLimbs[i % 3]);
    }
    screen_case(&cases[i], n, bits);
  }
  screen_expect_all(cases, num, bits);
  free(cases);
}

Test(screen, extremes_1024) { try_extremes(1024, 400); }
Test(screen, extremes_1536) { try_extremes(1536, 400); }
Test(screen, extremes_2048) { try_extremes(2048, 400); }
Test(screen, extremes_4096) { try_extremes(4096, 80); }

// All ones but for one limb, and all zeros but for one limb and the two ends.
Test(screen, one_limb) {
  static const unsigned kLimbs[] = {52, 28};
  for (unsigned l = 0; l < 2; l++) {
    unsigned num = 2 * (1024 / kLimbs[l]);
    struct screen_case *cases = calloc(num, sizeof(*cases));
    cr_assert_not_null(cases);
    for (unsigned i = 0; i < num; i++) {
      BIGNUM *n = number_near(1024, i % 2, 1);
      for (unsigned j = 0; j < kLimbs[l]; j++) {
        int at = (int)(i / 2 * kLimbs[l] + j);
        cr_assert(i % 2 == 0 ? BN_set_bit(n, at) : BN_clear_bit(n, at));
      }
      cr_assert(BN_set_bit(n, 0) && BN_set_bit(n, 1023));
      screen_case(&cases[i], n, 1024);
    }
    screen_expect_all(cases, num, 1024);
    free(cases);
  }
}

// ---------------------------------------------------------------------------
// Primes

enum { PRIMES = 4 };

static unsigned load_primes(struct screen_case primes[PRIMES], unsigned bits) {
  unsigned num = 0;
  for (BIGNUM *n; (n = number_prime(bits, num)) != NULL; num++) {
    cr_assert_lt(num, PRIMES);
    screen_case(&primes[num], n, bits);
    cr_assert(primes[num].passes);
  }
  return num;
}

Test(screen, primes_are_primes) {
  for (size_t i = 0; i < SCREEN_SIZES; i++) {
    BIGNUM *n = NULL;
    for (size_t j = 0; (n = number_prime(kScreenSizes[i], j)) != NULL; j++) {
      cr_assert(number_is_prime(n), "%u, %zu", kScreenSizes[i], j);
      BN_free(n);
    }
  }
}

// Primes in the lanes of `which`, composites in the others.
static void try_mixed(const struct mint_screen *screen, unsigned bits,
                      unsigned num, unsigned which,
                      const struct screen_case *primes, unsigned num_primes,
                      const struct screen_case *composites) {
  const struct screen_case *batch[MINT_SCREEN_MAX];
  for (unsigned i = 0; i < num; i++) {
    batch[i] = (which >> i & 1) != 0 ? &primes[(i + which) % num_primes]
                                     : &composites[i];
  }
  screen_expect(screen, batch, num, bits);
}

// All lanes, each alone, and mixed; and batches that are not full.
static void try_primes(unsigned bits, unsigned num_mixed) {
  struct screen_case *primes = calloc(PRIMES, sizeof(*primes));
  struct screen_case *others = calloc(MINT_SCREEN_MAX, sizeof(*others));
  cr_assert(primes != NULL && others != NULL);
  unsigned num_primes = load_primes(primes, bits);
  for (unsigned i = 0; i < MINT_SCREEN_MAX; i++) {
    screen_case(&others[i], number_odd(bits), bits);
    cr_assert_not(others[i].passes);
  }
  const struct mint_screen *screen = NULL;
  for (unsigned s = 0; (screen = screen_vector(bits, s)) != NULL; s++) {
    unsigned all = (1u << screen->batch) - 1;
    for (unsigned i = 0; i < screen->batch; i++) {
      try_mixed(screen, bits, screen->batch, 1u << i, primes, num_primes,
                others);
      try_mixed(screen, bits, screen->batch, all & ~(1u << i), primes,
                num_primes, others);
      try_mixed(screen, bits, i + 1, all, primes, num_primes, others);
      try_mixed(screen, bits, i + 1, 0, primes, num_primes, others);
    }
    for (unsigned i = 0; i < num_mixed; i++) {
      try_mixed(screen, bits, screen->batch, (unsigned)number_draw() & all,
                primes, num_primes, others);
    }
    // The same prime in each lane.
    for (unsigned i = 0; i < num_primes; i++) {
      try_mixed(screen, bits, screen->batch, all, primes + i, 1, others);
    }
  }
  for (unsigned i = 0; i < num_primes; i++) {
    try_mixed(&mint_screen_portable, bits, 1, 1, primes + i, 1, others);
    try_mixed(&mint_screen_portable, bits, 1, 0, primes + i, 1, others);
  }
  free(others);
  free(primes);
}

Test(screen, primes_1024) { try_primes(1024, 400); }
Test(screen, primes_1536) { try_primes(1536, 200); }
Test(screen, primes_2048) { try_primes(2048, 60); }
Test(screen, primes_4096) { try_primes(4096, 8); }

// ---------------------------------------------------------------------------
// Composites that pass the test to the base 2: they must pass the screens,
// which would be wrong otherwise, and not the confirmation.

static void expect_refused(const struct screen_case *one, unsigned bits) {
  cr_assert(one->passes);
  const struct screen_case *batch = one;
  screen_expect(&mint_screen_portable, &batch, 1, bits);
  bool prime = true;
  // One in 4^64 passes by chance.
  cr_assert_eq(mint_confirm(&prime, NULL, one->n, bits, 64, NULL, NULL),
               MINT_E_NONE);
  cr_assert_not(prime);
}

static void try_pseudoprimes(unsigned bits, unsigned max) {
  struct screen_case *cases = calloc(max, sizeof(*cases));
  cr_assert_not_null(cases);
  unsigned num = 0;
  BIGNUM *n = NULL;
  for (size_t i = 0; (n = number_carmichael(bits, i)) != NULL; i++) {
    screen_case(&cases[num++], n, bits);
  }
  unsigned carmichael = num;
  for (unsigned m = 1;
       num < max && (n = number_cyclotomic(bits, &m)) != NULL;) {
    screen_case(&cases[num++], n, bits);
  }
  cr_assert_geq(num, carmichael + 4, "%u bits: only %u", bits, num);
  for (unsigned i = 0; i < num; i++) {
    expect_refused(&cases[i], bits);
  }
  screen_expect_all(cases, num, bits);
  printf("%u bits: %u pseudoprimes, %u of them Carmichael numbers\n", bits, num,
         carmichael);
  free(cases);
}

Test(screen, pseudoprimes_1024) { try_pseudoprimes(1024, 40); }
Test(screen, pseudoprimes_1536) { try_pseudoprimes(1536, 40); }
Test(screen, pseudoprimes_2048) { try_pseudoprimes(2048, 40); }
Test(screen, pseudoprimes_4096) { try_pseudoprimes(4096, 10); }
