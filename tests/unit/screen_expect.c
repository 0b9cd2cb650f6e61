// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/unit/screen_expect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/unit/number_kit.h"

const unsigned kScreenSizes[SCREEN_SIZES] = {1024, 1536, 2048, 4096};

const struct mint_screen *screen_vector(unsigned bits, unsigned index) {
#if defined(__x86_64__)
  static const struct mint_screen *const kScreens[] = {&mint_screen_ifma,
                                                       &mint_screen_avx2};
  unsigned num = 0;
  for (size_t i = 0; i < sizeof(kScreens) / sizeof(kScreens[0]); i++) {
    cr_assert(kScreens[i]->has_size(bits));
    if (kScreens[i]->is_here() && num++ == index) {
      return kScreens[i];
    }
  }
#endif
  if (index == 0) {
    printf("skipped: this CPU has none of the vector screens\n");
  }
  return NULL;
}

void screen_case(struct screen_case *out, BIGNUM *n, unsigned bits) {
  BN_CTX *ctx = BN_CTX_new();
  BIGNUM *base = BN_new();
  BIGNUM *power = BN_new();
  BIGNUM *exponent = BN_dup(n);
  cr_assert(ctx != NULL && base != NULL && power != NULL && exponent != NULL);
  cr_assert_eq(BN_num_bits(n), bits);
  cr_assert(BN_is_odd(n));
  // The base is 1/2.
  cr_assert(BN_rshift1(base, n) && BN_add_word(base, 1));
  cr_assert(BN_sub_word(exponent, 1));
  BN_MONT_CTX *mont = BN_MONT_CTX_new_consttime(n, ctx);
  cr_assert_not_null(mont);
  cr_assert(BN_mod_exp_mont_consttime(power, base, exponent, n, ctx, mont));
  out->passes = BN_is_one(power) != 0;
  number_store(out->n, bits / 64, n);
  number_store(out->power, bits / 64, power);
  BN_MONT_CTX_free(mont);
  BN_free(exponent);
  BN_free(power);
  BN_free(base);
  BN_free(n);
  BN_CTX_free(ctx);
}

void screen_expect(const struct mint_screen *screen,
                   const struct screen_case *const *cases, unsigned num,
                   unsigned bits) {
  static unsigned turn = 0;
  size_t words = bits / 64;
  // Exactly as large as the contract says, for AddressSanitizer, and aligned
  // like malloc's: at each of the four places that a row can stand at.
  size_t skip = 16 * (turn++ % 4);
  uint8_t *room = malloc(skip + screen->room(bits));
  uint64_t *numbers = malloc(8 * words * num);
  cr_assert(room != NULL && numbers != NULL);
  for (unsigned i = 0; i < num; i++) {
    memcpy(numbers + i * words, cases[i]->n, 8 * words);
  }
  unsigned passed = UINT32_MAX;
  cr_assert_eq(screen->run(&passed, numbers, num, bits, room + skip),
               MINT_E_NONE);
  for (unsigned i = 0; i < num; i++) {
    if (screen->power != NULL) {
      uint64_t power[64];
      screen->power(power, i, bits, room + skip);
      cr_assert_arr_eq(power, cases[i]->power, 8 * words,
                       "%s, %u bits, candidate %u of %u", screen->name, bits, i,
                       num);
    }
    cr_assert_eq(passed >> i & 1, cases[i]->passes,
                 "%s, %u bits, candidate %u of %u", screen->name, bits, i, num);
  }
  cr_assert_eq(passed >> num, 0, "%s, %u bits, %u: %x", screen->name, bits, num,
               passed);
  free(numbers);
  free(room);
}

void screen_expect_all(const struct screen_case *cases, unsigned num,
                       unsigned bits) {
  const struct mint_screen *screen = NULL;
  for (unsigned s = 0; (screen = screen_vector(bits, s)) != NULL; s++) {
    for (unsigned i = 0; i < num; i += screen->batch) {
      const struct screen_case *batch[MINT_SCREEN_MAX];
      unsigned count = num - i < screen->batch ? num - i : screen->batch;
      for (unsigned j = 0; j < count; j++) {
        batch[j] = &cases[i + j];
      }
      screen_expect(screen, batch, count, bits);
    }
  }
}

void screen_expect_random(unsigned bits, unsigned num) {
  enum { BATCH = MINT_SCREEN_MAX };
  struct screen_case *cases = malloc(BATCH * sizeof(*cases));
  cr_assert_not_null(cases);
  unsigned primes = 0;
  for (unsigned i = 0; i < num; i += BATCH) {
    for (unsigned j = 0; j < BATCH; j++) {
      screen_case(&cases[j], number_odd(bits), bits);
      primes += cases[j].passes;
    }
    screen_expect_all(cases, BATCH, bits);
    if (i % (16 * BATCH) == 0) {
      const struct screen_case *first = cases;
      screen_expect(&mint_screen_portable, &first, 1, bits);
    }
  }
  // Each bit of the exponent takes a squaring, but for the first ones, which
  // make a number below `bits`. Each gives the next its input: one that is
  // wrong changes the power.
  unsigned first = 0;
  while (2u << first <= bits) {
    first++;
  }
  printf("%u bits: %u candidates (%u primes), %llu squarings a screen\n", bits,
         num, primes, (unsigned long long)num * (bits - first));
  free(cases);
}
