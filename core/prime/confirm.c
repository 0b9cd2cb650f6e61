// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// confirm.c runs Miller-Rabin so that neither the number nor how often 2
// divides n - 1 shows: the last TAIL squarings are always done, and which of
// their results count is a mask.

#include "core/prime/confirm.h"

#include <string.h>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/mem.h>

#include "core/base/ct.h"
#include "core/prime/arith.h"

// n - 1 = 2^s m with s <= TAIL.
#define TAIL 32u

// Everything about n that the rounds share.
struct number {
  BIGNUM *n;
  BIGNUM *minus_1;  // n - 1
  BIGNUM *m;        // its odd part
  BIGNUM *one_m;    // 1 and n - 1 in Montgomery's form
  BIGNUM *minus_1_m;
  BIGNUM *base;
  BIGNUM *power;
  BN_MONT_CTX *mont;
  BN_CTX *ctx;
  uint64_t twos;  // s; more than TAIL if it is too large for the loop
};

unsigned mint_confirm_rounds(unsigned bits) { return bits <= 1024 ? 5 : 4; }

// How often 2 divides n - 1, at most TAIL + 1.
static uint64_t count_twos(uint64_t n_minus_1) {
  uint64_t twos = 0;
  for (unsigned i = 1; i <= TAIL + 1; i++) {
    twos += ct_is_zero(n_minus_1 & ((UINT64_C(1) << i) - 1)) & 1;
  }
  return twos;
}

// A new BIGNUM of the `words` words of `a`, or NULL. Writes to `digits`.
static BIGNUM *to_bignum(uint8_t *digits, const uint64_t *a, size_t words) {
  mint_arith_store(digits, 8 * words, a, words);
  return BN_bin2bn(digits, 8 * words, NULL);
}

// n - 1 and its odd part; `room` has 16 bytes a word.
static bool set_odd_part(struct number *k, const uint64_t *n, size_t words,
                         void *room) {
  uint64_t *a = room;
  uint8_t *digits = (uint8_t *)(a + words);
  mint_arith_sub_word(a, n, 1, words);
  k->minus_1 = to_bignum(digits, a, words);
  k->twos = count_twos(a[0]);
  mint_arith_shift_right(a, a, (unsigned)k->twos, words);
  k->m = to_bignum(digits, a, words);
  return k->minus_1 != NULL && k->m != NULL;
}

static bool open_number(struct number *k, const uint64_t *n, size_t words) {
  bool done = false;
  memset(k, 0, sizeof(*k));
  void *room = OPENSSL_malloc(16 * words);
  if (room == NULL) {
    return false;
  }
  k->n = to_bignum(room, n, words);
  k->ctx = BN_CTX_new();
  k->one_m = BN_new();
  k->minus_1_m = BN_new();
  k->base = BN_new();
  k->power = BN_new();
  if (k->n != NULL && k->ctx != NULL && k->one_m != NULL &&
      k->minus_1_m != NULL && k->base != NULL && k->power != NULL &&
      set_odd_part(k, n, words, room)) {
    k->mont = BN_MONT_CTX_new_consttime(k->n, k->ctx);
    done = k->mont != NULL &&
           BN_to_montgomery(k->one_m, BN_value_one(), k->mont, k->ctx) &&
           BN_to_montgomery(k->minus_1_m, k->minus_1, k->mont, k->ctx);
  }
  OPENSSL_free(room);
  return done;
}

static void close_number(struct number *k) {
  BN_MONT_CTX_free(k->mont);
  BN_free(k->power);
  BN_free(k->base);
  BN_free(k->minus_1_m);
  BN_free(k->one_m);
  BN_free(k->m);
  BN_free(k->minus_1);
  BN_free(k->n);
  BN_CTX_free(k->ctx);
}

// The mask of a = b, where the compiler sees no comparison to branch on.
static uint64_t same(const BIGNUM *a, const BIGNUM *b) {
  return ~ct_is_zero((uint64_t)BN_equal_consttime(a, b));
}

// One round with a random base between 2 and n - 2 (n - 1 would always pass):
// *out is the mask of: it passed. With z = base^m, that is z = 1, or n - 1 is
// one of z, z^2, ..., z^(2^(s - 1)).
static bool run_round(uint64_t *out, struct number *k) {
  *out = 0;
  if (!BN_rand_range_ex(k->base, 2, k->minus_1)) {
    return false;
  }
  if (!BN_mod_exp_mont_consttime(k->power, k->base, k->m, k->n, k->ctx,
                                 k->mont) ||
      !BN_to_montgomery(k->power, k->power, k->mont, k->ctx)) {
    return false;
  }
  uint64_t passed = same(k->power, k->one_m);
  for (uint64_t i = 0; i < TAIL; i++) {
    // The barrier keeps gcc from counting from -twos.
    uint64_t counts = ct_lt(i, ct_barrier(k->twos));
    passed |= counts & same(k->power, k->minus_1_m);
    if (!BN_mod_mul_montgomery(k->power, k->power, k->power, k->mont, k->ctx)) {
      return false;
    }
  }
  *out = passed;
  return true;
}

enum mint_code mint_confirm(bool *out_prime, BN_MONT_CTX **out_mont,
                            const uint64_t *n, unsigned bits, unsigned rounds,
                            mint_confirm_fn go_on, void *context) {
  struct number k;
  *out_prime = false;
  if (out_mont != NULL) {
    *out_mont = NULL;
  }
  bool done = open_number(&k, n, mint_arith_words(bits));
  // Public, this and each round: a number that fails is thrown away.
  bool passed = done && ct_declassify(ct_lt(TAIL, k.twos)) == 0;
  for (unsigned i = 0; i < rounds && done && passed; i++) {
    uint64_t mask = 0;
    if (go_on != NULL && !go_on(context)) {
      passed = false;
      break;
    }
    done = run_round(&mask, &k);
    passed = ct_declassify(mask) != 0;
  }
  *out_prime = done && passed;
  if (*out_prime && out_mont != NULL) {
    *out_mont = k.mont;
    k.mont = NULL;
  }
  close_number(&k);
  if (!done) {
    ERR_clear_error();
    return MINT_E_MEMORY;
  }
  return MINT_E_NONE;
}
