// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/unit/false_alarm.h"

#include <stdio.h>
#include <time.h>

#include <criterion/criterion.h>

#include "core/key/key.h"
#include "tests/unit/rsa_maker.h"

#define PRIMES_MAX 150u

static double seconds(void) {
  struct timespec now;
  cr_assert_eq(clock_gettime(CLOCK_MONOTONIC, &now), 0);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static BIGNUM *copy_of(const CBS *digits) {
  BIGNUM *number = BN_bin2bn(CBS_data(digits), CBS_len(digits), NULL);
  cr_assert_not_null(number);
  return number;
}

// The maker's numbers are released after every modulus: the primes are not its.
static void expect_sound(const BIGNUM *p, const BIGNUM *q,
                         const struct mint_policy *policy) {
  const BIGNUM *n = maker_times(p, q);
  struct maker_outcome got =
      maker_try(maker_line(n, maker_word(65537)), policy);
  cr_assert_eq(got.bits, 2048);
  cr_assert_eq(got.check, MINT_OK, "broken: %s", maker_set(got.report.broken));
  cr_assert_eq(got.report.held, MAKER_PUBLIC, "%s", maker_set(got.report.held));
  cr_assert_eq(got.report.warned, 0, "%s", maker_set(got.report.warned));
  maker_release();
}

void false_alarm_expect_none(unsigned num_primes) {
  BIGNUM *primes[PRIMES_MAX];
  struct mint_policy policy;
  cr_assert(num_primes <= PRIMES_MAX && num_primes % 2 == 0);
  cr_assert(mint_policy_preset(&policy, "default"));
  double start = seconds();
  for (unsigned i = 0; i < num_primes; i += 2) {
    struct mint_key *key = NULL;
    cr_assert_eq(mint_key_generate(&key, 2048, &policy, 2, NULL, NULL),
                 MINT_OK);
    primes[i] = copy_of(&key->rsa.p);
    primes[i + 1] = copy_of(&key->rsa.q);
    mint_key_free(key);
  }
  double made = seconds();
  unsigned num_moduli = 0;
  for (unsigned i = 0; i < num_primes; i++) {
    for (unsigned j = 0; j < i; j++) {
      expect_sound(primes[i], primes[j], &policy);
      num_moduli++;
    }
  }
  printf(
      "false_alarm: %u moduli of %u primes: none; %.1f s, and %.1f s for "
      "the primes\n",
      num_moduli, num_primes, seconds() - made, made - start);
  (void)fflush(stdout);
  for (unsigned i = 0; i < num_primes; i++) {
    BN_free(primes[i]);
  }
}
