// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Trial division: every odd prime below 65536 is seen, by one stage and by no
// other, and nothing else is; with vectors, where this CPU has them, and
// without.

#include "core/prime/trial.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <openssl/bn.h>

#include "tests/unit/number_kit.h"

TestSuite(trial, .timeout = 240);

#define LIMIT 65536u
#define BEYOND (1u << 20)
#define BATCH MINT_TRIAL_BATCH
#define NO_STAGE MINT_TRIAL_STAGES

// Which numbers are prime, by a sieve of the test's own.
static bool *find_primes(unsigned end) {
  bool *prime = malloc(end);
  cr_assert_not_null(prime);
  for (unsigned i = 0; i < end; i++) {
    prime[i] = i > 1;
  }
  for (unsigned i = 2; i * i < end; i++) {
    for (unsigned j = i * i; prime[i] && j < end; j += i) {
      prime[j] = false;
    }
  }
  return prime;
}

// The ways to divide that this CPU has, the portable one first.
static const struct mint_divider *find_divider(unsigned i) {
  static const struct mint_divider *const kDividers[] = {
    &mint_divider_portable,
#if defined(__x86_64__)
    &mint_divider_avx2,
    &mint_divider_ifma,
#endif
  };
  const unsigned all = sizeof(kDividers) / sizeof(kDividers[0]);
  while (i < all && !kDividers[i]->is_here()) {
    i++;
  }
  return i < all ? kDividers[i] : NULL;
}

struct bench {
  const struct mint_trial *trial[MINT_DIVIDERS];
  size_t words;
  unsigned bits;
  bool *prime;
  void *room;
  uint64_t *numbers;  // BATCH of them
};

static void open_bench(struct bench *b, unsigned bits) {
  b->bits = bits;
  b->words = bits / 64;
  for (unsigned i = 0; i < MINT_DIVIDERS; i++) {
    const struct mint_divider *divider = find_divider(i);
    b->trial[i] = divider == NULL ? NULL : mint_trial_get(divider, bits);
    cr_assert((divider == NULL) == (b->trial[i] == NULL));
  }
  b->prime = find_primes(BEYOND);
  b->room = malloc(mint_trial_room());
  b->numbers = malloc(8 * b->words * BATCH);
  cr_assert(b->trial[0] != NULL && b->room != NULL && b->numbers != NULL);
}

static void close_bench(struct bench *b) {
  free(b->prime);
  free(b->room);
  free(b->numbers);
}

// What is left of the batch; all ways must agree.
static unsigned run(const struct bench *b, unsigned stage) {
  unsigned left = mint_trial_run(b->trial[0], stage, b->numbers, b->room);
  for (unsigned i = 1; i < MINT_DIVIDERS; i++) {
    cr_assert(
        b->trial[i] == NULL ||
            mint_trial_run(b->trial[i], stage, b->numbers, b->room) == left,
        "%u bits, stage %u, way %u", b->bits, stage, i);
  }
  cr_assert_eq(left >> BATCH, 0);
  return left;
}

static unsigned draw_below(unsigned end) {
  return (unsigned)(number_draw() % end);
}

// Multiplies `n` by primes beyond the limit until it has nearly all bits.
static void multiply_up(const struct bench *b, BIGNUM *n) {
  while (BN_num_bits(n) + 20 <= b->bits) {
    unsigned p = 0;
    do {
      p = LIMIT + draw_below(BEYOND - LIMIT);
    } while (!b->prime[p]);
    cr_assert(BN_mul_word(n, p));
  }
}

static void put(const struct bench *b, unsigned i, const BIGNUM *n) {
  number_store(b->numbers + i * b->words, b->words, n);
}

// Puts factor times such primes.
static void put_multiple(const struct bench *b, unsigned i, unsigned factor) {
  BIGNUM *n = BN_new();
  cr_assert(n != NULL && BN_set_word(n, factor));
  multiply_up(b, n);
  put(b, i, n);
  BN_free(n);
}

// The stage that finds a multiple of each prime: never an earlier one than that
// of a smaller prime. Prime i stands in lane (i + turn) % BATCH.
static void find_stages(const struct bench *b, unsigned turn,
                        unsigned stage_of[LIMIT]) {
  unsigned in_batch[BATCH];
  unsigned num = 0;
  unsigned last = 0;
  for (unsigned p = 3; p < LIMIT; p += 2) {
    if (b->prime[p]) {
      in_batch[(num + turn) % BATCH] = p;
      num++;
    }
    if (!b->prime[p] || (num % BATCH != 0 && num != 6541)) {
      continue;
    }
    for (unsigned i = 0; i < BATCH; i++) {
      put_multiple(b, i, in_batch[i]);
      stage_of[in_batch[i]] = NO_STAGE;
    }
    for (unsigned stage = 0; stage < MINT_TRIAL_STAGES; stage++) {
      unsigned left = run(b, stage);
      for (unsigned i = 0; i < BATCH; i++) {
        if ((left >> i & 1) == 0) {
          cr_assert_eq(stage_of[in_batch[i]], NO_STAGE, "%u is found twice",
                       in_batch[i]);
          stage_of[in_batch[i]] = stage;
        }
      }
    }
  }
  cr_assert_eq(num, 6541);
  for (unsigned p = 3; p < LIMIT; p += 2) {
    if (b->prime[p]) {
      cr_assert_neq(stage_of[p], NO_STAGE, "%u bits: %u is not found", b->bits,
                    p);
      cr_assert_geq(stage_of[p], last, "%u bits: %u", b->bits, p);
      last = stage_of[p];
    }
  }
  cr_assert_eq(last, MINT_TRIAL_STAGES - 1);
}

// In `turns` of the lanes.
static void try_primes(unsigned bits, unsigned turns) {
  struct bench b;
  open_bench(&b, bits);
  unsigned *first = calloc(LIMIT, sizeof(*first));
  unsigned *again = calloc(LIMIT, sizeof(*again));
  cr_assert(first != NULL && again != NULL);
  find_stages(&b, 0, first);
  for (unsigned turn = 1; turn < turns; turn++) {
    find_stages(&b, turn, again);
    cr_assert_arr_eq(first, again, LIMIT * sizeof(*first));
  }
  free(first);
  free(again);
  close_bench(&b);
}

Test(trial, every_prime_512) { try_primes(512, 2); }
Test(trial, every_prime_1024) { try_primes(1024, BATCH); }
Test(trial, every_prime_1536) { try_primes(1536, 2); }
Test(trial, every_prime_2048) { try_primes(2048, 2); }
Test(trial, every_prime_4096) { try_primes(4096, 1); }

// The sizes of the searches, the smallest, and the two whose last limb has the
// fewest bits: 1 of 52 and 12 of 52.
static const unsigned kSizes[] = {64, 512, 1024, 1536, 2048, 832, 4096};
#define SIZES (sizeof(kSizes) / sizeof(kSizes[0]))

// Nothing is found in a product of larger primes.
Test(trial, larger_primes_pass) {
  for (size_t s = 0; s < SIZES; s++) {
    struct bench b;
    open_bench(&b, kSizes[s]);
    for (int turn = 0; turn < 200; turn++) {
      for (unsigned i = 0; i < BATCH; i++) {
        put_multiple(&b, i, 1);
      }
      for (unsigned stage = 0; stage < MINT_TRIAL_STAGES; stage++) {
        cr_assert_eq(run(&b, stage), (1u << BATCH) - 1, "%u bits, stage %u",
                     b.bits, stage);
      }
    }
    close_bench(&b);
  }
}

// ... nor in 65537 or in 1, which have only one limb that is not 0, and
// everything in 0.
Test(trial, short_numbers) {
  for (size_t s = 0; s < SIZES; s++) {
    struct bench b;
    open_bench(&b, kSizes[s]);
    static const unsigned kWords[BATCH] = {1,     65537, 0, 65521 * 3,
                                           65539, 3,     1, 65521};
    BIGNUM *n = BN_new();
    cr_assert_not_null(n);
    for (unsigned i = 0; i < BATCH; i++) {
      cr_assert(BN_set_word(n, kWords[i]));
      put(&b, i, n);
    }
    static const unsigned kLeft[MINT_TRIAL_STAGES] = {0xd3, 0xfb, 0xfb, 0xfb,
                                                      0x73};
    for (unsigned stage = 0; stage < MINT_TRIAL_STAGES; stage++) {
      cr_assert_eq(run(&b, stage), kLeft[stage], "%u bits, stage %u", b.bits,
                   stage);
    }
    BN_free(n);
    close_bench(&b);
  }
}

// The first prime of the stages that another test has found, and the end.
static const unsigned kStages[MINT_TRIAL_STAGES + 1] = {3,    257,   2053,
                                                        8209, 24593, 65537};

// Whether an odd prime of this stage divides n: BoringSSL's answer.
static bool divides(const struct bench *b, unsigned stage, const BIGNUM *n) {
  for (unsigned p = kStages[stage]; p < kStages[stage + 1]; p += 2) {
    if (b->prime[p] && BN_mod_word(n, p) == 0) {
      return true;
    }
  }
  return false;
}

// Random numbers, and those with limbs of all ones and all zeros.
static void try_random(unsigned bits, unsigned turns) {
  struct bench b;
  open_bench(&b, bits);
  for (unsigned turn = 0; turn < turns; turn++) {
    BIGNUM *n[BATCH];
    for (unsigned i = 0; i < BATCH; i++) {
      n[i] = turn == 0       ? number_near(bits, 2 * i + 1, 0)
             : turn == 1     ? number_near(bits, 0, 2 * i + 1)
             : turn % 2 == 0 ? number_pattern(bits, 52)
                             : number_odd(bits);
      put(&b, i, n[i]);
    }
    for (unsigned stage = 0; stage < MINT_TRIAL_STAGES; stage++) {
      unsigned left = run(&b, stage);
      for (unsigned i = 0; i < BATCH; i++) {
        cr_assert_eq(left >> i & 1, !divides(&b, stage, n[i]),
                     "%u bits, stage %u", bits, stage);
      }
    }
    for (unsigned i = 0; i < BATCH; i++) {
      BN_free(n[i]);
    }
  }
  close_bench(&b);
}

Test(trial, random) {
  for (size_t s = 0; s < SIZES; s++) {
    try_random(kSizes[s], 50);
  }
}

// One table of each size, whoever asks first.
static void *get(void *bits) {
  return (void *)(uintptr_t)mint_trial_get(find_divider(2),
                                           (unsigned)(uintptr_t)bits);
}

Test(trial, one_table) {
  for (unsigned bits = 512; bits <= 4096; bits *= 2) {
    pthread_t threads[4];
    void *tables[4];
    for (int i = 0; i < 4; i++) {
      cr_assert_eq(
          pthread_create(&threads[i], NULL, get, (void *)(uintptr_t)bits), 0);
    }
    for (int i = 0; i < 4; i++) {
      cr_assert_eq(pthread_join(threads[i], &tables[i]), 0);
      cr_assert_not_null(tables[i]);
      cr_assert_eq(tables[i], tables[0]);
    }
  }
}
