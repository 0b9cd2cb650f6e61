// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The search for primes: what it finds with each screen, with screens that are
// broken, and in several threads at once. More primes: search_slow_test.c.

#include "core/prime/search.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/base/arena.h"
#include "core/prime/confirm.h"
#include "tests/unit/number_kit.h"
#include "tests/unit/screen_broken.h"
#include "tests/unit/screen_expect.h"
#include "tests/unit/search_expect.h"

TestSuite(search, .timeout = 240);

// No prime twice.
static void expect_different(const uint64_t *primes, unsigned num,
                             size_t words) {
  for (unsigned i = 0; i < num; i++) {
    for (unsigned j = 0; j < i; j++) {
      cr_assert_neq(memcmp(primes + i * words, primes + j * words, 8 * words),
                    0);
    }
  }
}

static void try_primes(const struct mint_screen *screen, unsigned bits,
                       unsigned num) {
  size_t words = bits / 64;
  uint64_t *primes = calloc(num * words, sizeof(*primes));
  struct mint_search *search = mint_search_new(bits, screen);
  cr_assert(primes != NULL && search != NULL);
  struct mint_finder *finder = mint_finder_open(search);
  cr_assert_not_null(finder);
  for (unsigned i = 0; i < num; i++) {
    uint64_t *prime = primes + i * words;
    cr_assert_eq(search_next(finder, prime, NULL, NULL), MINT_E_NONE, "%s",
                 screen->name);
    search_expect_prime(prime, bits);
  }
  expect_different(primes, num, words);
  mint_finder_close(finder);
  mint_search_free(search);
  free(primes);
}

Test(search, portable_512) { try_primes(&mint_screen_portable, 512, 200); }
Test(search, portable_1024) { try_primes(&mint_screen_portable, 1024, 20); }
Test(search, vectors) {
  const struct mint_screen *screen = NULL;
  for (unsigned i = 0; (screen = screen_vector(1024, i)) != NULL; i++) {
    try_primes(screen, 1024, 20);
    try_primes(screen, 1536, 4);
    try_primes(screen, 2048, 2);
  }
}
// A size that is none of a key's, and the largest.
Test(search, other_sizes) {
  try_primes(&mint_screen_portable, 576, 5);
  try_primes(mint_screen_find(4096), 4096, 1);
}

Test(search, distribution) { search_expect_distribution(2000); }
Test(search, gaps) { search_expect_gaps(500); }
Test(search, candidates) { search_expect_candidates(500000); }

// ---------------------------------------------------------------------------
// Broken screens

// Tells the right answers of the wrong lanes.
static enum mint_code pass_next(unsigned *out_passed,
                                const uint64_t *candidates, unsigned num,
                                unsigned bits, void *room) {
  enum mint_code code =
      mint_screen_portable.run(out_passed, candidates, num, bits, room);
  *out_passed =
      (*out_passed << 1 | *out_passed >> (num - 1)) & ((1u << num) - 1);
  return code;
}
static void try_broken(const struct screen_broken *broken) {
  for (unsigned batch = 1; batch <= MINT_SCREEN_MAX; batch++) {
    const struct mint_screen screen = screen_of(broken, batch);
    struct mint_search *search = mint_search_new(512, &screen);
    cr_assert_not_null(search);
    for (int i = 0; i < 3; i++) {
      uint64_t prime[8];
      memset(prime, 0xa5, sizeof(prime));
      cr_assert_eq(search_once(search, prime, NULL, NULL), broken->code,
                   "%s, %u", broken->name, batch);
      if (broken->code == MINT_E_NONE) {
        search_expect_prime(prime, 512);
        continue;
      }
      for (int j = 0; j < 8; j++) {
        cr_assert_eq(prime[j], 0);
      }
    }
    mint_search_free(search);
  }
}

Test(search, broken_screens) {
  for (size_t i = 0; i < SCREENS_BROKEN; i++) {
    try_broken(&kBroken[i]);
  }
}

// Says that a prime with a predecessor that 65537 divides is among the first
// candidates. It would be confirmed, but fits no key.
static uint64_t misfit[8];
static unsigned num_misfits;
static enum mint_code pass_misfit(unsigned *out_passed,
                                  const uint64_t *candidates, unsigned num,
                                  unsigned bits, void *room) {
  if (num_misfits != 0) {
    return mint_screen_portable.run(out_passed, candidates, num, bits, room);
  }
  uint64_t *first = NULL;
  memcpy(&first, &candidates, sizeof(first));
  memcpy(first, misfit, sizeof(misfit));
  num_misfits++;
  *out_passed = 1;
  return MINT_E_NONE;
}
Test(search, misfit) {
  const struct screen_broken kMisfit = {"misfit", pass_misfit, MINT_E_NONE};
  const struct mint_screen screen = screen_of(&kMisfit, 1);
  BIGNUM *n = BN_new();
  BIGNUM *step = BN_new();
  cr_assert(n != NULL && step != NULL && BN_set_word(step, UINT64_C(131074)) &&
            BN_generate_prime_ex(n, 512, 0, step, BN_value_one(), NULL));
  number_store(misfit, 8, n);
  bool prime = false;
  cr_assert_eq(mint_confirm(&prime, NULL, misfit, 512, 5, NULL, NULL),
               MINT_E_NONE);
  cr_assert(prime);
  struct mint_search *search = mint_search_new(512, &screen);
  cr_assert_not_null(search);
  uint64_t found[8];
  cr_assert_eq(search_once(search, found, NULL, NULL), MINT_E_NONE);
  cr_assert_eq(num_misfits, 1);
  search_expect_prime(found, 512);
  cr_assert_neq(memcmp(found, misfit, sizeof(found)), 0);
  mint_search_free(search);
  BN_free(step);
  BN_free(n);
}

// Right answers for the neighbour: a prime beside a prime is rare, and a
// composite is never taken for one.
Test(search, passes_the_next) {
  const struct screen_broken kNext = {"next", pass_next, MINT_E_NONE};
  const struct mint_screen screen = screen_of(&kNext, 8);
  struct mint_search *search = mint_search_new(512, &screen);
  cr_assert_not_null(search);
  for (int i = 0; i < 5; i++) {
    uint64_t prime[8];
    enum mint_code code = search_once(search, prime, NULL, NULL);
    cr_assert(code == MINT_E_NONE || code == MINT_E_INTERNAL);
    if (code == MINT_E_NONE) {
      search_expect_prime(prime, 512);
    }
  }
  mint_search_free(search);
}

// ---------------------------------------------------------------------------

struct told {
  unsigned calls;
  unsigned last;
  unsigned most;  // calls until it is enough
};

static bool on_candidates(void *context, unsigned candidates) {
  struct told *told = context;
  cr_assert_geq(candidates, told->last);
  told->last = candidates;
  told->calls++;
  return told->calls < told->most;
}

Test(search, tells) {
  struct mint_search *search = mint_search_new(512, &mint_screen_portable);
  cr_assert_not_null(search);
  for (int i = 0; i < 20; i++) {
    struct told told = {0, 0, UINT_MAX};
    uint64_t prime[8];
    cr_assert_eq(search_once(search, prime, on_candidates, &told), MINT_E_NONE);
    cr_assert_gt(told.calls, 0);
    cr_assert_leq(told.last, 2048);  // 1 in 18 is a prime
  }
  mint_search_free(search);
}

// Enough is enough: no prime, and no failure.
Test(search, ends_when_told) {
  const uint64_t kZero[32] = {0};
  struct mint_search *search = mint_search_new(2048, &mint_screen_portable);
  cr_assert_not_null(search);
  struct told told = {0, 0, 1};
  uint64_t prime[32];
  memset(prime, 0xff, sizeof(prime));
  cr_assert_eq(search_once(search, prime, on_candidates, &told), MINT_E_NONE);
  cr_assert_eq(told.calls, 1);
  cr_assert_arr_eq(prime, kZero, sizeof(prime));
  mint_search_free(search);
}

// Four threads on one search.
enum { THREADS = 4, EACH = 20 };

struct worker {
  pthread_t thread;
  const struct mint_search *search;
  enum mint_code code;
  uint64_t primes[EACH][16];
};

static void *work(void *context) {
  struct worker *worker = context;
  for (int i = 0; i < EACH && worker->code == MINT_E_NONE; i++) {
    worker->code = search_once(worker->search, worker->primes[i], NULL, NULL);
  }
  return NULL;
}

Test(search, threads) {
  static struct worker workers[THREADS];
  static uint64_t primes[THREADS * EACH][16];
  struct mint_search *search = mint_search_new(1024, mint_screen_find(1024));
  cr_assert_not_null(search);
  for (int i = 0; i < THREADS; i++) {
    workers[i].search = search;
    cr_assert_eq(pthread_create(&workers[i].thread, NULL, work, &workers[i]),
                 0);
  }
  for (int i = 0; i < THREADS; i++) {
    cr_assert_eq(pthread_join(workers[i].thread, NULL), 0);
    cr_assert_eq(workers[i].code, MINT_E_NONE);
    for (int j = 0; j < EACH; j++) {
      search_expect_prime(workers[i].primes[j], 1024);
      memcpy(primes[i * EACH + j], workers[i].primes[j], sizeof(primes[0]));
    }
  }
  expect_different(primes[0], THREADS * EACH, 16);
  mint_search_free(search);
}

// At each allocation that fails: MINT_E_MEMORY. How many there are is up to
// chance.
Test(search, memory) {
  enum mint_code code = MINT_E_MEMORY;
  size_t count = 0;
  for (; code != MINT_E_NONE; count++) {
    cr_assert_lt(count, 20000);
    uint64_t prime[8];
    memset(prime, 0, sizeof(prime));
    mint_arena_fail_after(count);
    struct mint_search *search = mint_search_new(512, &mint_screen_portable);
    code = MINT_E_MEMORY;
    if (search != NULL) {
      code = search_once(search, prime, NULL, NULL);
    }
    mint_arena_fail_after(SIZE_MAX);
    cr_assert(code == MINT_E_NONE || code == MINT_E_MEMORY);
    mint_search_free(search);
  }
  cr_assert_gt(count, 10);
}

Test(search, free_nothing) {
  mint_search_free(NULL);
  mint_finder_close(NULL);
}
