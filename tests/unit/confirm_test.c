// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// mint_confirm against BN_primality_test, on primes and on composites that are
// made to look like them. The archive of vectors has no table of primality
// tests.

#include "core/prime/confirm.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <criterion/criterion.h>
#include <openssl/bn.h>

#include "core/base/arena.h"
#include "tests/unit/number_kit.h"

TestSuite(confirm, .timeout = 240);

static const unsigned kSizes[] = {512, 1024, 1536, 2048, 4096};
#define SIZES (sizeof(kSizes) / sizeof(kSizes[0]))

// That `mont` is that of n.
static void expect_mont(const BN_MONT_CTX *mont, const BIGNUM *n) {
  BN_CTX *ctx = BN_CTX_new();
  BIGNUM *a = BN_dup(n);
  cr_assert(ctx != NULL && a != NULL && BN_sub_word(a, 2));
  // 2 (n - 2) = n - 4.
  cr_assert(BN_to_montgomery(a, a, mont, ctx));
  cr_assert(BN_mod_add(a, a, a, n, ctx));
  cr_assert(BN_from_montgomery(a, a, mont, ctx));
  cr_assert(BN_add_word(a, 4));
  cr_assert_eq(BN_cmp(a, n), 0);
  BN_free(a);
  BN_CTX_free(ctx);
}

static bool confirm(const BIGNUM *n, unsigned bits, unsigned rounds) {
  uint64_t words[NUMBER_WORDS_MAX];
  bool prime = false;
  BN_MONT_CTX *mont = (BN_MONT_CTX *)words;
  number_store(words, bits / 64, n);
  cr_assert_eq(mint_confirm(&prime, &mont, words, bits, rounds, NULL, NULL),
               MINT_E_NONE);
  cr_assert_eq(mont != NULL, prime);
  if (mont != NULL) {
    expect_mont(mont, n);
    BN_MONT_CTX_free(mont);
  }
  return prime;
}

Test(confirm, random_numbers) {
  for (size_t s = 0; s < 4; s++) {
    unsigned primes = 0;
    for (unsigned i = 0; i < 2000u >> s; i++) {
      BIGNUM *n = number_odd(kSizes[s]);
      bool prime = number_is_prime(n);
      cr_assert_eq(confirm(n, kSizes[s], 5), prime);
      primes += prime;
      BN_free(n);
    }
    printf("%u bits: %u primes of %u\n", kSizes[s], primes, 2000u >> s);
  }
}

// Numbers of one word, where primes are frequent.
Test(confirm, one_word) {
  for (unsigned i = 0; i < 4000; i++) {
    BIGNUM *n = i < 2000   ? number_odd(64)
                : i < 3000 ? number_near(64, 2 * (i - 2000) + 1, 0)
                           : number_near(64, 0, 2 * (i - 3000) + 1);
    cr_assert_eq(confirm(n, 64, 40), number_is_prime(n));
    BN_free(n);
  }
}

Test(confirm, primes) {
  for (size_t s = 0; s < SIZES; s++) {
    BIGNUM *n = NULL;
    for (size_t i = 0; (n = number_prime(kSizes[s], i)) != NULL; i++) {
      cr_assert(confirm(n, kSizes[s], kSizes[s] == 4096 ? 2 : 16));
      BN_free(n);
    }
  }
}

// ---------------------------------------------------------------------------
// Composites

// One in 4^64 passes 64 rounds.
Test(confirm, carmichael_numbers) {
  for (size_t s = 0; s < 4; s++) {
    BIGNUM *n = NULL;
    size_t i = 0;
    for (; (n = number_carmichael(kSizes[s], i)) != NULL; i++) {
      cr_assert_not(confirm(n, kSizes[s], 64));
      BN_free(n);
    }
    cr_assert_eq(i, 2);
  }
}

// A prime p between 1/2 and 5/8 of 2^bits, so that q = 2 p - 1 is prime too and
// p q has twice as many bits.
static void find_pair(BIGNUM *p, BIGNUM *q, unsigned bits) {
  for (;;) {
    BIGNUM *n = number_odd(bits);
    cr_assert(BN_copy(p, n) != NULL && BN_clear_bit(p, (int)bits - 2) &&
              BN_clear_bit(p, (int)bits - 3));
    cr_assert(BN_lshift1(q, p) && BN_sub_word(q, 1));
    BN_free(n);
    if (BN_mod_word(q, 3) != 0 && BN_mod_word(q, 5) != 0 &&
        number_is_prime(p) && number_is_prime(q)) {
      return;
    }
  }
}

// p (2 p - 1) = (k + 1) (2 k + 1) is a strong pseudoprime to as many bases as
// there can be: up to 3 in 16.
Test(confirm, strong_pseudoprimes) {
  BN_CTX *ctx = BN_CTX_new();
  BIGNUM *p = BN_new();
  BIGNUM *q = BN_new();
  BIGNUM *n = BN_new();
  cr_assert(ctx != NULL && p != NULL && q != NULL && n != NULL);
  for (unsigned bits = 128; bits <= 320; bits += 64) {
    for (int i = 0; i < 8; i++) {
      find_pair(p, q, bits / 2);
      cr_assert(BN_mul(n, p, q, ctx));
      cr_assert_eq(BN_num_bits(n), bits);
      cr_assert_not(confirm(n, bits, 64), "%u bits", bits);
    }
  }
  BN_free(p);
  BN_free(q);
  BN_free(n);
  BN_CTX_free(ctx);
}

// Bases are drawn anew each time: of a Carmichael number with k odd, which is
// (6 k + 1) (12 k + 1) (18 k + 1) = 3, 1, 3 modulo 4, 1 in 8 bases passes a
// round (Monier 1980). With a fixed base all would, or none. The bounds are 7
// standard deviations away: a false alarm once in 10^11 runs.
Test(confirm, bases_are_random) {
  enum { ROUNDS = 4000 };
  BIGNUM *n = number_carmichael(512, 0);
  unsigned passed = 0;
  for (int i = 0; i < ROUNDS; i++) {
    passed += confirm(n, 512, 1);
  }
  double deviation = sqrt(ROUNDS * (1 / 8.0) * (7 / 8.0));
  printf("%u of %d bases pass\n", passed, ROUNDS);
  cr_assert_lt(fabs(passed - ROUNDS / 8.0), 7 * deviation, "%u", passed);
  // Several rounds: one in 64 passes two.
  passed = 0;
  for (int i = 0; i < ROUNDS; i++) {
    passed += confirm(n, 512, 2);
  }
  deviation = sqrt(ROUNDS * (1 / 64.0) * (63 / 64.0));
  cr_assert_lt(fabs(passed - ROUNDS / 64.0), 7 * deviation, "%u", passed);
  BN_free(n);
}

// ---------------------------------------------------------------------------
// How often 2 divides n - 1

// A random prime of `bits` bits that is 1 modulo 2^twos and not modulo
// 2^(twos + 1).
static BIGNUM *find_with_twos(unsigned bits, unsigned twos) {
  for (;;) {
    BIGNUM *n = number_odd(bits - twos);
    cr_assert(BN_lshift(n, n, (int)twos) && BN_add_word(n, 1));
    if (number_is_prime(n)) {
      return n;
    }
    BN_free(n);
  }
}

Test(confirm, any_power_of_two) {
  for (unsigned twos = 1; twos <= 36; twos++) {
    for (int i = 0; i < 3; i++) {
      BIGNUM *n = find_with_twos(256, twos);
      cr_assert_eq(BN_num_bits(n), 256);
      cr_assert_eq(confirm(n, 256, 16), twos <= 32, "2^%u", twos);
      // No base makes up for too many twos: half of them would.
      for (int j = 0; j < 16; j++) {
        cr_assert_eq(confirm(n, 256, 1), twos <= 32, "2^%u", twos);
      }
      BN_free(n);
    }
  }
}

// 2^64 + 1 of 2 words, and other composites with large powers of two.
Test(confirm, composites_with_twos) {
  for (unsigned twos = 1; twos <= 40; twos++) {
    for (int i = 0; i < 20; i++) {
      BIGNUM *n = number_odd(128 - twos);
      cr_assert(BN_lshift(n, n, (int)twos) && BN_add_word(n, 1));
      cr_assert_eq(confirm(n, 128, 30), number_is_prime(n) && twos <= 32,
                   "2^%u", twos);
      BN_free(n);
    }
  }
}

// ---------------------------------------------------------------------------

// FIPS 186-5 table B.1, rounds of Miller-Rabin alone for p and q of a key of
// 2048, 3072 and 4096 bits. The table ends there: of larger primes the theorem
// behind it (Damgard, Landrock and Pomerance 1993: a random number of k bits
// that passes t rounds is composite with a probability of less than k^(3/2) 2^t
// t^(-1/2) 4^(2 - sqrt(t k))) wants no more.
Test(confirm, rounds) {
  static const struct {
    unsigned bits;
    unsigned rounds;
    unsigned security;  // bits
  } kRows[] = {{1024, 5, 112}, {1536, 4, 128}, {2048, 4, 144}, {4096, 4, 200}};
  for (size_t i = 0; i < sizeof(kRows) / sizeof(kRows[0]); i++) {
    unsigned rounds = mint_confirm_rounds(kRows[i].bits);
    cr_assert_geq(rounds, kRows[i].rounds);
    double t = rounds;
    double k = kRows[i].bits;
    double bound = 1.5 * log2(k) + t - 0.5 * log2(t) + 2 * (2 - sqrt(t * k));
    cr_assert_leq(bound, -(double)kRows[i].security, "%u", kRows[i].bits);
  }
  for (unsigned bits = 512; bits <= 4096; bits += 64) {
    unsigned wanted = bits <= 1024 ? 5 : 4;
    cr_assert_geq(mint_confirm_rounds(bits), wanted, "%u", bits);
  }
}

// Asked before each round, and obeyed.
static bool before_round(void *context) {
  unsigned *left = context;
  return (*left)-- > 1;
}

Test(confirm, ends_when_told) {
  BIGNUM *n = number_prime(512, 0);
  uint64_t words[8];
  number_store(words, 8, n);
  BN_free(n);
  for (unsigned after = 1; after <= 7; after++) {
    bool prime = true;
    unsigned left = after;
    cr_assert_eq(mint_confirm(&prime, NULL, words, 512, 5, before_round, &left),
                 MINT_E_NONE);
    cr_assert_eq(prime, after > 5);
    cr_assert_eq(left, after > 5 ? after - 5 : 0);
  }
}

// At each allocation that fails, for good or once.
Test(confirm, memory) {
  BIGNUM *n = number_prime(512, 0);
  uint64_t words[8];
  number_store(words, 8, n);
  BN_free(n);
  for (int once = 0; once < 2; once++) {
    enum mint_code code = MINT_E_MEMORY;
    size_t count = 0;
    for (; code != MINT_E_NONE; count++) {
      bool prime = true;
      BN_MONT_CTX *mont = (BN_MONT_CTX *)words;
      cr_assert_lt(count, 10000);
      if (once != 0) {
        mint_arena_fail_once(count);
      } else {
        mint_arena_fail_after(count);
      }
      code = mint_confirm(&prime, &mont, words, 512, 3, NULL, NULL);
      mint_arena_fail_after(SIZE_MAX);
      cr_assert_eq(prime, code == MINT_E_NONE);
      cr_assert_eq(mont != NULL, prime);
      BN_MONT_CTX_free(mont);
      cr_assert(code == MINT_E_NONE || code == MINT_E_MEMORY);
    }
    cr_assert_gt(count, 10);
  }
}
