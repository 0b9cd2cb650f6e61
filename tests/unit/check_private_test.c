// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// mint_check on private keys: each of K11 to K21 by a key that only just passes
// and one that only just fails, with the exact sets of the report. The files
// are written here, number by number; nothing but the rules looks at them.

#include <string.h>

#include <criterion/criterion.h>

#include "core/base/arena.h"
#include "core/key/check.h"
#include "tests/unit/rsa_maker.h"

TestSuite(check_private, .fini = maker_release, .timeout = 240);

#define K(rule) MAKER_K(MINT_K_##rule)
#define WEAK MAKER_MODULUS
// The rules that compute with the private numbers.
#define NUMBERS                                                              \
  (K(PRODUCT) | K(FACTORS_PRIME) | K(DISTANCE) | K(D_RANGE) | K(D_INVERSE) | \
   K(DP) | K(DQ) | K(QINV) | K(PAIRWISE) | K(FACTOR_SIZE))
// What K20 waits for.
#define BEFORE_PAIRWISE (MAKER_PRIVATE & ~WEAK & ~K(PAIRWISE))

// `broken` rules are broken, `absent` ones are in no set, `warned` ones warn;
// all others hold. That K20 is absent goes without saying where it must be, and
// so does K9 where there is a small factor.
static void expect_policy(const char *what, const struct maker_rsa *key,
                          const char *preset, uint64_t broken, uint64_t absent,
                          uint64_t warned) {
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, preset));
  if ((broken & BEFORE_PAIRWISE) != 0) {
    absent |= K(PAIRWISE);
  }
  if ((broken & (K(SMALL_FACTOR) | K(POWER))) == K(SMALL_FACTOR)) {
    absent |= K(POWER);
  }
  struct maker_outcome got = maker_try(maker_pem(key), &policy);
  cr_assert_eq(got.read, MINT_OK, "%s", what);
  cr_assert_eq(got.check, broken == 0 ? MINT_OK : MINT_ERR_INVALID_KEY,
               "%s: broken %s", what, maker_set(got.report.broken));
  cr_assert_eq(got.report.broken, broken, "%s: broken %s, not %s", what,
               maker_set(got.report.broken), maker_set(broken));
  uint64_t held = MAKER_PRIVATE & ~broken & ~absent;
  cr_assert_eq(got.report.held, held, "%s: held %s, not %s", what,
               maker_set(got.report.held), maker_set(held));
  cr_assert_eq(got.report.warned, warned, "%s: warned %s, not %s", what,
               maker_set(got.report.warned), maker_set(warned));
  if (got.made) {
    cr_assert(got.is_private, "%s", what);
    cr_assert_eq(got.bits, BN_num_bits(key->n), "%s", what);
  }
}

static void expect(const char *what, const struct maker_rsa *key,
                   uint64_t broken, uint64_t absent) {
  expect_policy(what, key, "default", broken, absent, 0);
}

// One number of a key, replaced.
struct change {
  const char *what;
  size_t part;  // its offset in a maker_rsa
  const BIGNUM *value;
  uint64_t broken;
  uint64_t absent;
};

static struct maker_rsa changed(const struct maker_rsa *key,
                                const struct change *change) {
  struct maker_rsa copy = *key;
  *(const BIGNUM **)(void *)((char *)&copy + change->part) = change->value;
  return copy;
}

static void expect_changes(const struct maker_rsa *key,
                           const struct change *changes, size_t num_changes) {
  for (size_t i = 0; i < num_changes; i++) {
    struct maker_rsa copy = changed(key, &changes[i]);
    expect(changes[i].what, &copy, changes[i].broken, changes[i].absent);
  }
}

#define PART(name) offsetof(struct maker_rsa, name)
#define EXPECT_CHANGES(key, changes) \
  expect_changes(key, changes, sizeof(changes) / sizeof((changes)[0]))

static struct maker_rsa swapped(const struct maker_rsa *key) {
  struct maker_rsa other = *key;
  other.p = key->q;
  other.q = key->p;
  other.dp = key->dq;
  other.dq = key->dp;
  other.qinv = maker_inverse(key->p, key->q);
  return other;
}

// ---------------------------------------------------------------------------

Test(check_private, sound_keys) {
  static const unsigned kSizes[] = {2048, 2050, 2176, 3072, 4096};
  for (size_t i = 0; i < sizeof(kSizes) / sizeof(kSizes[0]); i++) {
    struct maker_rsa key = maker_key(kSizes[i], 0, 65537);
    cr_assert_eq(BN_num_bits(key.n), kSizes[i]);
    expect("sound", &key, 0, 0);
    struct maker_rsa other = swapped(&key);
    expect("q first", &other, 0, 0);
  }
}

Test(check_private, sizes) {
  struct maker_rsa key = maker_key(1024, 0, 65537);
  expect("1024", &key, K(BITS_MIN), 0);
  key = maker_key(2046, 0, 65537);
  expect("2046", &key, K(BITS_MIN), 0);
  // p and q of 1024 bits, whose product has 2047
  const BIGNUM *least = maker_power(1023);
  key = maker_rsa(maker_prime_after(maker_plus(least, maker_digits(1021, 0))),
                  maker_prime_after(maker_plus(least, maker_digits(1021, 1))),
                  65537);
  expect("2047", &key, K(BITS_MIN) | K(BITS_EVEN), NUMBERS | K(FACTOR_BITS));
  key.n = maker_modulus(2049, 0);
  expect("2049", &key, K(BITS_EVEN), NUMBERS | K(FACTOR_BITS));
}

Test(check_private, largest_size) {
  struct maker_rsa key = maker_key(8192, 0, 65537);
  expect("8192", &key, 0, 0);
}

// No arithmetic on what is too large.
Test(check_private, too_large) {
  static const unsigned kSizes[] = {8194, 8208, 16384};
  struct maker_rsa key = maker_key(2048, 0, 65537);
  for (size_t i = 0; i < sizeof(kSizes) / sizeof(kSizes[0]); i++) {
    key.n = maker_digits(kSizes[i], 0);
    expect("too large", &key, K(BITS_MAX), NUMBERS | K(FACTOR_BITS) | WEAK);
  }
  // ... and what is larger still is not even read.
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, "default"));
  key.n = maker_digits(16385, 0);
  cr_assert_eq(maker_try(maker_pem(&key), &policy).read, MINT_ERR_TOO_LARGE);
  key.n = maker_modulus(2048, 0);
  key.d = maker_digits(16392, 0);
  cr_assert_eq(maker_try(maker_pem(&key), &policy).read, MINT_ERR_TOO_LARGE);
}

// Far under the floor a key is refused like any other. K14 has no meaning where
// half the bits are no more than its 100.
Test(check_private, tiny_keys) {
  static const struct {
    unsigned bits;
    uint64_t absent;
  } kSizes[] = {{64, K(DISTANCE)}, {128, K(DISTANCE)}, {200, K(DISTANCE)},
                {202, 0},          {512, 0},           {768, 0}};
  for (size_t i = 0; i < sizeof(kSizes) / sizeof(kSizes[0]); i++) {
    struct maker_rsa key = maker_key(kSizes[i].bits, 0, 65537);
    expect("tiny", &key, K(BITS_MIN), kSizes[i].absent);
  }
  const BIGNUM *zero = maker_word(0);
  struct maker_rsa none = {zero, zero, zero, zero, zero, zero, zero, zero};
  expect("all zero", &none,
         K(BITS_MIN) | K(MODULUS_ODD) | K(EXPONENT_FLOOR) | K(EXPONENT_MIN) |
             K(FACTOR_BITS),
         NUMBERS | WEAK);
}

// Numbers of a few bits, where p - 1 is 0 or 1: refused, and no crash.
Test(check_private, degenerate_keys) {
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, "legacy"));
  for (unsigned n = 0; n < 64; n++) {
    for (unsigned i = 0; i < 8; i++) {
      struct maker_rsa key = {maker_word(n),     maker_word(3),
                              maker_word(i),     maker_word(i),
                              maker_word(7 - i), maker_word(i % 2),
                              maker_word(1),     maker_word(i % 3)};
      struct maker_outcome got = maker_try(maker_pem(&key), &policy);
      cr_assert_eq(got.check, MINT_ERR_INVALID_KEY);
      cr_assert(mint_report_has(got.report.broken, MINT_K_BITS_MIN));
    }
  }
}

Test(check_private, wrong_d) {
  struct maker_rsa key = maker_key(2048, 0, 65537);
  const BIGNUM *p_1 = maker_add(key.p, -1);
  const BIGNUM *q_1 = maker_add(key.q, -1);
  const BIGNUM *lcm = maker_lcm(p_1, q_1);
  const BIGNUM *phi = maker_times(p_1, q_1);
  const BIGNUM *half = maker_power(1024);
  // The largest inverse under n, and the least over it.
  const BIGNUM *room =
      maker_quotient(maker_minus(maker_add(key.n, -1), key.d), lcm);
  const BIGNUM *last = maker_plus(key.d, maker_times(room, lcm));
  const uint64_t wrong = K(D_INVERSE) | K(DP) | K(DQ);
  cr_assert_lt(BN_cmp(key.d, lcm), 0);
  const struct change changes[] = {
      {"d modulo phi", PART(d), maker_inverse(key.e, phi), 0, 0},
      {"the last d under n", PART(d), last, 0, 0},
      {"the first over n", PART(d), maker_plus(last, lcm), K(D_RANGE), 0},
      {"d + 1", PART(d), maker_add(key.d, 1), wrong, 0},
      {"d - 1", PART(d), maker_add(key.d, -1), wrong, 0},
      {"d + 2^1023", PART(d), maker_plus(key.d, maker_power(1023)), wrong, 0},
      {"d + p - 1", PART(d), maker_plus(key.d, p_1), K(D_INVERSE) | K(DQ), 0},
      {"d + q - 1", PART(d), maker_plus(key.d, q_1), K(D_INVERSE) | K(DP), 0},
      {"d = n - 1", PART(d), maker_add(key.n, -1), wrong, 0},
      {"d = n", PART(d), key.n, wrong | K(D_RANGE), 0},
      {"d = 2^1024 + 1", PART(d), maker_add(half, 1), wrong, 0},
      {"d = 2^1024", PART(d), half, wrong | K(D_RANGE), 0},
      {"d = 2^1024 - 1", PART(d), maker_add(half, -1), wrong | K(D_RANGE), 0},
      {"d = 1", PART(d), maker_word(1), wrong | K(D_RANGE), 0},
      {"d = 0", PART(d), maker_word(0), wrong | K(D_RANGE), 0},
      {"d = -d", PART(d), maker_minus(lcm, key.d), wrong, 0},
      // Longer than n: not loaded.
      {"d of 2049 bits", PART(d),
       maker_plus(key.d, maker_times(lcm, maker_word(8))), K(D_RANGE),
       K(D_INVERSE) | K(DP) | K(DQ) | K(QINV)},
      {"d of 16384 bits", PART(d), maker_digits(16384, 0), K(D_RANGE),
       K(D_INVERSE) | K(DP) | K(DQ) | K(QINV)},
  };
  EXPECT_CHANGES(&key, changes);
}

// A key for which nothing is wrong but that d, reduced modulo the lcm, is
// small: p = 6 k + 1 and q = 4 k + 1 have a large common factor in p - 1, q
// - 1.
Test(check_private, small_d) {
  const BIGNUM *one = maker_word(1);
  const struct maker_form forms[] = {{6, one}, {4, one}};
  const BIGNUM *start = maker_quotient(
      maker_times(maker_power(1021), maker_word(6)), maker_word(5));
  const BIGNUM *k = maker_chain(start, 1, 0, forms, 2);
  const BIGNUM *p = maker_add(maker_times(k, maker_word(6)), 1);
  const BIGNUM *q = maker_add(maker_times(k, maker_word(4)), 1);
  cr_assert_eq(BN_num_bits(maker_times(p, q)), 2048);
  // p is larger than q by more than sqrt(2): q is below FIPS 186-5's range.
  const uint64_t size = K(FACTOR_SIZE);
  unsigned num_small = 0;
  unsigned num_large = 0;
  for (uint64_t e = 65537; num_small == 0 || num_large == 0; e += 6) {
    struct maker_rsa key = maker_rsa(p, q, e);
    bool is_small = BN_num_bits(key.d) <= 1024;
    num_small += is_small;
    num_large += !is_small;
    expect_policy("small d", &key, "default", is_small ? K(D_RANGE) : 0, 0,
                  size);
    // The same modulo phi is large enough.
    key.d = maker_inverse(
        key.e, maker_times(maker_add(key.p, -1), maker_add(key.q, -1)));
    expect_policy("large d", &key, "default", 0, 0, size);
  }
}

// Two primes whose p - 1 and q - 1 have k in common: gcd(2^n - 2, n) may give
// one of them away, or 2^n be 2. The private key is then refused as its public
// line is, by the same rule.
Test(check_private, no_more_than_its_public_line) {
  const BIGNUM *one = maker_word(1);
  const struct maker_form forms[] = {{6, one}, {4, one}};
  const BIGNUM *k = maker_plus(maker_power(1021), maker_digits(1019, 0));
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, "default"));
  unsigned num_broken = 0;
  unsigned num_held = 0;
  k = maker_add(k, 294040);  // where the first is, to save time
  while (num_broken == 0 || num_held == 0) {
    k = maker_chain(maker_add(k, 1), 1, 0, forms, 2);
    struct maker_rsa key =
        maker_rsa(maker_add(maker_times(k, maker_word(6)), 1),
                  maker_add(maker_times(k, maker_word(4)), 1), 65537);
    struct maker_outcome line = maker_try(maker_line(key.n, key.e), &policy);
    num_broken += line.check != MINT_OK;
    num_held += line.check == MINT_OK;
    cr_assert_eq(line.report.broken & ~(K(POWER) | K(PRIME)), 0, "%s",
                 maker_set(line.report.broken));
    expect_policy("p = 6 k + 1", &key, "default", line.report.broken, 0,
                  K(FACTOR_SIZE));
  }
}

// As Wiener's attack wants it: d of 512 bits, and so an e as long as n.
Test(check_private, wiener) {
  struct maker_rsa key = maker_key(2048, 0, 65537);
  const BIGNUM *p_1 = maker_add(key.p, -1);
  const BIGNUM *q_1 = maker_add(key.q, -1);
  key.d = maker_prime(512, 0);
  key.e = maker_inverse(key.d, maker_lcm(p_1, q_1));
  key.dp = maker_mod(key.d, p_1);
  key.dq = maker_mod(key.d, q_1);
  expect("Wiener", &key, K(EXPONENT_MAX),
         K(EXPONENT_MIN) | K(FACTOR_BITS) | NUMBERS);
}

// A key whose dP + p - 1, dQ + q - 1 and qInv + p still have 1024 bits: they
// are as long as sound ones, but not reduced.
static struct maker_rsa key_with_room(void) {
  // Both near the square root of 2^2047.
  const BIGNUM *root = maker_quotient(
      maker_times(maker_power(1023), maker_word(142)), maker_word(100));
  const BIGNUM *p = maker_prime_after(root);
  const BIGNUM *q = maker_plus(root, maker_power(1020));
  for (;;) {
    q = maker_prime_after(q);
    struct maker_rsa key = maker_rsa(p, q, 65537);
    if (BN_num_bits(maker_plus(key.dp, p)) == 1024 &&
        BN_num_bits(maker_plus(key.dq, q)) == 1024 &&
        BN_num_bits(maker_plus(key.qinv, p)) == 1024) {
      return key;
    }
  }
}

Test(check_private, wrong_crt) {
  struct maker_rsa key = key_with_room();
  const BIGNUM *p_1 = maker_add(key.p, -1);
  const BIGNUM *q_1 = maker_add(key.q, -1);
  const BIGNUM *zero = maker_word(0);
  const BIGNUM *longer = maker_digits(2048, 0);
  const BIGNUM *longest = maker_digits(16384, 0);
  const struct change changes[] = {
      {"dP + 1", PART(dp), maker_add(key.dp, 1), K(DP), 0},
      {"dP - 1", PART(dp), maker_add(key.dp, -1), K(DP), 0},
      {"dP + p - 1", PART(dp), maker_plus(key.dp, p_1), K(DP), 0},
      {"dP + 2 (p - 1)", PART(dp), maker_plus(key.dp, maker_plus(p_1, p_1)),
       K(DP), 0},
      {"dP = 0", PART(dp), zero, K(DP), 0},
      {"dP = dQ", PART(dp), key.dq, K(DP), 0},
      {"dP = d", PART(dp), key.d, K(DP), 0},
      {"dP longer", PART(dp), longer, K(DP), 0},
      {"dP longest", PART(dp), longest, K(DP), 0},
      {"dQ + 1", PART(dq), maker_add(key.dq, 1), K(DQ), 0},
      {"dQ - 1", PART(dq), maker_add(key.dq, -1), K(DQ), 0},
      {"dQ + q - 1", PART(dq), maker_plus(key.dq, q_1), K(DQ), 0},
      {"dQ + 2 (q - 1)", PART(dq), maker_plus(key.dq, maker_plus(q_1, q_1)),
       K(DQ), 0},
      {"dQ = 0", PART(dq), zero, K(DQ), 0},
      {"dQ = dP", PART(dq), key.dp, K(DQ), 0},
      {"dQ longer", PART(dq), longer, K(DQ), 0},
      {"qInv + 1", PART(qinv), maker_add(key.qinv, 1), K(QINV), 0},
      {"qInv - 1", PART(qinv), maker_add(key.qinv, -1), K(QINV), 0},
      {"qInv + p", PART(qinv), maker_plus(key.qinv, key.p), K(QINV), 0},
      {"qInv + 2 p", PART(qinv), maker_plus(key.qinv, maker_plus(key.p, key.p)),
       K(QINV), 0},
      {"qInv = 0", PART(qinv), zero, K(QINV), 0},
      {"qInv = 1", PART(qinv), maker_word(1), K(QINV), 0},
      {"-qInv", PART(qinv), maker_minus(key.p, key.qinv), K(QINV), 0},
      {"1/p mod q", PART(qinv), maker_inverse(key.p, key.q), K(QINV), 0},
      {"qInv longer", PART(qinv), longer, K(QINV), 0},
  };
  EXPECT_CHANGES(&key, changes);

  struct maker_rsa other = key;
  other.dp = other.dq = other.qinv = zero;
  expect("CRT all zero", &other, K(DP) | K(DQ) | K(QINV), 0);
  other.d = zero;  // now dP and dQ are what they should be
  expect("d and CRT all zero", &other, K(D_RANGE) | K(D_INVERSE) | K(QINV), 0);
}

Test(check_private, swapped_factors) {
  struct maker_rsa key = maker_key(2048, 0, 65537);
  struct maker_rsa other = swapped(&key);
  cr_assert_neq(BN_cmp(key.p, key.q) > 0, BN_cmp(other.p, other.q) > 0);
  expect("as it was", &key, 0, 0);
  expect("all swapped", &other, 0, 0);
  other.qinv = key.qinv;
  expect("... but qInv", &other, K(QINV), 0);
  other.dp = key.dp;
  other.dq = key.dq;
  expect("p and q only", &other, K(DP) | K(DQ) | K(QINV), 0);
}

Test(check_private, public_part_of_another_key) {
  struct maker_rsa key = maker_key(2048, 0, 65537);
  struct maker_rsa other = maker_key(2048, 1, 65537);
  // Differs from n in its upper half only.
  const BIGNUM *upper = maker_power(1024);
  const BIGNUM *n = maker_minus(key.n, upper);
  while (!maker_is_sound(n)) {
    n = maker_minus(n, upper);
  }
  const struct change changes[] = {
      {"another n", PART(n), other.n, K(PRODUCT), 0},
      {"another upper half of n", PART(n), n, K(PRODUCT), 0},
      {"p times the prime after q", PART(n),
       maker_times(key.p, maker_prime_after(key.q)), K(PRODUCT), 0},
      {"n prime", PART(n), maker_prime(2048, 0), K(PRODUCT) | K(PRIME), 0},
      {"n a square", PART(n), maker_times(key.p, key.p), K(PRODUCT) | K(POWER),
       0},
      {"n even", PART(n), maker_add(key.n, 1), K(PRODUCT) | K(MODULUS_ODD),
       WEAK},
      {"another e", PART(e), maker_word(65539), K(D_INVERSE), 0},
      {"e even", PART(e), maker_word(65538), K(EXPONENT_FLOOR) | K(D_INVERSE),
       0},
      {"e = 3", PART(e), maker_word(3), K(EXPONENT_MIN) | K(D_INVERSE), 0},
      {"e = 1", PART(e), maker_word(1),
       K(EXPONENT_FLOOR) | K(EXPONENT_MIN) | K(D_INVERSE), 0},
      {"e = 0", PART(e), maker_word(0),
       K(EXPONENT_FLOOR) | K(EXPONENT_MIN) | K(D_INVERSE), 0},
      {"e of 33 bits", PART(e), maker_add(maker_power(32), 1), K(EXPONENT_MAX),
       K(EXPONENT_MIN) | K(FACTOR_BITS) | NUMBERS},
  };
  EXPECT_CHANGES(&key, changes);
  key.e = key.d = key.dp = key.dq = maker_word(1);
  expect("e = d = 1", &key, K(EXPONENT_FLOOR) | K(EXPONENT_MIN) | K(D_RANGE),
         0);
}

Test(check_private, exponents) {
  static const struct {
    uint64_t e;
    bool by_default;
    uint64_t warned;
  } kExponents[] = {
      {3, false, K(EXPONENT_MIN)},     {5, false, K(EXPONENT_MIN)},
      {35, false, K(EXPONENT_MIN)},    {37, false, K(EXPONENT_MIN)},
      {65535, false, K(EXPONENT_MIN)}, {65537, true, 0},
      {UINT32_MAX, true, 0},
  };
  for (size_t i = 0; i < sizeof(kExponents) / sizeof(kExponents[0]); i++) {
    struct maker_rsa key = maker_key(2048, 0, kExponents[i].e);
    expect_policy("legacy", &key, "legacy", 0, 0, kExponents[i].warned);
    expect("default", &key, kExponents[i].by_default ? 0 : K(EXPONENT_MIN), 0);
  }
}

Test(check_private, wrong_factors) {
  struct maker_rsa key = maker_key(2048, 0, 65537);
  const BIGNUM *p_2 = maker_prime(1024, 2);
  const BIGNUM *one = maker_word(1);
  const uint64_t lengths = K(FACTOR_BITS);
  const struct change changes[] = {
      {"another p", PART(p), p_2, K(PRODUCT) | K(D_INVERSE) | K(DP) | K(QINV),
       0},
      {"another q", PART(q), p_2, K(PRODUCT) | K(D_INVERSE) | K(DQ) | K(QINV),
       0},
      {"p too short", PART(p), maker_prime(1023, 0), lengths, NUMBERS},
      {"p a byte too short", PART(p), maker_prime(1016, 0), lengths, NUMBERS},
      {"p too long", PART(p), maker_prime(1025, 0), lengths, NUMBERS},
      {"q too short", PART(q), maker_prime(1023, 0), lengths, NUMBERS},
      {"q too long", PART(q), maker_prime(1025, 0), lengths, NUMBERS},
      {"q longest", PART(q), maker_digits(16384, 0), lengths, NUMBERS},
      {"p = 0", PART(p), maker_word(0), lengths, NUMBERS},
      {"q = 1", PART(q), one, lengths, NUMBERS},
  };
  EXPECT_CHANGES(&key, changes);

  struct maker_rsa trivial = key;
  trivial.p = key.n;
  trivial.q = one;
  expect("n times 1", &trivial, lengths, NUMBERS);
  trivial.p = one;
  trivial.q = key.n;
  expect("1 times n", &trivial, lengths, NUMBERS);
  struct maker_rsa uneven =
      maker_rsa(maker_prime(1025, 0), maker_prime(1023, 0), 65537);
  cr_assert_eq(BN_num_bits(uneven.n), 2048);
  expect("1025 and 1023 bits", &uneven, lengths, NUMBERS);
  uneven = maker_rsa(maker_prime(1536, 0), maker_prime(512, 0), 65537);
  expect("1536 and 512 bits", &uneven, lengths, NUMBERS);
}

// ---------------------------------------------------------------------------
// Composite factors

// p = (6 k + 1) (12 k + 1) (18 k + 1), a Carmichael number: it passes every
// Fermat test whose base it has no factor in common with.
static const BIGNUM *carmichael(void) {
  const BIGNUM *one = maker_word(1);
  const struct maker_form forms[] = {{6, one}, {12, one}, {18, one}};
  // The cube root of 2^1024 * 0.9 / 1296 is about 2^337 * 1.77.
  const BIGNUM *start = maker_quotient(
      maker_times(maker_power(337), maker_word(177)), maker_word(100));
  const BIGNUM *k = maker_chain(start, 1, 397276, forms, 3);
  const BIGNUM *product = one;
  for (size_t i = 0; i < 3; i++) {
    product = maker_times(
        product, maker_add(maker_times(k, maker_word(forms[i].times)), 1));
  }
  return product;
}

// p = r (2 r - 1) with r = 5 modulo 8: a strong pseudoprime to base 2 if
// 2^((p - 1) / 2) = -1 modulo p.
static const BIGNUM *strong_pseudoprime(void) {
  const BIGNUM *minus = maker_minus(maker_word(0), maker_word(1));
  const struct maker_form forms[] = {{1, NULL}, {2, minus}};
  BN_CTX *ctx = BN_CTX_new();
  BIGNUM *power = BN_new();
  cr_assert(ctx != NULL && power != NULL);
  // So that p is a little less than 2^1024.
  const BIGNUM *r = maker_quotient(
      maker_times(maker_power(511), maker_word(135)), maker_word(100));
  r = maker_add(maker_minus(r, maker_mod(r, maker_word(8))), 5);
  const BIGNUM *p = NULL;
  do {
    r = maker_chain(r, 8, 0, forms, 2);
    p = maker_times(r, maker_add(maker_plus(r, r), -1));
    r = maker_add(r, 8);
    const BIGNUM *half = maker_quotient(maker_add(p, -1), maker_word(2));
    cr_assert(BN_mod_exp_mont(power, maker_word(2), half, p, ctx, NULL));
  } while (BN_cmp(power, maker_add(p, -1)) != 0);
  BN_CTX_free(ctx);
  BN_free(power);
  return p;
}

Test(check_private, composite_factors) {
  const BIGNUM *prime = maker_prime(1024, 0);
  const struct {
    const char *what;
    const BIGNUM *factor;
    uint64_t broken;
    uint64_t absent;
  } factors[] = {
      {"two primes of half length",
       maker_times(maker_prime(512, 0), maker_prime(512, 1)), 0, 0},
      {"a square", maker_times(maker_prime(512, 0), maker_prime(512, 0)), 0, 0},
      {"a Carmichael number", carmichael(), 0, 0},
      {"a strong pseudoprime", strong_pseudoprime(), 0, 0},
      {"three times a prime", maker_times(maker_word(3), maker_prime(1022, 0)),
       K(SMALL_FACTOR), 0},
      {"twice a prime", maker_times(maker_word(2), maker_prime(1023, 0)),
       K(MODULUS_ODD), WEAK},
  };
  for (size_t i = 0; i < sizeof(factors) / sizeof(factors[0]); i++) {
    cr_assert_eq(BN_num_bits(factors[i].factor), 1024, "%s", factors[i].what);
    struct maker_rsa key = maker_rsa(prime, factors[i].factor, 65537);
    expect(factors[i].what, &key, factors[i].broken | K(FACTORS_PRIME),
           factors[i].absent);
    if (BN_is_odd(factors[i].factor)) {
      key = swapped(&key);
      expect(factors[i].what, &key, factors[i].broken | K(FACTORS_PRIME),
             factors[i].absent);
    }
  }
  struct maker_rsa both =
      maker_rsa(factors[0].factor, factors[2].factor, 65537);
  expect("both", &both, K(FACTORS_PRIME), 0);
}

// |p - q| at 2^924, just over it and just under it.
Test(check_private, distance) {
  const BIGNUM *least = maker_power(924);
  const struct maker_form pair[] = {{1, NULL}, {1, least}};
  const BIGNUM *p = maker_chain(maker_digits(1024, 7), 2, 144507, pair, 2);
  const BIGNUM *border = maker_plus(p, least);
  const struct {
    const char *what;
    const BIGNUM *q;
    uint64_t broken;
  } cases[] = {
      {"2^924", border, K(DISTANCE)},
      {"just over", maker_prime_after(border), 0},
      {"just under", maker_prime_before(border), K(DISTANCE)},
      {"the next prime", maker_prime_after(p), K(DISTANCE) | K(FERMAT)},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    struct maker_rsa key = maker_rsa(p, cases[i].q, 65537);
    expect(cases[i].what, &key, cases[i].broken, 0);
    key = swapped(&key);
    expect(cases[i].what, &key, cases[i].broken, 0);
  }
  struct maker_rsa same = maker_rsa(p, p, 65537);
  expect("p = q", &same, K(POWER) | K(DISTANCE) | K(D_RANGE) | K(QINV), 0);
}

// Every broken rule is told, not only the first.
Test(check_private, all_at_once) {
  const BIGNUM *p = maker_modulus(512, 0);
  struct maker_rsa key = {
      .n = maker_times(p, p),
      .e = maker_word(2),
      .d = maker_word(5),
      .p = p,
      .q = p,
      .dp = maker_word(6),
      .dq = maker_word(6),
      .qinv = maker_word(1),
  };
  expect("nearly all", &key,
         K(BITS_MIN) | K(EXPONENT_FLOOR) | K(EXPONENT_MIN) | K(POWER) |
             K(FACTORS_PRIME) | K(DISTANCE) | K(D_RANGE) | K(D_INVERSE) |
             K(DP) | K(DQ) | K(QINV),
         0);
  key.n = maker_times(maker_word(3), maker_prime(1022, 0));
  expect("and the product", &key,
         K(BITS_MIN) | K(EXPONENT_FLOOR) | K(EXPONENT_MIN) | K(SMALL_FACTOR) |
             K(PRODUCT) | K(FACTORS_PRIME) | K(DISTANCE) | K(D_RANGE) |
             K(D_INVERSE) | K(DP) | K(DQ) | K(QINV),
         0);
}

// ---------------------------------------------------------------------------
// K20. No file can break it alone, so it is asked directly.

static void expect_pairwise(const char *what, const struct maker_rsa *key,
                            bool want) {
  struct mint_rsa view = maker_view(key);
  bool holds = !want;
  cr_assert_eq(mint_check_pairwise(&holds, &view, NULL), MINT_E_NONE, "%s",
               what);
  cr_assert_eq(holds, want, "%s", what);
}

Test(check_private, pairwise) {
  struct maker_rsa key = maker_key(2048, 0, 65537);
  struct maker_rsa other = maker_key(2048, 1, 65537);
  expect_pairwise("sound", &key, true);
  expect_pairwise("another", &other, true);
  struct maker_rsa legacy = maker_key(2048, 0, 3);
  expect_pairwise("e = 3", &legacy, true);
  const struct change changes[] = {
      {"n", PART(n), other.n, 0, 0},
      {"e", PART(e), maker_word(65539), 0, 0},
      {"p", PART(p), other.p, 0, 0},
      {"q", PART(q), other.q, 0, 0},
      {"dP", PART(dp), other.dp, 0, 0},
      {"dP + 1", PART(dp), maker_add(key.dp, 1), 0, 0},
      {"dQ", PART(dq), other.dq, 0, 0},
      {"dQ + 1", PART(dq), maker_add(key.dq, 1), 0, 0},
      {"qInv", PART(qinv), other.qinv, 0, 0},
      {"qInv + 1", PART(qinv), maker_add(key.qinv, 1), 0, 0},
  };
  for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
    struct maker_rsa copy = changed(&key, &changes[i]);
    expect_pairwise(changes[i].what, &copy, false);
  }
  // d itself is K15's and K16's.
  const struct change unused = {"d", PART(d), other.d, 0, 0};
  struct maker_rsa copy = changed(&key, &unused);
  expect_pairwise("d", &copy, true);
}

// Where p is the smaller one, and where its bits do not fill its words.
Test(check_private, pairwise_of_any_shape) {
  static const unsigned kBits[] = {2048, 2050, 2176, 3000, 4096};
  for (size_t i = 0; i < sizeof(kBits) / sizeof(kBits[0]); i++) {
    struct maker_rsa key = maker_key(kBits[i], 0, 65537);
    expect_pairwise("sound", &key, true);
    struct maker_rsa turned = key;
    turned.p = key.q;
    turned.q = key.p;
    turned.dp = key.dq;
    turned.dq = key.dp;
    turned.qinv = maker_inverse(turned.q, turned.p);
    expect_pairwise("turned", &turned, true);
    turned.qinv = key.qinv;
    expect_pairwise("half turned", &turned, false);
  }
}

// More than any of these calls makes.
#define ALLOCATIONS_MAX 10000

static size_t failures(void) {
  struct mint_arena_stats stats;
  mint_arena_stats(&stats);
  return stats.failures;
}

// From one allocation on all fail, or one alone does.
static void (*const kFail[])(size_t count) = {mint_arena_fail_after,
                                              mint_arena_fail_once};

// A lack of memory is no verdict, at whichever allocation it comes.
Test(check_private, pairwise_memory) {
  struct maker_rsa key = maker_key(2048, 0, 65537);
  struct mint_rsa view = maker_view(&key);
  bool holds = false;
  cr_assert_eq(mint_check_pairwise(&holds, &view, NULL), MINT_E_NONE);
  for (size_t i = 0; i < 2; i++) {
    bool failed = true;
    size_t count = 0;
    for (; failed; count++) {
      size_t before = failures();
      kFail[i](count);
      enum mint_code code = mint_check_pairwise(&holds, &view, NULL);
      mint_arena_fail_after(SIZE_MAX);
      failed = failures() != before;
      cr_assert_eq(holds, !failed, "after %zu", count);
      cr_assert_eq(code, failed ? MINT_E_MEMORY : MINT_E_NONE, "after %zu",
                   count);
      cr_assert_lt(count, ALLOCATIONS_MAX);
    }
    cr_assert_gt(count, 20);
  }
}

// As our generator hands it on, but for what it has made of the primes.
static const struct mint_confirmed kConfirmed = {.p = NULL};

// The whole check. Primes are tested for keys of others
// only, and that takes long: of those, fewer are tried.
static void expect_memory(const struct maker_rsa *key,
                          const struct mint_confirmed *confirmed,
                          uint64_t broken, size_t step) {
  struct mint_parts *parts = maker_parts(maker_pem(key));
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, "default"));
  enum mint_code want = broken == 0 ? MINT_E_NONE : MINT_E_KEY_RULES;
  for (size_t i = 0; i < 2; i++) {
    bool failed = true;
    for (size_t count = 0; failed; count += step) {
      struct mint_key *made = (struct mint_key *)parts;
      struct mint_report report = {1, 1, 1};
      size_t before = failures();
      kFail[i](count);
      enum mint_code code =
          mint_check_parts(&made, &report, parts, &policy, confirmed);
      mint_arena_fail_after(SIZE_MAX);
      failed = failures() != before;
      cr_assert_eq(code, failed ? MINT_E_MEMORY : want, "after %zu: %s", count,
                   mint_code_explain(code)->name);
      cr_assert_eq(made != NULL, code == MINT_E_NONE);
      cr_assert_lt(count, ALLOCATIONS_MAX);
      cr_assert_eq(report.broken, failed ? 0 : broken);
      cr_assert(!failed || (report.held | report.warned) == 0);
      mint_key_free(made);
    }
  }
  mint_parts_free(parts);
}

Test(check_private, memory_generated) {
  struct maker_rsa key = maker_key(2048, 0, 65537);
  bool holds = false;
  struct mint_rsa view = maker_view(&key);
  cr_assert_eq(mint_check_pairwise(&holds, &view, NULL),
               MINT_E_NONE);  // warms up
  expect_memory(&key, &kConfirmed, 0, 1);
  // One that is refused is so for all its reasons.
  key = maker_rsa(key.p, maker_prime_after(key.p), 65537);
  expect_memory(&key, &kConfirmed, K(DISTANCE) | K(FERMAT), 1);
}

Test(check_private, memory_imported) {
  struct maker_rsa key = maker_key(2048, 0, 65537);
  expect_memory(&key, NULL, 0, 17);
}

// A generated key is spared the test of its primes, and nothing else.
Test(check_private, generated_keys_are_checked_too) {
  struct maker_rsa key = maker_key(2048, 0, 65537);
  const struct change changes[] = {
      {"as it was", PART(d), key.d, 0, 0},
      {"n", PART(n), maker_modulus(2048, 0), K(PRODUCT), 0},
      {"e", PART(e), maker_word(65539), K(D_INVERSE), 0},
      {"d", PART(d), maker_add(key.d, 2), K(D_INVERSE) | K(DP) | K(DQ), 0},
      {"dP", PART(dp), maker_add(key.dp, 2), K(DP), 0},
      {"dQ", PART(dq), maker_add(key.dq, 2), K(DQ), 0},
      {"qInv", PART(qinv), maker_add(key.qinv, 1), K(QINV), 0},
      {"p", PART(p), maker_add(key.p, 2),
       K(PRODUCT) | K(D_INVERSE) | K(DP) | K(QINV), 0},
      {"q", PART(q), maker_add(key.q, 2),
       K(PRODUCT) | K(D_INVERSE) | K(DQ) | K(QINV), 0},
      {"p short", PART(p), maker_prime(1023, 0), K(FACTOR_BITS), 0},
  };
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, "default"));
  for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
    struct maker_rsa copy = changed(&key, &changes[i]);
    struct mint_parts *parts = maker_parts(maker_pem(&copy));
    struct mint_key *made = NULL;
    struct mint_report report;
    enum mint_code code =
        mint_check_parts(&made, &report, parts, &policy, &kConfirmed);
    cr_assert_eq(code, changes[i].broken == 0 ? MINT_E_NONE : MINT_E_KEY_RULES,
                 "%s", changes[i].what);
    cr_assert_eq(report.broken, changes[i].broken, "%s: %s", changes[i].what,
                 maker_set(report.broken));
    cr_assert_eq(made != NULL, changes[i].broken == 0);
    mint_key_free(made);
    mint_parts_free(parts);
  }
}
