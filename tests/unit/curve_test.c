// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "core/format/curve.h"

#include <string.h>

#include <criterion/criterion.h>

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/mem.h>
#include <openssl/nid.h>
#include <openssl/rand.h>

#include "tests/unit/parse_kit.h"

#define POINT_MAX (1 + 2 * 66)

static const struct {
  unsigned bits;
  int nid;
} kCurves[] = {
    {256, NID_X9_62_prime256v1}, {384, NID_secp384r1}, {521, NID_secp521r1}};

static enum mint_code check(unsigned bits, const uint8_t *point, size_t len) {
  CBS cbs;
  CBS_init(&cbs, point, len);
  return mint_curve_check_vartime(mint_curve_of_bits(bits), &cbs);
}

// BoringSSL's own opinion.
static bool oracle(const EC_GROUP *group, const uint8_t *in, size_t len) {
  EC_POINT *point = EC_POINT_new(group);
  bool on = EC_POINT_oct2point(group, point, in, len, NULL) != 0;
  EC_POINT_free(point);
  return on;
}

Test(curve, names) {
  cr_expect_str_eq(mint_curve_of_bits(256)->name, "nistp256");
  cr_expect_str_eq(mint_curve_of_bits(384)->name, "nistp384");
  cr_expect_str_eq(mint_curve_of_bits(521)->name, "nistp521");
  cr_expect_null(mint_curve_of_bits(0));
  cr_expect_null(mint_curve_of_bits(224));
  cr_expect_null(mint_curve_of_bits(255));
}

// The constants are BoringSSL's.
Test(curve, constants) {
  for (size_t i = 0; i < COUNT(kCurves); i++) {
    EC_GROUP *group = EC_GROUP_new_by_curve_name(kCurves[i].nid);
    const struct mint_curve *curve = mint_curve_of_bits(kCurves[i].bits);
    BIGNUM *p = BN_new();
    BIGNUM *a = BN_new();
    BIGNUM *b = BN_new();
    BIGNUM *ours = NULL;
    cr_assert(EC_GROUP_get_curve_GFp(group, p, a, b, NULL));
    cr_assert(BN_hex2bn(&ours, curve->p));
    cr_expect_eq(BN_cmp(p, ours), 0, "p of %s", curve->name);
    cr_assert(BN_hex2bn(&ours, curve->b));
    cr_expect_eq(BN_cmp(b, ours), 0, "b of %s", curve->name);
    cr_assert(BN_add_word(a, 3));
    cr_expect_eq(BN_cmp(a, p), 0, "a of %s", curve->name);
    BN_free(p);
    BN_free(a);
    BN_free(b);
    BN_free(ours);
  }
}

// Random points, and each with one bit flipped.
Test(curve, agrees_with_boringssl) {
  for (size_t i = 0; i < COUNT(kCurves); i++) {
    EC_GROUP *group = EC_GROUP_new_by_curve_name(kCurves[i].nid);
    EC_POINT *point = EC_POINT_new(group);
    BIGNUM *scalar = BN_new();
    for (int round = 0; round < 8; round++) {
      uint8_t bytes[POINT_MAX];
      uint8_t random[2];
      cr_assert(BN_rand_range_ex(scalar, 1, EC_GROUP_get0_order(group)));
      cr_assert(EC_POINT_mul(group, point, scalar, NULL, NULL, NULL));
      size_t len =
          EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, bytes,
                             sizeof(bytes), NULL);
      cr_assert_eq(len, 1 + 2 * ((kCurves[i].bits + 7) / 8));
      cr_expect_eq(check(kCurves[i].bits, bytes, len), MINT_E_NONE);
      for (int flip = 0; flip < 16; flip++) {
        (void)RAND_bytes(random, sizeof(random));
        size_t bit = 8 + (random[0] | (size_t)random[1] << 8) % (8 * (len - 1));
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        cr_expect_not(oracle(group, bytes, len));
        cr_expect_eq(check(kCurves[i].bits, bytes, len), MINT_E_SSH_POINT,
                     "%u bits, bit %zu", kCurves[i].bits, bit);
        bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
      }
    }
    BN_free(scalar);
    EC_POINT_free(point);
  }
}

// Small x: there x^2 - 3 is negative. The same x plus p, where it fits, is no
// coordinate, though it satisfies the equation.
Test(curve, small_and_too_large_coordinates) {
  size_t on_curve = 0;
  size_t too_large = 0;
  for (size_t i = 0; i < COUNT(kCurves); i++) {
    EC_GROUP *group = EC_GROUP_new_by_curve_name(kCurves[i].nid);
    EC_POINT *point = EC_POINT_new(group);
    size_t len = (kCurves[i].bits + 7) / 8;
    BIGNUM *x = BN_new();
    BIGNUM *y = BN_new();
    BIGNUM *p = BN_new();
    cr_assert(EC_GROUP_get_curve_GFp(group, p, NULL, NULL, NULL));
    for (unsigned word = 0; word < 24; word++) {
      uint8_t bytes[POINT_MAX] = {4};
      cr_assert(BN_set_word(x, word));
      if (!EC_POINT_set_compressed_coordinates_GFp(group, point, x, 1, NULL)) {
        bytes[len] = (uint8_t)word;
        cr_expect_eq(check(kCurves[i].bits, bytes, 1 + 2 * len),
                     MINT_E_SSH_POINT);
        continue;
      }
      on_curve++;
      cr_assert(EC_POINT_get_affine_coordinates_GFp(group, point, x, y, NULL));
      cr_assert(BN_bn2bin_padded(bytes + 1, len, x));
      cr_assert(BN_bn2bin_padded(bytes + 1 + len, len, y));
      cr_expect_eq(check(kCurves[i].bits, bytes, 1 + 2 * len), MINT_E_NONE,
                   "%u bits, x = %u", kCurves[i].bits, word);
      cr_assert(BN_add(x, x, p));
      if (BN_bn2bin_padded(bytes + 1, len, x)) {
        too_large++;
        cr_expect_eq(check(kCurves[i].bits, bytes, 1 + 2 * len),
                     MINT_E_SSH_POINT, "%u bits, x = p + %u", kCurves[i].bits,
                     word);
      }
      cr_assert(BN_sub(x, x, p) && BN_bn2bin_padded(bytes + 1, len, x));
      cr_assert(BN_add(y, y, p));
      if (BN_bn2bin_padded(bytes + 1 + len, len, y)) {
        too_large++;
        cr_expect_eq(check(kCurves[i].bits, bytes, 1 + 2 * len),
                     MINT_E_SSH_POINT, "%u bits, y + p", kCurves[i].bits);
      }
    }
    BN_free(x);
    BN_free(y);
    BN_free(p);
    EC_POINT_free(point);
  }
  cr_expect_gt(on_curve, 20);
  cr_expect_gt(too_large, 20);
}

Test(curve, forms) {
  static struct kit kit;
  kit_blob(&kit, "ecdsa256.pub");
  uint8_t point[70];
  memcpy(point, kit.data + kit.len - 65, 65);
  cr_assert_eq(check(256, point, 65), MINT_E_NONE);
  for (size_t len = 0; len <= sizeof(point); len++) {
    cr_expect_eq(check(256, point, len),
                 len == 65 ? MINT_E_NONE : MINT_E_SSH_SYNTAX, "%zu bytes", len);
  }
  for (int form = 0; form < 256; form++) {
    point[0] = (uint8_t)form;
    cr_expect_eq(check(256, point, 65),
                 form == 4 ? MINT_E_NONE : MINT_E_SSH_SYNTAX, "form %d", form);
  }
  point[0] = 4;
  cr_expect_eq(check(384, point, 65), MINT_E_SSH_SYNTAX);
  memset(point + 1, 0, 64);  // no point at infinity in this form
  cr_expect_eq(check(256, point, 65), MINT_E_SSH_POINT);
  memset(point + 1, 0xff, 64);
  cr_expect_eq(check(256, point, 65), MINT_E_SSH_POINT);
  point[0] = 0;
  cr_expect_eq(check(256, point, 1), MINT_E_SSH_SYNTAX);
}
