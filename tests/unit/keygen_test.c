// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// What mint_key_generate makes, looked at by BoringSSL and by arithmetic of the
// tests' own. 8192 bits: keygen_slow_test.c.

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <openssl/bn.h>

#include "core/base/arena.h"
#include "core/key/key.h"
#include "core/prime/screen.h"
#include "tests/unit/key_expect.h"
#include "tests/unit/rsa_maker.h"
#include "tests/unit/screen_broken.h"

// All sizes may be made, within these bounds.
#define POLICY(bits_min, bits_max, e_min)                               \
  {                                                                     \
    .name = "", .rsa_bits_min = (bits_min), .rsa_bits_max = (bits_max), \
    .exponent_min = (e_min), .generate = ~0u                            \
  }

TestSuite(keygen, .fini = maker_release, .timeout = 240);

static struct mint_policy default_policy(void) {
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, "default"));
  return policy;
}

Test(keygen, sizes) {
  static const unsigned kSizes[] = {2048, 3072, 4096};
  for (size_t i = 0; i < sizeof(kSizes) / sizeof(kSizes[0]); i++) {
    key_expect_generated(kSizes[i]);
  }
}

// Only four sizes are made, and no other is rounded to one of them.
Test(keygen, other_sizes_are_refused) {
  static const unsigned kOffered[] = {2048, 3072, 4096, 8192};
  size_t num_offered = 0;
  for (unsigned bits = 0; bits <= 20000; bits++) {
    bool offered = mint_key_bits_offered(bits);
    num_offered += offered;
    bool listed = false;
    for (size_t i = 0; i < sizeof(kOffered) / sizeof(kOffered[0]); i++) {
      listed = listed || kOffered[i] == bits;
    }
    cr_assert_eq(offered, listed, "%u", bits);
  }
  cr_assert_eq(num_offered, 4);
  static const unsigned kOthers[] = {0,    1,    512,   1024,      2047,
                                     2049, 3000, 16384, UINT32_MAX};
  struct mint_policy policy = POLICY(0, UINT32_MAX, 0);
  int here = 0;
  for (size_t i = 0; i < sizeof(kOthers) / sizeof(kOthers[0]); i++) {
    struct mint_key *key = (struct mint_key *)&here;
    cr_assert_eq(mint_key_generate(&key, kOthers[i], &policy, 2, NULL, NULL),
                 MINT_ERR_ARGUMENT, "%u", kOthers[i]);
    cr_assert_null(key);
  }
}

// What the policy forbids is not made, and not searched for either.
Test(keygen, policies) {
  static const struct {
    struct mint_policy policy;
    unsigned bits;
    enum mint_status status;
  } kCases[] = {
      {POLICY(3072, 8192, 65537), 2048, MINT_ERR_INVALID_KEY},
      {POLICY(2049, 8192, 65537), 2048, MINT_ERR_INVALID_KEY},
      {POLICY(2048, 3071, 65537), 3072, MINT_ERR_INVALID_KEY},
      {POLICY(2048, 4096, 65537), 8192, MINT_ERR_INVALID_KEY},
      {POLICY(2048, 8192, 65538), 2048, MINT_ERR_INVALID_KEY},
      {POLICY(2048, 2048, 65537), 2048, MINT_OK},
      {POLICY(0, UINT32_MAX, 0), 2048, MINT_OK},
      {POLICY(2048, 8192, 3), 2048, MINT_OK},
  };
  int here = 0;
  for (size_t i = 0; i < sizeof(kCases) / sizeof(kCases[0]); i++) {
    struct mint_key *key = (struct mint_key *)&here;
    cr_assert_eq(mint_key_generate(&key, kCases[i].bits, &kCases[i].policy, 2,
                                   NULL, NULL),
                 kCases[i].status, "case %zu", i);
    cr_assert_eq(key != NULL, kCases[i].status == MINT_OK, "case %zu", i);
    if (key != NULL) {
      cr_assert_eq(mint_key_bits(key), kCases[i].bits);
    }
    mint_key_free(key);
  }
}

static const BIGNUM *number(const CBS *digits) {
  BIGNUM *r = maker_word(0);
  cr_assert(BN_bin2bn(CBS_data(digits), CBS_len(digits), r) != NULL);
  return r;
}

// Fifty keys: no modulus, prime or exponent twice, and no prime in common
// with any other modulus.
Test(keygen, keys_differ) {
  enum { KEYS = 50 };
  struct mint_policy policy = default_policy();
  struct mint_key *keys[KEYS];
  const BIGNUM *n[KEYS];
  const BIGNUM *primes[2 * KEYS];
  for (size_t i = 0; i < KEYS; i++) {
    cr_assert_eq(mint_key_generate(&keys[i], 2048, &policy, 2, NULL, NULL),
                 MINT_OK);
    n[i] = number(&keys[i]->rsa.n);
    primes[2 * i] = number(&keys[i]->rsa.p);
    primes[2 * i + 1] = number(&keys[i]->rsa.q);
  }
  for (size_t i = 0; i < KEYS; i++) {
    for (size_t j = 0; j < i; j++) {
      cr_assert_neq(BN_cmp(n[i], n[j]), 0);
      // With a prime in common the two would not be coprime.
      (void)maker_inverse(n[j], n[i]);
    }
    mint_key_free(keys[i]);
  }
  for (size_t i = 0; i < sizeof(primes) / sizeof(primes[0]); i++) {
    for (size_t j = 0; j < i; j++) {
      cr_assert_neq(BN_cmp(primes[i], primes[j]), 0);
    }
  }
}

// ---------------------------------------------------------------------------
// Fork

// The last bytes of the modulus of a new key; false if there is none.
static bool make_modulus(uint8_t out[64]) {
  struct mint_policy policy = default_policy();
  struct mint_key *key = NULL;
  if (mint_key_generate(&key, 2048, &policy, 2, NULL, NULL) != MINT_OK) {
    return false;
  }
  const CBS *n = &key->rsa.n;
  memcpy(out, CBS_data(n) + CBS_len(n) - 64, 64);
  mint_key_free(key);
  return true;
}

// A child that makes a key and sends its modulus.
static void make_in_child(uint8_t out[64]) {
  int ends[2];
  cr_assert_eq(pipe(ends), 0);
  pid_t child = fork();
  cr_assert_geq(child, 0);
  if (child == 0) {
    bool sent = make_modulus(out) && write(ends[1], out, 64) == 64;
    _exit(sent ? 0 : 1);
  }
  int status = -1;
  cr_assert_eq(waitpid(child, &status, 0), child);
  cr_assert_eq(status, 0);
  cr_assert_eq(read(ends[0], out, 64), 64);
  (void)close(ends[0]);
  (void)close(ends[1]);
}

// Children of the same parent have its random state, and must not have its
// keys: neither when it has made one before, nor each other's.
Test(keygen, forked_children_differ) {
  uint8_t moduli[6][64];
  make_in_child(moduli[0]);
  make_in_child(moduli[1]);
  cr_assert(make_modulus(moduli[2]));
  make_in_child(moduli[3]);
  make_in_child(moduli[4]);
  cr_assert(make_modulus(moduli[5]));
  for (size_t i = 0; i < 6; i++) {
    for (size_t j = 0; j < i; j++) {
      cr_assert_arr_neq(moduli[i], moduli[j], 64);
    }
  }
}

// ---------------------------------------------------------------------------
// Progress

struct progress {
  unsigned calls;
  unsigned primes;
  unsigned candidates;
  unsigned most;
  bool backwards;
};

static void on_progress(void *context, unsigned primes, unsigned candidates) {
  struct progress *progress = context;
  if (primes < progress->primes || candidates < progress->candidates) {
    progress->backwards = true;
  }
  progress->calls++;
  progress->primes = primes;
  progress->candidates = candidates;
  if (candidates > progress->most) {
    progress->most = candidates;
  }
}

Test(keygen, progress) {
  struct mint_policy policy = default_policy();
  struct progress progress = {0, 0, 0, 0, false};
  struct mint_key *key = NULL;
  cr_assert_eq(
      mint_key_generate(&key, 2048, &policy, 2, on_progress, &progress),
      MINT_OK);
  mint_key_free(key);
  cr_assert_geq(progress.calls, 2);  // chance may be with the other thread
  cr_assert_eq(progress.primes, 2);
  cr_assert_gt(progress.most, 0);
  cr_assert_lt(progress.most, 100000);
}

// Neither count falls.
Test(keygen, progress_goes_forward) {
  struct mint_policy policy = default_policy();
  struct progress progress = {0, 0, 0, 0, false};
  struct mint_key *key = NULL;
  cr_assert_eq(
      mint_key_generate(&key, 2048, &policy, 2, on_progress, &progress),
      MINT_OK);
  mint_key_free(key);
  cr_assert_not(progress.backwards);
}

// ---------------------------------------------------------------------------
// Screens that are wrong: a sound key, or none

static enum mint_status status_of(enum mint_code code) {
  return code == MINT_E_NONE     ? MINT_OK
         : code == MINT_E_MEMORY ? MINT_ERR_MEMORY
                                 : MINT_ERR_INTERNAL;
}

Test(keygen, broken_screens) {
  struct mint_policy policy = default_policy();
  for (size_t i = 0; i < SCREENS_BROKEN; i++) {
    for (unsigned threads = 1; threads <= 2; threads++) {
      const struct mint_screen screen = screen_of(&kBroken[i], 4);
      struct mint_key *key = NULL;
      mint_screen_force(&screen);
      cr_assert_eq(mint_key_generate(&key, 2048, &policy, threads, NULL, NULL),
                   status_of(kBroken[i].code), "%s, %u", kBroken[i].name,
                   threads);
      cr_assert_eq(key != NULL, kBroken[i].code == MINT_E_NONE);
      mint_key_free(key);
      if (kBroken[i].code == MINT_E_NONE) {
        key_expect_generated(2048);
      }
      mint_screen_force(NULL);
    }
  }
}

// ---------------------------------------------------------------------------

// At an allocation that fails: MINT_ERR_MEMORY and no key. How many there are
// is up to chance.
Test(keygen, memory) {
  struct mint_policy policy = default_policy();
  int here = 0;
  enum mint_status status = MINT_ERR_MEMORY;
  size_t count = 0;
  for (; status != MINT_OK; count += 11) {
    struct mint_key *key = (struct mint_key *)&here;
    mint_arena_fail_after(count);
    status = mint_key_generate(&key, 2048, &policy, 2, NULL, NULL);
    mint_arena_fail_after(SIZE_MAX);
    cr_assert_lt(count, 10000);
    if (status != MINT_OK) {
      cr_assert_eq(status, MINT_ERR_MEMORY, "after %zu: %s", count,
                   mint_status_name(status));
      cr_assert_null(key);
    } else {
      mint_key_free(key);
    }
  }
  cr_assert_gt(count, 100);
}

// Nothing of a key stays behind when it is freed.
Test(keygen, nothing_stays_behind) {
  struct mint_policy policy = default_policy();
  struct mint_arena_stats before;
  struct mint_arena_stats after;
  // The first fills BoringSSL's own caches, those of this thread among them: it
  // does all the work then.
  for (unsigned threads = 1; threads <= 2; threads++) {
    mint_arena_stats(&before);
    struct mint_key *key = NULL;
    cr_assert_eq(mint_key_generate(&key, 2048, &policy, threads, NULL, NULL),
                 MINT_OK);
    mint_key_free(key);
    mint_arena_stats(&after);
  }
  cr_assert_eq(after.blocks, before.blocks);
}
