// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// mint_check on public keys: each of K1 to K10 by a key that only just passes
// and one that only just fails, with the exact sets of the report; the floor
// under the policies; and what is no key for us at all. The families K22 to K26
// have weak_families_test.c.

#include <string.h>

#include <criterion/criterion.h>

#include "core/base/arena.h"
#include "core/key/check.h"
#include "tests/unit/parse_kit.h"
#include "tests/unit/rsa_maker.h"

TestSuite(check, .fini = maker_release, .timeout = 240);

static struct mint_policy preset(const char *name) {
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, name));
  return policy;
}

// `broken` rules are broken, `absent` ones are in no set, `warned` ones warn;
// all others hold.
static void expect(const char *what, const BIGNUM *n, const BIGNUM *e,
                   const struct mint_policy *policy, uint64_t broken,
                   uint64_t absent, uint64_t warned) {
  struct maker_outcome got = maker_try(maker_line(n, e), policy);
  cr_assert_eq(got.read, MINT_OK, "%s", what);
  cr_assert_eq(got.check, broken == 0 ? MINT_OK : MINT_ERR_INVALID_KEY, "%s",
               what);
  cr_assert_eq(got.report.broken, broken, "%s: broken %s, not %s", what,
               maker_set(got.report.broken), maker_set(broken));
  uint64_t held = MAKER_PUBLIC & ~broken & ~absent;
  cr_assert_eq(got.report.held, held, "%s: held %s, not %s", what,
               maker_set(got.report.held), maker_set(held));
  cr_assert_eq(got.report.warned, warned, "%s: warned %s, not %s", what,
               maker_set(got.report.warned), maker_set(warned));
  if (got.made) {
    cr_assert_not(got.is_private, "%s", what);
    cr_assert_eq(got.bits, BN_num_bits(n), "%s", what);
  }
}

// Under the default policy, with e = 65537.
static void expect_modulus(const char *what, const BIGNUM *n, uint64_t broken,
                           uint64_t absent) {
  struct mint_policy policy = preset("default");
  expect(what, n, maker_word(65537), &policy, broken, absent, 0);
}

#define K(rule) MAKER_K(MINT_K_##rule)
#define WEAK MAKER_MODULUS

Test(check, sizes) {
  static const struct {
    unsigned bits;
    uint64_t broken;
    uint64_t absent;
  } kSizes[] = {
      {1024, K(BITS_MIN), 0},
      {2040, K(BITS_MIN), 0},
      {2046, K(BITS_MIN), 0},
      {2047, K(BITS_MIN) | K(BITS_EVEN), 0},
      {2048, 0, 0},
      {2049, K(BITS_EVEN), 0},
      {2050, 0, 0},
      {3072, 0, 0},
      {8192, 0, 0},
      {8194, 0, 0},
      {16382, 0, 0},
      {16383, K(BITS_EVEN), 0},
      {16384, 0, 0},
      // No arithmetic on what is too large.
      {16385, K(BITS_MAX) | K(BITS_EVEN), WEAK},
      {16386, K(BITS_MAX), WEAK},
      {16392, K(BITS_MAX), WEAK},
      {32768, K(BITS_MAX), WEAK},
  };
  for (size_t i = 0; i < sizeof(kSizes) / sizeof(kSizes[0]); i++) {
    unsigned bits = kSizes[i].bits;
    const BIGNUM *n =
        bits > 16384 ? maker_digits(bits, 0) : maker_modulus(bits, 0);
    cr_assert_eq(BN_num_bits(n), bits);
    expect_modulus("size", n, kSizes[i].broken, kSizes[i].absent);
  }
}

// The least and the greatest numbers of 2048 bits, and their neighbours. Only
// K1 to K4 are meant: these numbers may have factors.
Test(check, sizes_are_exact) {
  static const struct {
    unsigned power;
    int add;
    uint64_t broken;
  } kEdges[] = {
      {2047, -1, K(BITS_MIN) | K(BITS_EVEN)},
      {2047, 1, 0},
      {2048, -1, 0},
      {2048, 1, K(BITS_EVEN)},
      {2046, 1, K(BITS_MIN) | K(BITS_EVEN)},
      {2046, -1, K(BITS_MIN)},
      {16384, -1, 0},
      {16384, 1, K(BITS_MAX) | K(BITS_EVEN)},
  };
  struct mint_policy policy = preset("default");
  for (size_t i = 0; i < sizeof(kEdges) / sizeof(kEdges[0]); i++) {
    const BIGNUM *n = maker_add(maker_power(kEdges[i].power), kEdges[i].add);
    struct maker_outcome got =
        maker_try(maker_line(n, maker_word(65537)), &policy);
    cr_assert_eq(got.report.broken & ~WEAK, kEdges[i].broken, "2^%u%+d: %s",
                 kEdges[i].power, kEdges[i].add, maker_set(got.report.broken));
  }
}

// 0 and 1 are no moduli, and nothing is computed with them. The others are so
// small that Fermat's steps reach the factors 1 and n, or any.
Test(check, tiny_moduli) {
  expect_modulus("0", maker_word(0), K(BITS_MIN) | K(MODULUS_ODD), WEAK);
  expect_modulus("1", maker_word(1), K(BITS_MIN) | K(BITS_EVEN), WEAK);
  expect_modulus("2", maker_word(2), K(BITS_MIN) | K(MODULUS_ODD), WEAK);
  expect_modulus("3", maker_word(3), K(BITS_MIN) | K(PRIME) | K(FERMAT), 0);
  expect_modulus("9", maker_word(9),
                 K(BITS_MIN) | K(SMALL_FACTOR) | K(POWER) | K(FERMAT), 0);
  expect_modulus("15", maker_word(15),
                 K(BITS_MIN) | K(SMALL_FACTOR) | K(FERMAT), K(POWER));
}

Test(check, even_moduli) {
  const BIGNUM *n = maker_modulus(2048, 0);
  expect_modulus("odd", n, 0, 0);
  expect_modulus("even", maker_add(n, 1), K(MODULUS_ODD), WEAK);
  expect_modulus("a power of 2", maker_power(2047), K(MODULUS_ODD), WEAK);
  expect_modulus("even and short", maker_power(2045),
                 K(BITS_MIN) | K(MODULUS_ODD), WEAK);
}

// A modulus of 2048 bits that `factor` divides.
static const BIGNUM *modulus_with(uint64_t factor) {
  unsigned bits = 2048 - BN_num_bits(maker_word(factor));
  for (unsigned index = 0;; index++) {
    const BIGNUM *n =
        maker_times(maker_word(factor), maker_modulus(bits + index % 2, index));
    if (BN_num_bits(n) == 2048) {
      return n;
    }
  }
}

Test(check, small_factors) {
  static const struct {
    uint64_t factor;
    uint64_t broken;
  } kFactors[] = {
      {3, K(SMALL_FACTOR)},
      {5, K(SMALL_FACTOR)},
      {743, K(SMALL_FACTOR)},
      {751, K(SMALL_FACTOR)},
      {757, K(SMALL_FACTOR)},
      {65519, K(SMALL_FACTOR)},
      {65521, K(SMALL_FACTOR)},
      // 65537 itself may show by chance: 2 has the order 32 modulo it.
      {65539, 0},
      {65543, 0},
  };
  for (size_t i = 0; i < sizeof(kFactors) / sizeof(kFactors[0]); i++) {
    // Where there is one, powers are not looked for.
    uint64_t unasked = kFactors[i].broken != 0 ? K(POWER) : 0;
    expect_modulus("factor", modulus_with(kFactors[i].factor),
                   kFactors[i].broken, unasked);
  }
}

Test(check, squares_and_primes) {
  const BIGNUM *p = maker_prime(1024, 0);
  expect_modulus("a square", maker_times(p, p), K(POWER), 0);
  expect_modulus("nearly a square", maker_times(p, maker_prime_after(p)),
                 K(FERMAT), 0);
  expect_modulus("a prime", maker_prime(2048, 0), K(PRIME), 0);
  // 2^2203 - 1, and one that is composite but passes for a prime to base 2
  expect_modulus("M2203", maker_add(maker_power(2203), -1),
                 K(BITS_EVEN) | K(PRIME) | K(PATTERN), 0);
  expect_modulus("M1277", maker_add(maker_power(1277), -1),
                 K(BITS_MIN) | K(BITS_EVEN) | K(PRIME), 0);
}

Test(check, exponents) {
  const uint64_t max = UINT64_C(1) << 32;
  static const char kDefault[] = "default";
  static const char kLegacy[] = "legacy";
  const struct {
    const char *policy;
    uint64_t e;
    uint64_t broken;
    uint64_t absent;
    uint64_t warned;
  } exponents[] = {
      {kDefault, 0, K(EXPONENT_FLOOR) | K(EXPONENT_MIN), 0, 0},
      {kDefault, 1, K(EXPONENT_FLOOR) | K(EXPONENT_MIN), 0, 0},
      {kDefault, 2, K(EXPONENT_FLOOR) | K(EXPONENT_MIN), 0, 0},
      {kDefault, 3, K(EXPONENT_MIN), 0, 0},
      {kDefault, 35, K(EXPONENT_MIN), 0, 0},
      {kDefault, 37, K(EXPONENT_MIN), 0, 0},
      {kDefault, 65535, K(EXPONENT_MIN), 0, 0},
      {kDefault, 65536, K(EXPONENT_FLOOR) | K(EXPONENT_MIN), 0, 0},
      {kDefault, 65537, 0, 0, 0},
      {kDefault, 65538, K(EXPONENT_FLOOR), 0, 0},
      {kDefault, 65539, 0, 0, 0},
      {kDefault, max - 2, K(EXPONENT_FLOOR), 0, 0},
      {kDefault, max - 1, 0, 0, 0},
      {kDefault, max, K(EXPONENT_FLOOR) | K(EXPONENT_MAX), K(EXPONENT_MIN), 0},
      {kDefault, max + 1, K(EXPONENT_MAX), K(EXPONENT_MIN), 0},
      {kDefault, UINT64_MAX, K(EXPONENT_MAX), K(EXPONENT_MIN), 0},
      {kLegacy, 0, K(EXPONENT_FLOOR) | K(EXPONENT_MIN), 0, 0},
      {kLegacy, 1, K(EXPONENT_FLOOR) | K(EXPONENT_MIN), 0, 0},
      {kLegacy, 2, K(EXPONENT_FLOOR) | K(EXPONENT_MIN), 0, 0},
      {kLegacy, 3, 0, 0, K(EXPONENT_MIN)},
      {kLegacy, 4, K(EXPONENT_FLOOR), 0, 0},
      {kLegacy, 35, 0, 0, K(EXPONENT_MIN)},
      {kLegacy, 37, 0, 0, K(EXPONENT_MIN)},
      {kLegacy, 65535, 0, 0, K(EXPONENT_MIN)},
      {kLegacy, 65536, K(EXPONENT_FLOOR), 0, 0},
      {kLegacy, 65537, 0, 0, 0},
      {kLegacy, max - 1, 0, 0, 0},
      {kLegacy, max + 1, K(EXPONENT_MAX), K(EXPONENT_MIN), 0},
  };
  const BIGNUM *n = maker_modulus(2048, 0);
  for (size_t i = 0; i < sizeof(exponents) / sizeof(exponents[0]); i++) {
    struct mint_policy policy = preset(exponents[i].policy);
    char what[64];
    (void)snprintf(what, sizeof(what), "%s, e = %llu", policy.name,
                   (unsigned long long)exponents[i].e);
    expect(what, n, maker_word(exponents[i].e), &policy, exponents[i].broken,
           exponents[i].absent, exponents[i].warned);
  }
}

Test(check, huge_exponents) {
  const BIGNUM *n = maker_modulus(2048, 0);
  struct mint_policy policy = preset("legacy");
  const uint64_t max = K(EXPONENT_MAX);
  expect("e = n - 2", n, maker_add(n, -2), &policy, max, K(EXPONENT_MIN), 0);
  expect("e = n", n, n, &policy, max, K(EXPONENT_MIN), 0);
  expect("e > n", n, maker_modulus(4096, 0), &policy, max, K(EXPONENT_MIN), 0);
  expect("even", n, maker_add(n, -1), &policy, max | K(EXPONENT_FLOOR),
         K(EXPONENT_MIN), 0);
}

// Every broken rule is told, not only the first.
Test(check, all_at_once) {
  struct mint_policy policy = preset("default");
  const BIGNUM *three = maker_word(3);
  const BIGNUM *p = maker_prime(512, 0);
  const BIGNUM *n = maker_times(maker_times(three, p), maker_times(three, p));
  unsigned odd = BN_num_bits(n) % 2;
  expect("(3 p)^2, e = 1", n, maker_word(1), &policy,
         K(BITS_MIN) | (odd != 0 ? K(BITS_EVEN) : 0) | K(EXPONENT_FLOOR) |
             K(EXPONENT_MIN) | K(SMALL_FACTOR) | K(POWER),
         0, 0);
  expect("even and too large, e huge", maker_power(16390), maker_power(40),
         &policy,
         K(BITS_MAX) | K(BITS_EVEN) | K(MODULUS_ODD) | K(EXPONENT_FLOOR) |
             K(EXPONENT_MAX),
         K(EXPONENT_MIN) | WEAK, 0);
}

#define POLICY(bits_min, bits_max, e_min)                               \
  {                                                                     \
    .name = "", .rsa_bits_min = (bits_min), .rsa_bits_max = (bits_max), \
    .exponent_min = (e_min)                                             \
  }

// Policies that ask for more than the floor, and ones that ask for less, which
// count as the floor.
Test(check, policies) {
  const struct {
    const char *what;
    struct mint_policy policy;
    unsigned bits;
    uint64_t e;
    uint64_t broken;
    uint64_t absent;
    uint64_t warned;
  } cases[] = {
      {"at the minimum", POLICY(3072, 4096, 65537), 3072, 65537, 0, 0, 0},
      {"under it", POLICY(3072, 4096, 65537), 3070, 65537, K(BITS_MIN), 0, 0},
      {"at the maximum", POLICY(3072, 4096, 65537), 4096, 65537, 0, 0, 0},
      {"over it", POLICY(3072, 4096, 65537), 4098, 65537, K(BITS_MAX), WEAK, 0},
      {"a larger e", POLICY(2048, 4096, 65539), 2048, 65537, K(EXPONENT_MIN), 0,
       0},
      {"... is there", POLICY(2048, 4096, 65539), 2048, 65539, 0, 0, 0},
      {"e = 37 or more", POLICY(2048, 4096, 37), 2048, 37, 0, 0,
       K(EXPONENT_MIN)},
      {"e = 35 is less", POLICY(2048, 4096, 37), 2048, 35, K(EXPONENT_MIN), 0,
       0},
      {"bits under the floor", POLICY(1024, 4096, 65537), 2046, 65537,
       K(BITS_MIN), 0, 0},
      {"no bits at all", POLICY(0, 4096, 65537), 2046, 65537, K(BITS_MIN), 0,
       0},
      {"the floor itself", POLICY(0, 4096, 65537), 2048, 65537, 0, 0, 0},
      {"more bits than the floor takes", POLICY(2048, UINT32_MAX, 65537), 16386,
       65537, K(BITS_MAX), WEAK, 0},
      {"e = 3 at no e", POLICY(2048, 4096, 0), 2048, 3, 0, 0, K(EXPONENT_MIN)},
  };
  for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
    const BIGNUM *n = cases[i].bits > 16384 ? maker_digits(cases[i].bits, 0)
                                            : maker_modulus(cases[i].bits, 0);
    expect(cases[i].what, n, maker_word(cases[i].e), &cases[i].policy,
           cases[i].broken, cases[i].absent, cases[i].warned);
  }
}

// A largest exponent, and no RSA at all: each is broken beside the others.
Test(check, policies_that_take_less) {
  const BIGNUM *n = maker_modulus(2048, 0);
  struct mint_policy policy = preset("default");
  policy.exponent_max = 65537;
  expect("e at the maximum", n, maker_word(65537), &policy, 0, 0, 0);
  expect("e over it", n, maker_word(65539), &policy, K(EXPONENT_MAX), 0, 0);
  policy = preset("cnsa2");
  expect("no RSA", n, maker_word(3), &policy,
         K(RSA) | K(BITS_MIN) | K(EXPONENT_MIN), 0, 0);
}

// An exponent_min under the floor counts as the floor, and K6 is broken too.
Test(check, exponent_min_under_the_floor) {
  const BIGNUM *n = maker_modulus(2048, 0);
  for (uint64_t min = 0; min < 3; min++) {
    struct mint_policy policy = POLICY(2048, 4096, min);
    expect("e = 1", n, maker_word(1), &policy,
           K(EXPONENT_FLOOR) | K(EXPONENT_MIN), 0, 0);
  }
}

// ---------------------------------------------------------------------------
// What is no RSA key, or not to be had

static const char *wire_line(const char *type, const char *const *strings,
                             size_t num_strings, size_t pad) {
  uint8_t blob[4096];
  size_t len = 0;
  memset(blob, 0, sizeof(blob));
  for (size_t i = 0; i < num_strings; i++) {
    size_t string_len = strlen(strings[i]);
    blob[len + 3] = (uint8_t)string_len;
    memcpy(blob + len + 4, strings[i], string_len);
    len += 4 + string_len;
  }
  return maker_blob_line(type, blob, len + pad);
}

// The code, of which mint_check tells the status only.
static enum mint_code code_of(const char *line) {
  struct mint_policy policy = preset("legacy");
  struct mint_parts *parts = maker_parts(line);
  struct mint_key *key = (struct mint_key *)parts;
  struct mint_report report = {1, 1, 1};
  enum mint_code code = mint_check_parts(&key, &report, parts, &policy, NULL);
  cr_assert_null(key);
  cr_assert_eq(report.held | report.broken | report.warned, 0);
  mint_parts_free(parts);
  return code;
}

Test(check, other_types_are_unsupported) {
  static const char kBytes32[] = "0123456789abcdef0123456789abcdef";
  static const char *const kEd25519[] = {"ssh-ed25519", kBytes32};
  static const char *const kSecurityKey[] = {"sk-ssh-ed25519@openssh.com",
                                             kBytes32, "ssh:"};
  static const char *const kDsa[] = {"ssh-dss", "p", "q", "g", "y"};
  const struct {
    const char *const *strings;
    size_t num_strings;
    size_t pad;
  } keys[] = {
      {kEd25519, 2, 0},
      {kSecurityKey, 3, 0},
      {kDsa, 5, 0},
  };
  struct mint_policy policy = preset("legacy");
  for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
    const char *type = keys[i].strings[0];
    const char *line =
        wire_line(type, keys[i].strings, keys[i].num_strings, keys[i].pad);
    struct maker_outcome got = maker_try(line, &policy);
    cr_assert_eq(got.read, MINT_OK, "%s", type);
    cr_assert_eq(got.check, MINT_ERR_UNSUPPORTED, "%s", type);
    cr_assert_eq(code_of(line), MINT_E_TYPE_NOT_RSA, "%s", type);
  }
  static struct kit certificate;
  kit_file(&certificate, "rsa-cert.pub");
  kit_put(&certificate, "", 1);
  struct maker_outcome got = maker_try((const char *)certificate.data, &policy);
  cr_assert_eq(got.read, MINT_OK);
  cr_assert_eq(got.check, MINT_ERR_UNSUPPORTED);
  cr_assert_eq(code_of((const char *)certificate.data),
               MINT_E_TYPE_CERTIFICATE);
}

Test(check, locked_parts_ask_for_the_passphrase) {
  static const char kLocked[] =
      "-----BEGIN RSA PRIVATE KEY-----\n"
      "Proc-Type: 4,ENCRYPTED\n"
      "DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n"
      "\n"
      "AAAAAAAAAAAAAAAAAAAAAA==\n"
      "-----END RSA PRIVATE KEY-----\n";
  struct mint_policy policy = preset("default");
  struct maker_outcome got = maker_try(kLocked, &policy);
  cr_assert_eq(got.read, MINT_OK);
  cr_assert_eq(got.check, MINT_ERR_PASSPHRASE);
}

// The key is a copy: it outlives the parts, and the parts are as they were.
Test(check, the_key_is_a_copy) {
  const BIGNUM *n = maker_modulus(2048, 0);
  struct mint_parts *parts = maker_parts(maker_line(n, maker_word(65537)));
  struct mint_policy policy = preset("default");
  const struct mint_about before = *mint_parts_about(parts);
  struct mint_key *keys[2] = {NULL, NULL};
  struct mint_report report;
  for (size_t i = 0; i < 2; i++) {
    cr_assert_eq(mint_check(&keys[i], &report, parts, &policy), MINT_OK);
    cr_assert_arr_eq(mint_parts_about(parts), &before, sizeof(before));
  }
  cr_assert_neq(keys[0], keys[1]);
  uint8_t blob[512];
  cr_assert_leq(before.blob_len, sizeof(blob));
  memcpy(blob, before.blob, before.blob_len);
  size_t len = before.blob_len;
  mint_parts_free(parts);
  mint_key_free(keys[0]);
  const uint8_t *view = NULL;
  size_t view_len = 0;
  mint_key_blob(keys[1], &view, &view_len);
  cr_assert_eq(view_len, len);
  cr_assert_arr_eq(view, blob, len);
  mint_key_free(keys[1]);
  mint_key_free(NULL);
}

// At every allocation that fails: MINT_ERR_MEMORY, never a verdict.
Test(check, memory) {
  struct mint_policy policy = preset("default");
  const BIGNUM *good = maker_modulus(2048, 0);
  const BIGNUM *bad = maker_prime(2048, 0);
  const BIGNUM *const moduli[] = {good, bad};
  for (size_t i = 0; i < 2; i++) {
    struct mint_parts *parts =
        maker_parts(maker_line(moduli[i], maker_word(65537)));
    enum mint_status status = MINT_ERR_MEMORY;
    size_t count = 0;
    for (; status == MINT_ERR_MEMORY; count++) {
      struct mint_key *key = (struct mint_key *)parts;
      struct mint_report report = {1, 1, 1};
      mint_arena_fail_after(count);
      status = mint_check(&key, &report, parts, &policy);
      mint_arena_fail_after(SIZE_MAX);
      cr_assert_lt(count, 10000);
      if (status == MINT_ERR_MEMORY) {
        cr_assert_null(key);
        cr_assert_eq(report.held | report.broken | report.warned, 0);
      }
      mint_key_free(key);
    }
    cr_assert_eq(status, i == 0 ? MINT_OK : MINT_ERR_INVALID_KEY,
                 "after %zu allocations", count);
    cr_assert_gt(count, 3);
    mint_parts_free(parts);
  }
}
