// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_screen_ifma, mint_screen_avx2 and mint_screen_portable, with
// BoringSSL's exponentiation as a second opinion. The first byte is the size
// and the screen, the second how many candidates; then each candidate's recipe:
// what it is made of, a number of two bytes, and what that asks for.

#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>

#include "core/prime/screen.h"
#include "fuzz/fuzz.h"

#define BITS_MAX 1536u
#define WORDS_MAX (BITS_MAX / 64)

// 2^bits - 2^(bits / 2) + 1 passes the test without being prime: the order of 2
// is 3 bits, which divides n - 1 at both sizes.
static void pseudoprime(BIGNUM *n, unsigned bits) {
  BIGNUM *half = BN_new();
  REQUIRE(half != NULL && BN_set_bit(half, (int)bits / 2));
  REQUIRE(BN_set_bit(n, (int)bits) && BN_sub(n, n, half) && BN_add_word(n, 1));
  BN_free(half);
}

// Limbs, of the width of a screen's or of BoringSSL's, of which each is all
// zeros, all ones, its top bit or bytes of the input: two bits choose.
static void pattern(BIGNUM *n, unsigned bits, unsigned width,
                    const uint8_t **data, size_t *len) {
  unsigned choices = 0;
  uint64_t limb = 0;
  for (unsigned i = 0; i < bits; i++) {
    unsigned at = i % width;
    if (at == 0) {
      choices = i / width % 4 == 0 ? fuzz_take(data, len) : choices >> 2;
      limb = (choices & 3) == 1 ? UINT64_MAX : 0;
      limb = (choices & 3) == 2 ? UINT64_C(1) << (width - 1) : limb;
    }
    if ((choices & 3) == 3 && at % 8 == 0) {
      limb |= (uint64_t)fuzz_take(data, len) << at;
    }
    if ((limb >> at & 1) != 0) {
      REQUIRE(BN_set_bit(n, (int)i) == 1);
    }
  }
}

// Makes an odd number of exactly `bits` bits.
static BIGNUM *candidate(unsigned bits, const uint8_t **data, size_t *len) {
  static const unsigned kWidths[] = {52, 28, 64, 32};
  BIGNUM *n = BN_new();
  REQUIRE(n != NULL);
  unsigned kind = fuzz_take(data, len) % 4;
  unsigned value = fuzz_take(data, len);
  value |= (unsigned)fuzz_take(data, len) << 8;
  switch (kind) {
    case 0:  // one of the largest: 52 and 1726 are primes
      REQUIRE(BN_set_bit(n, (int)bits) && BN_sub_word(n, 2 * value + 1));
      break;
    case 1:  // one of the smallest: 577 and 349 are primes
      REQUIRE(BN_set_bit(n, (int)bits - 1) && BN_add_word(n, 2 * value + 1));
      break;
    case 2:
      pseudoprime(n, bits);
      break;
    default:
      pattern(n, bits, kWidths[value % 4], data, len);
      break;
  }
  REQUIRE(BN_set_bit(n, 0) && BN_set_bit(n, (int)bits - 1));
  REQUIRE(BN_num_bits(n) == bits);
  return n;
}

// 2^(1 - n) modulo n, by BoringSSL as the power of 1/2. Returns whether that is
// 1.
static bool expect(uint64_t *out_power, const BIGNUM *n, size_t words) {
  BN_CTX *ctx = BN_CTX_new();
  BIGNUM *base = BN_new();
  BIGNUM *power = BN_new();
  BIGNUM *exponent = BN_dup(n);
  REQUIRE(ctx != NULL && base != NULL && power != NULL && exponent != NULL);
  REQUIRE(BN_rshift1(base, n) && BN_add_word(base, 1));
  REQUIRE(BN_sub_word(exponent, 1));
  REQUIRE(BN_mod_exp_mont(power, base, exponent, n, ctx, NULL) == 1);
  REQUIRE(BN_bn2le_padded((uint8_t *)out_power, 8 * words, power) == 1);
  bool passes = BN_is_one(power) != 0;
  BN_free(exponent);
  BN_free(power);
  BN_free(base);
  BN_CTX_free(ctx);
  return passes;
}

static void compare(const struct mint_screen *screen, unsigned bits,
                    unsigned num, const uint8_t *data, size_t len) {
  uint64_t candidates[MINT_SCREEN_MAX * WORDS_MAX];
  uint64_t powers[MINT_SCREEN_MAX][WORDS_MAX];
  bool passes[MINT_SCREEN_MAX] = {false};
  size_t words = bits / 64;
  for (unsigned i = 0; i < num; i++) {
    BIGNUM *n = candidate(bits, &data, &len);
    REQUIRE(BN_bn2le_padded((uint8_t *)(candidates + i * words), 8 * words,
                            n) == 1);
    passes[i] = expect(powers[i], n, words);
    BN_free(n);
  }
  // Exactly as large as the contract says.
  void *room = malloc(screen->room(bits));
  unsigned passed = UINT32_MAX;
  REQUIRE(room != NULL);
  REQUIRE(screen->run(&passed, candidates, num, bits, room) == MINT_E_NONE);
  REQUIRE(passed >> num == 0);
  for (unsigned i = 0; i < num; i++) {
    REQUIRE((passed >> i & 1) == passes[i]);
    // Every squaring shows in the power, and only few in the answer.
    if (screen->power != NULL) {
      uint64_t power[WORDS_MAX];
      screen->power(power, i, bits, room);
      REQUIRE(memcmp(power, powers[i], 8 * words) == 0);
    }
  }
  free(room);
}

void fuzz_one(const uint8_t *data, size_t len) {
  static const struct mint_screen *const kScreens[] = {
#if defined(__x86_64__)
    &mint_screen_ifma,
    &mint_screen_avx2,
#endif
    &mint_screen_portable,
  };
  uint8_t what = fuzz_take(&data, &len);
  unsigned bits = (what & 1) == 0 ? 1024 : 1536;
  const struct mint_screen *screen =
      kScreens[(what >> 1) % (sizeof(kScreens) / sizeof(kScreens[0]))];
  unsigned num = 1 + fuzz_take(&data, &len) % screen->batch;
  if (screen->is_here()) {
    compare(screen, bits, num, data, len);
  }
}
