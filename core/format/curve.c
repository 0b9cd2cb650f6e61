// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// curve.c puts a point into its curve's equation, in BoringSSL's BIGNUMs.

#include "core/format/curve.h"

#include <openssl/bn.h>

static const struct mint_curve curves[] = {
    {"nistp256", 256,
     "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
     "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"},
    {"nistp384", 384,
     "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0"
     "0"
     "00000000000000ffffffff",
     "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8"
     "a"
     "2ed19d2a85c8edd3ec2aef"},
    {"nistp521", 521,
     "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
     "f"
     "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
     "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193"
     "9"
     "51ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00"},
};

const struct mint_curve *mint_curve_of_bits(unsigned bits) {
  for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++) {
    if (curves[i].bits == bits) {
      return &curves[i];
    }
  }
  return NULL;
}

// *out_holds tells whether x and y satisfy the equation. Returns false if an
// allocation failed.
static bool equation_holds(const struct mint_curve *curve, const CBS *x_bytes,
                           const CBS *y_bytes, bool *out_holds) {
  bool done = false;
  BIGNUM *p = NULL;
  BIGNUM *b = NULL;
  BIGNUM *x = BN_bin2bn(CBS_data(x_bytes), CBS_len(x_bytes), NULL);
  BIGNUM *y = BN_bin2bn(CBS_data(y_bytes), CBS_len(y_bytes), NULL);
  BIGNUM *left = BN_new();
  BIGNUM *right = BN_new();
  BN_CTX *ctx = BN_CTX_new();
  *out_holds = false;
  if (x == NULL || y == NULL || left == NULL || right == NULL || ctx == NULL ||
      BN_hex2bn(&p, curve->p) == 0 || BN_hex2bn(&b, curve->b) == 0) {
    goto out;
  }
  if (BN_cmp(x, p) >= 0 || BN_cmp(y, p) >= 0) {
    done = true;
    goto out;
  }
  // right = (x^2 - 3) x + b
  if (!BN_mod_sqr(left, y, p, ctx) || !BN_mod_sqr(right, x, p, ctx) ||
      !BN_sub_word(right, 3) || !BN_mod_mul(right, right, x, p, ctx) ||
      !BN_mod_add(right, right, b, p, ctx)) {
    goto out;
  }
  *out_holds = BN_cmp(left, right) == 0;
  done = true;

out:
  BN_free(p);
  BN_free(b);
  BN_free(x);
  BN_free(y);
  BN_free(left);
  BN_free(right);
  BN_CTX_free(ctx);
  return done;
}

enum mint_code mint_curve_check_vartime(const struct mint_curve *curve,
                                        const CBS *point) {
  CBS rest = *point;
  CBS x;
  CBS y;
  uint8_t form = 0;
  size_t len = (curve->bits + 7) / 8;
  if (!CBS_get_u8(&rest, &form) || form != 4 ||
      !CBS_get_bytes(&rest, &x, len) || !CBS_get_bytes(&rest, &y, len) ||
      CBS_len(&rest) != 0) {
    return MINT_E_SSH_SYNTAX;
  }
  bool holds = false;
  if (!equation_holds(curve, &x, &y, &holds)) {
    return MINT_E_MEMORY;
  }
  return holds ? MINT_E_NONE : MINT_E_SSH_POINT;
}
