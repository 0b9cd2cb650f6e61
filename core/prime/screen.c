// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// screen.c chooses a screen, and has the one that runs everywhere: BoringSSL's
// constant-time exponentiation.

#include "core/prime/screen.h"

#include <openssl/bn.h>

#include "core/base/ct.h"
#include "core/prime/arith.h"
#include "core/prime/lanes.h"

static const struct mint_screen *forced;

void mint_screen_force(const struct mint_screen *screen) { forced = screen; }

const struct mint_screen *mint_screen_find(unsigned bits) {
  static const struct mint_screen *const kFastestFirst[] = {
#if defined(MINT_LANES_HERE)
    &mint_screen_ifma,
    &mint_screen_avx2,
#endif
    &mint_screen_portable,
  };
  if (forced != NULL && forced->has_size(bits)) {
    return forced;
  }
  const size_t last = sizeof(kFastestFirst) / sizeof(kFastestFirst[0]) - 1;
  for (size_t i = 0; i < last; i++) {
    if (kFastestFirst[i]->is_here() && kFastestFirst[i]->has_size(bits)) {
      return kFastestFirst[i];
    }
  }
  return kFastestFirst[last];
}

static bool everywhere(void) { return true; }

static bool any_size(unsigned bits) { return bits % 64 == 0; }

// The candidate's digits.
static size_t digits_room(unsigned bits) { return bits / 8; }

// 2^(n - 1) modulo n. Public: whether that is 1.
static bool passes(bool *out_passed, const BIGNUM *n, BN_CTX *ctx) {
  bool done = false;
  BIGNUM *power = BN_new();
  BIGNUM *base = BN_new();
  BIGNUM *exponent = BN_dup(n);
  BN_MONT_CTX *mont = BN_MONT_CTX_new_consttime(n, ctx);
  if (power != NULL && base != NULL && exponent != NULL && mont != NULL &&
      BN_set_word(base, 2) && BN_clear_bit(exponent, 0) &&
      BN_mod_exp_mont_consttime(power, base, exponent, n, ctx, mont)) {
    uint64_t one = (uint64_t)BN_is_one(power);
    *out_passed = ct_declassify(one) != 0;  // screen.h says why
    done = true;
  }
  BN_MONT_CTX_free(mont);
  BN_free(exponent);
  BN_free(base);
  BN_free(power);
  return done;
}

static enum mint_code run(unsigned *out_passed, const uint64_t *candidates,
                          unsigned num, unsigned bits, void *room) {
  size_t words = mint_arith_words(bits);
  size_t len = bits / 8;
  enum mint_code code = MINT_E_NONE;
  BN_CTX *ctx = BN_CTX_new();
  *out_passed = 0;
  for (unsigned i = 0; i < num && code == MINT_E_NONE; i++) {
    bool passed = false;
    mint_arith_store(room, len, candidates + i * words, words);
    BIGNUM *n = BN_bin2bn(room, len, NULL);
    if (ctx == NULL || n == NULL || !passes(&passed, n, ctx)) {
      code = MINT_E_MEMORY;
    }
    BN_free(n);
    *out_passed |= (unsigned)passed << i;
  }
  BN_CTX_free(ctx);
  return code;
}

const struct mint_screen mint_screen_portable = {
    "portable",  1,   everywhere, any_size,
    digits_room, run, NULL,       &mint_divider_portable};
