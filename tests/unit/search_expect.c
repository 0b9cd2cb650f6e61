// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/unit/search_expect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <openssl/bn.h>

#include "core/prime/search.h"
#include "tests/unit/number_kit.h"

void search_expect_prime(const uint64_t *prime, unsigned bits) {
  BN_CTX *ctx = BN_CTX_new();
  BIGNUM *n = number_load(prime, bits / 64);
  BIGNUM *square = BN_new();
  BIGNUM *least = BN_new();
  cr_assert(ctx != NULL && square != NULL && least != NULL);
  cr_assert_eq(BN_num_bits(n), bits);
  cr_assert(BN_sqr(square, n, ctx) && BN_set_bit(least, (int)(2 * bits - 1)));
  cr_assert_geq(BN_cmp(square, least), 0);
  cr_assert(number_is_prime(n));
  cr_assert(BN_sub_word(n, 1));
  cr_assert_neq(BN_mod_word(n, 65537), 0);
  BN_free(n);
  BN_free(square);
  BN_free(least);
  BN_CTX_free(ctx);
}

// ---------------------------------------------------------------------------
// Chi-square. Of a sum with k degrees of freedom, P(X >= k + 2 sqrt(k x) + 2 x)
// <= e^-x (Laurent and Massart 2000). There are 12 of them here: with x = 24
// together less than 5 10^-10.

#define X 24.0

#define WORDS 8        // of a prime of 512 bits
#define FIRST_TOP 181  // the top byte of the least one

struct bins {
  const char *name;
  unsigned num;
  unsigned count[256];
  double weight[256];  // relative
};

static void expect_bins(const struct bins *b, unsigned num) {
  double sum = 0;
  double chi = 0;
  unsigned freedom = 0;
  for (unsigned i = 0; i < b->num; i++) {
    sum += b->weight[i];
  }
  for (unsigned i = 0; i < b->num; i++) {
    double expected = num * b->weight[i] / sum;
    if (b->weight[i] == 0) {
      cr_assert_eq(b->count[i], 0, "%s: %u", b->name, i);
      continue;
    }
    chi += (b->count[i] - expected) * (b->count[i] - expected) / expected;
    freedom++;
  }
  double k = freedom - 1;
  printf("%s: chi-square %.1f, freedom %.0f\n", b->name, chi, k);
  cr_assert_lt(chi, k + 2 * sqrt(k * X) + 2 * X, "%s: %.1f of %.0f", b->name,
               chi, k);
}

// How much of [sqrt(1/2), 1) has the top byte `byte`, by the density 1/ln x.
static double top_weight(unsigned byte) {
  double from = fmax(byte / 256.0, sqrt(0.5));
  double to = (byte + 1) / 256.0;
  return to <= from ? 0 : (to - from) / (512 * log(2) + log((from + to) / 2));
}

static void expect_spread(const uint64_t (*primes)[WORDS], unsigned num) {
  static const unsigned kPrimes[] = {3, 5, 7, 11, 13};
  struct bins top = {"top byte", 256, {0}, {0}};
  struct bins low = {"low byte", 256, {0}, {0}};
  struct bins four = {"modulo 4", 4, {0}, {0}};
  struct bins small[5] = {{"modulo 3", 3, {0}, {0}},
                          {"modulo 5", 5, {0}, {0}},
                          {"modulo 7", 7, {0}, {0}},
                          {"modulo 11", 11, {0}, {0}},
                          {"modulo 13", 13, {0}, {0}}};
  unsigned ones[512] = {0};
  for (unsigned i = 0; i < 256; i++) {
    top.weight[i] = top_weight(i);
    low.weight[i] = i % 2;
    four.weight[i % 4] = i % 2;
    for (unsigned j = 0; j < 5; j++) {
      small[j].weight[i % kPrimes[j]] = i % kPrimes[j] == 0 ? 0 : 1;
    }
  }
  for (unsigned i = 0; i < num; i++) {
    const uint64_t *prime = primes[i];
    top.count[prime[7] >> 56]++;
    low.count[prime[0] & 255]++;
    four.count[prime[0] & 3]++;
    BIGNUM *n = number_load(prime, WORDS);
    for (unsigned j = 0; j < 5; j++) {
      small[j].count[BN_mod_word(n, kPrimes[j])]++;
    }
    BN_free(n);
    for (unsigned bit = 0; bit < 512; bit++) {
      ones[bit] += prime[bit / 64] >> bit % 64 & 1;
    }
  }
  expect_bins(&top, num);
  expect_bins(&low, num);
  expect_bins(&four, num);
  for (unsigned j = 0; j < 5; j++) {
    expect_bins(&small[j], num);
  }
  // Each bit between is 1 in half of them: 7.5 standard deviations away one of
  // 500 is once in 3 10^10.
  for (unsigned bit = 1; bit < 504; bit++) {
    cr_assert_lt(fabs(ones[bit] - num / 2.0), 7.5 * sqrt(num / 4.0),
                 "bit %u: %u of %u", bit, ones[bit], num);
  }
}

// Of 512 bits, one after the other as a thread that looks for both p and q
// finds them.
static void find_primes(uint64_t (*out)[WORDS], unsigned num) {
  struct mint_search *search = mint_search_new(512, &mint_screen_portable);
  cr_assert_not_null(search);
  struct mint_finder *finder = mint_finder_open(search);
  cr_assert_not_null(finder);
  for (unsigned i = 0; i < num; i++) {
    cr_assert_eq(search_next(finder, out[i], NULL, NULL), MINT_E_NONE);
  }
  mint_finder_close(finder);
  mint_search_free(search);
}

// Pairs of primes: what one is says nothing about the other.
static void expect_independent(const uint64_t (*primes)[WORDS], unsigned num) {
  struct bins top = {"both top bytes", 16, {0}, {0}};
  struct bins low = {"both modulo 8", 16, {0}, {0}};
  struct bins three = {"both modulo 3", 4, {0}, {0}};
  double weight[4] = {0};
  for (unsigned byte = FIRST_TOP; byte < 256; byte++) {
    weight[(byte - FIRST_TOP) / 19] += top_weight(byte);
  }
  for (unsigned i = 0; i < 16; i++) {
    top.weight[i] = weight[i / 4] * weight[i % 4];
    low.weight[i] = 1;
    three.weight[i % 4] = 1;
  }
  for (unsigned i = 0; i + 1 < num; i += 2) {
    unsigned t[2];
    unsigned l[2];
    unsigned m[2];
    for (unsigned j = 0; j < 2; j++) {
      BIGNUM *n = number_load(primes[i + j], WORDS);
      t[j] = (unsigned)((primes[i + j][WORDS - 1] >> 56) - FIRST_TOP) / 19;
      l[j] = primes[i + j][0] >> 1 & 3;
      m[j] = (unsigned)BN_mod_word(n, 3) - 1;
      BN_free(n);
    }
    top.count[4 * t[0] + t[1]]++;
    low.count[4 * l[0] + l[1]]++;
    three.count[2 * m[0] + m[1]]++;
  }
  expect_bins(&top, num / 2);
  expect_bins(&low, num / 2);
  expect_bins(&three, num / 2);
}

static int compare(const void *a, const void *b) {
  return memcmp(a, b, sizeof(uint64_t[WORDS]));
}

static void expect_no_repeats(uint64_t (*primes)[WORDS], unsigned num) {
  qsort(primes, num, sizeof(primes[0]), compare);
  for (unsigned i = 1; i < num; i++) {
    cr_assert_neq(compare(primes[i - 1], primes[i]), 0);
  }
}

void search_expect_distribution(unsigned num) {
  uint64_t(*primes)[WORDS] = calloc(num, sizeof(*primes));
  cr_assert_not_null(primes);
  find_primes(primes, num);
  const uint64_t(*found)[WORDS] = (const uint64_t(*)[WORDS])primes;
  expect_spread(found, num);
  expect_independent(found, num);
  expect_no_repeats(primes, num);
  free(primes);
}

// How far below n, which is changed, the next prime lies.
static unsigned gap_below(BIGNUM *n, BN_CTX *ctx) {
  unsigned gap = 0;
  for (int prime = 0; prime == 0; gap += 2) {
    cr_assert(BN_sub_word(n, 2) &&
              BN_primality_test(&prime, n, 1, ctx, 1, NULL));
  }
  return gap;
}

// The logarithm of a number of the range, on average; they differ by 0.1 %.
#define LOG (512 * log(2) - 0.163)
#define GAP_BINS 8

static unsigned gap_bin(unsigned gap) {
  return (unsigned)(GAP_BINS * (1 - exp(-(double)gap / LOG)));
}

void search_expect_gaps(unsigned num) {
  struct bins gaps = {"gaps", GAP_BINS, {0}, {0}};
  // Cramer: an odd number is prime with a chance of 2 / LOG.
  double left = 1;
  for (unsigned gap = 2; gap < 30 * LOG; gap += 2) {
    gaps.weight[gap_bin(gap)] += left * 2 / LOG;
    left -= left * 2 / LOG;
  }
  uint64_t(*primes)[WORDS] = calloc(num, sizeof(*primes));
  BN_CTX *ctx = BN_CTX_new();
  cr_assert(primes != NULL && ctx != NULL);
  find_primes(primes, num);
  double sum = 0;
  for (unsigned i = 0; i < num; i++) {
    BIGNUM *n = number_load(primes[i], WORDS);
    unsigned gap = gap_below(n, ctx);
    gaps.count[gap_bin(gap)]++;
    sum += gap;
    BN_free(n);
  }
  BN_CTX_free(ctx);
  free(primes);
  expect_bins(&gaps, num);
  // A search that goes on from a random start finds the ends of long gaps: on
  // average they are twice as long.
  printf("gaps: %.1f on average, of %.1f\n", sum / num, LOG);
  cr_assert_lt(fabs(sum / num - LOG), 7.5 * LOG / sqrt(num));
}

// ---------------------------------------------------------------------------

#define ROOT UINT64_C(0xb504f333f9de6484)  // of 1/2, times 2^64; and .597

static unsigned num_seen;
static uint64_t least_seen;  // top words
static uint64_t most_seen;

// A screen that looks at its candidates and passes none.
static enum mint_code look(unsigned *out_passed, const uint64_t *candidates,
                           unsigned num, unsigned bits, void *room) {
  (void)room;
  cr_assert_eq(bits, 512);
  for (unsigned i = 0; i < num; i++) {
    const uint64_t *n = candidates + 8 * (size_t)i;
    cr_assert_eq(n[0] & 1, 1);
    cr_assert_geq(n[7], ROOT);
    least_seen = n[7] < least_seen ? n[7] : least_seen;
    most_seen = n[7] > most_seen ? n[7] : most_seen;
    BIGNUM *number = number_load(n, 8);
    // 3 to 53 and the largest: trial_test.c has them all.
    cr_assert_neq(BN_mod_word(number, 65521), 0);
    BN_ULONG rest = BN_mod_word(number, UINT64_C(16294579238595022365));
    for (BN_ULONG p = 3; p <= 53; p += 2) {
      bool counts = UINT64_C(16294579238595022365) % p == 0;
      cr_assert(!counts || rest % p != 0);
    }
    BN_free(number);
  }
  num_seen += num;
  *out_passed = 0;
  return MINT_E_NONE;
}

static bool yes(void) { return true; }
static bool any_size(unsigned bits) { return bits != 0; }
static size_t small_room(unsigned bits) { return bits; }

enum mint_code search_next(struct mint_finder *finder, uint64_t *out,
                           mint_search_fn tell, void *context) {
  for (;;) {
    bool found = false;
    bool prime = false;
    enum mint_code code = mint_finder_next(finder, &found, out, tell, context);
    if (code != MINT_E_NONE || !found) {
      return code;
    }
    code = mint_finder_confirm(finder, &prime, NULL, out, tell, context);
    if (code != MINT_E_NONE || prime) {
      return code;
    }
  }
}

enum mint_code search_once(const struct mint_search *search, uint64_t *out,
                           mint_search_fn tell, void *context) {
  struct mint_finder *finder = mint_finder_open(search);
  enum mint_code code =
      finder == NULL ? MINT_E_MEMORY : search_next(finder, out, tell, context);
  mint_finder_close(finder);
  return code;
}

void search_expect_candidates(unsigned num) {
  static const struct mint_screen kLooks = {
      "looks",    8,    yes,  any_size,
      small_room, look, NULL, &mint_divider_portable};
  struct mint_search *search = mint_search_new(512, &kLooks);
  cr_assert_not_null(search);
  num_seen = 0;
  least_seen = UINT64_MAX;
  most_seen = 0;
  while (num_seen < num) {
    uint64_t prime[8];
    cr_assert_eq(search_once(search, prime, NULL, NULL), MINT_E_INTERNAL);
  }
  mint_search_free(search);
  // The whole range is used: that none of N candidates lies in the lowest 50 in
  // N of it has a chance of e^-50, and so has the highest.
  uint64_t margin = (UINT64_MAX - ROOT) / num * 50;
  cr_assert_lt(least_seen, ROOT + margin);
  cr_assert_gt(most_seen, UINT64_MAX - margin);
}
