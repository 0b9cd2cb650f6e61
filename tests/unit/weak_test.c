// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// What core/key/weak sees in a modulus, from both sides: nothing in sound ones,
// and each weakness at its border.

#include "core/key/weak.h"

#include <string.h>

#include <criterion/criterion.h>
#include <openssl/mem.h>

#include "core/base/arena.h"
#include "tests/unit/rsa_maker.h"

TestSuite(weak, .fini = maker_release);

static struct mint_weak find(const BIGNUM *n, bool factors_known) {
  uint8_t digits[MINT_RSA_PUBLIC_BITS_MAX / 8];
  size_t len = BN_num_bytes(n);
  cr_assert(len <= sizeof(digits) && BN_bn2bin_padded(digits, len, n));
  CBS cbs;
  CBS_init(&cbs, digits, len);
  static const uint8_t kExponent[] = {1, 0, 1};
  CBS e;
  CBS_init(&e, kExponent, sizeof(kExponent));
  struct mint_weak weak;
  memset(&weak, 1, sizeof(weak));
  cr_assert_eq(mint_weak_find_vartime(&weak, &cbs, &e, factors_known),
               MINT_E_NONE);
  return weak;
}

static void expect(const BIGNUM *n, bool small_factor, bool square, bool prime,
                   const char *what) {
  struct mint_weak weak = find(n, false);
  cr_assert_eq(weak.small_factor, small_factor, "%s: small factor", what);
  cr_assert_eq(weak.power, square, "%s: square", what);
  cr_assert_eq(weak.prime, prime, "%s: prime", what);
}

Test(weak, nothing_in_sound_moduli, .timeout = 240) {
  static const unsigned kSizes[] = {512,  1024, 1536, 2046,
                                    2047, 2048, 2049, 3072};
  for (unsigned i = 0; i < 200; i++) {
    unsigned bits = kSizes[i % (sizeof(kSizes) / sizeof(kSizes[0]))];
    expect(maker_modulus(bits, i), false, false, false, "random");
  }
}

Test(weak, nothing_in_products_of_primes) {
  for (unsigned i = 0; i < 4; i++) {
    expect(maker_key(2048, i, 65537).n, false, false, false, "p q");
  }
}

// Every prime below the limit is found and none above it, whatever else
// divides the modulus.
Test(weak, small_factors, .timeout = 240) {
  const BIGNUM *sound = maker_modulus(256, 0);
  const BIGNUM *large = maker_word(65537);
  uint8_t composite[70000] = {0};
  unsigned num_primes = 0;
  for (unsigned i = 3; i < sizeof(composite); i += 2) {
    if (composite[i] != 0) {
      continue;
    }
    for (unsigned j = 3 * i; j < sizeof(composite); j += 2 * i) {
      composite[j] = 1;
    }
    const BIGNUM *n = maker_times(sound, maker_word(i));
    cr_assert_eq(find(n, false).small_factor, i < 65536, "%u", i);
    num_primes += i < 65536;
  }
  cr_assert_eq(num_primes, 6541);
  expect(maker_times(large, sound), false, false, false, "65537");
  expect(maker_times(large, maker_word(65539)), false, false, false, "tiny");
  expect(maker_times(sound, maker_word(65521)), true, false, false, "65521");
  expect(maker_times(sound, maker_word(UINT64_C(65521) * 65519)), true, false,
         false, "65519 65521");
}

// A small prime is no factor of itself. Small composites may be split by the
// test for powers: then they count as such.
Test(weak, small_numbers) {
  for (unsigned n = 3; n < 300; n += 2) {
    bool square = false;
    bool prime = true;
    for (unsigned i = 3; i < n; i += 2) {
      square = square || i * i == n;
      prime = prime && n % i != 0;
    }
    struct mint_weak weak = find(maker_word(n), false);
    cr_assert_eq(weak.small_factor, !prime, "%u", n);
    cr_assert_eq(weak.prime, prime, "%u", n);
    cr_assert(weak.power || !square, "%u", n);
    cr_assert_not(weak.power && weak.prime, "%u", n);
  }
  expect(maker_word(65521), false, false, true, "65521");
  expect(maker_word(65537), false, false, true, "65537");
}

Test(weak, squares) {
  static const unsigned kSizes[] = {512, 1023, 1024, 2048};
  for (size_t i = 0; i < sizeof(kSizes) / sizeof(kSizes[0]); i++) {
    const BIGNUM *root = maker_prime(kSizes[i], 0);
    const BIGNUM *square = maker_times(root, root);
    expect(square, false, true, false, "a prime's square");
    cr_assert_not(find(maker_add(square, 2), true).power, "square + 2");
    cr_assert_not(find(maker_add(square, -2), true).power, "square - 2");
    // As near to a square as a product can be.
    const BIGNUM *next = maker_prime_after(root);
    expect(maker_times(root, next), false, false, false, "close primes");
    expect(maker_times(square, root), false, true, false, "a cube");
    expect(maker_times(square, square), false, true, false, "a fourth power");
    expect(maker_times(maker_times(square, square), root), false, true, false,
           "a fifth power");
  }
  const BIGNUM *composite = maker_modulus(1024, 0);
  expect(maker_times(composite, composite), false, true, false, "(p q)^2");
  expect(maker_word(UINT64_C(65537) * 65537), false, true, false, "65537^2");
  const BIGNUM *largest = maker_modulus(8192, 0);
  expect(maker_times(largest, largest), false, true, false, "16384 bits");
}

// Mersenne numbers pass the Fermat test to base 2, primes or not: both are
// refused, as no generator of keys makes either.
Test(weak, primes) {
  static const unsigned kMersenne[] = {521, 1279, 2203, 1277};
  for (size_t i = 0; i < sizeof(kMersenne) / sizeof(kMersenne[0]); i++) {
    expect(maker_add(maker_power(kMersenne[i]), -1), false, false, true,
           "Mersenne");
  }
  expect(maker_prime(1024, 0), false, false, true, "1024 bits");
  expect(maker_prime(2048, 0), false, false, true, "2048 bits");
  // Nobody asks where the factors are known.
  cr_assert_not(find(maker_prime(1024, 0), true).prime);
}

// At every allocation that fails: MINT_E_MEMORY, and nothing found.
static void expect_memory(const BIGNUM *n, bool square, bool prime) {
  uint8_t digits[64];
  cr_assert(BN_bn2bin_padded(digits, sizeof(digits), n));
  CBS cbs;
  CBS_init(&cbs, digits, sizeof(digits));
  enum mint_code code = MINT_E_MEMORY;
  size_t count = 0;
  for (; code != MINT_E_NONE; count++) {
    static const uint8_t kExponent[] = {1, 0, 1};
    CBS e;
    CBS_init(&e, kExponent, sizeof(kExponent));
    struct mint_weak weak;
    memset(&weak, 1, sizeof(weak));
    mint_arena_fail_after(count);
    code = mint_weak_find_vartime(&weak, &cbs, &e, false);
    mint_arena_fail_after(SIZE_MAX);
    cr_assert_lt(count, 10000);
    if (code == MINT_E_NONE) {
      cr_assert_eq(weak.power, square);
      cr_assert_eq(weak.prime, prime);
    } else {
      cr_assert_eq(code, MINT_E_MEMORY, "after %zu", count);
      cr_assert_not(weak.small_factor || weak.power || weak.prime);
    }
  }
  cr_assert_gt(count, 3);
}

Test(weak, memory) {
  const BIGNUM *half = maker_prime(256, 0);
  expect_memory(maker_times(half, half), true, false);
  expect_memory(maker_prime(512, 0), false, true);
}
