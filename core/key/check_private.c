// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// check_private.c computes the rules of private keys on fixed-size numbers in
// constant time. What becomes public is whether each rule holds: a key that
// breaks one is refused, and its owner must learn which.

#include "core/key/check.h"

#include <string.h>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/mem.h>

#include "core/base/ct.h"
#include "core/prime/arith.h"

#define HALF_MAX (MINT_RSA_PRIVATE_BITS_MAX / 2 / 64)
#define FULL_MAX (2 * HALF_MAX)

// The numbers of a key, in words. `half` words hold p, `full` hold n.
struct numbers {
  size_t half;
  size_t full;
  unsigned half_bits;
  uint64_t n[FULL_MAX];
  uint64_t d[FULL_MAX];
  uint64_t p[HALF_MAX];
  uint64_t q[HALF_MAX];
  uint64_t p_minus_1[HALF_MAX];
  uint64_t q_minus_1[HALF_MAX];
  uint64_t part[HALF_MAX];  // dP, dQ or qInv
  uint64_t product[FULL_MAX + 1];
  uint64_t rest[HALF_MAX];
  uint64_t scratch[FULL_MAX + 1];
};

// Public: the outcome of a rule.
static void rule(struct mint_report *report, enum mint_rule number,
                 uint64_t mask) {
  mint_report_rule(report, number, ct_declassify(mask) != 0);
}

// The mask of: `digits` has exactly `bits` bits. Its length in bytes is public.
static uint64_t has_bits(const CBS *digits, unsigned bits) {
  if (CBS_len(digits) != (bits + 7) / 8) {
    return 0;
  }
  return ct_eq((uint64_t)CBS_data(digits)[0] >> ((bits - 1) % 8), 1);
}

static void load(uint64_t *out, size_t words, const CBS *digits) {
  mint_arith_load(out, words, CBS_data(digits), CBS_len(digits));
}

static bool fits(const CBS *digits, size_t words) {
  return CBS_len(digits) <= 8 * words;
}

// The mask of: product = 1 modulo m. `product` has `words` words.
static uint64_t is_one_modulo(struct numbers *k, size_t words,
                              const uint64_t *m) {
  mint_arith_mod(k->rest, k->product, words, m, k->half_bits, k->scratch);
  return mint_arith_is_word(k->rest, 1, k->half);
}

// K16: e d = 1 modulo p - 1 and q - 1, so modulo their lcm.
static uint64_t d_is_inverse(struct numbers *k, const CBS *e) {
  uint64_t e_word = 0;
  load(&e_word, 1, e);
  mint_arith_mul(k->product, k->d, k->full, &e_word, 1);
  uint64_t mod_p = is_one_modulo(k, k->full + 1, k->p_minus_1);
  uint64_t mod_q = is_one_modulo(k, k->full + 1, k->q_minus_1);
  return mod_p & mod_q;
}

// K17 and K18: `digits` = d modulo m.
static uint64_t is_reduced_d(struct numbers *k, const CBS *digits,
                             const uint64_t *m) {
  if (!fits(digits, k->half)) {
    return 0;
  }
  load(k->part, k->half, digits);
  mint_arith_mod(k->rest, k->d, k->full, m, k->half_bits, k->scratch);
  return mint_arith_eq(k->rest, k->part, k->half);
}

// K19: q qInv = 1 modulo p, and qInv < p.
static uint64_t is_inverse_of_q(struct numbers *k, const CBS *qinv) {
  if (!fits(qinv, k->half)) {
    return 0;
  }
  load(k->part, k->half, qinv);
  mint_arith_mul(k->product, k->q, k->half, k->part, k->half);
  return is_one_modulo(k, k->full, k->p) &
         mint_arith_lt(k->part, k->p, k->half);
}

// Reduces d modulo m and appends the digits to `crt`, where `out` points to
// them without leading zeros: the length of a component is public.
static bool add_reduced_d(struct numbers *k, struct mint_secret *crt, CBS *out,
                          const uint64_t *m) {
  size_t len = (k->half_bits + 7) / 8;
  if (len > crt->cap - crt->len) {
    return false;
  }
  uint8_t *digits = crt->data + crt->len;
  crt->len += len;
  mint_arith_mod(k->rest, k->d, k->full, m, k->half_bits, k->scratch);
  mint_arith_store(digits, len, k->rest, k->half);
  CBS_init(out, digits, len);
  while (CBS_len(out) != 0 &&
         ct_declassify(ct_is_zero(CBS_data(out)[0])) != 0) {
    (void)CBS_skip(out, 1);
  }
  return true;
}

// What the form has left out.
static enum mint_code complete_crt(struct numbers *k, struct mint_rsa *rsa,
                                   struct mint_secret *crt) {
  if (mint_secret_open(crt, 2 * ((size_t)k->half_bits + 7) / 8 + 2) !=
      MINT_OK) {
    return MINT_E_MEMORY;
  }
  if (!add_reduced_d(k, crt, &rsa->dp, k->p_minus_1) ||
      !add_reduced_d(k, crt, &rsa->dq, k->q_minus_1)) {
    return MINT_E_INTERNAL;
  }
  rsa->has_crt = true;
  return MINT_E_NONE;
}

static void check_exponents(struct mint_report *report, struct numbers *k,
                            const struct mint_rsa *rsa) {
  if (!fits(&rsa->d, k->full)) {
    mint_report_rule(report, MINT_K_D_RANGE, false);
    return;
  }
  load(k->d, k->full, &rsa->d);
  mint_arith_sub_word(k->p_minus_1, k->p, 1, k->half);
  mint_arith_sub_word(k->q_minus_1, k->q, 1, k->half);
  rule(report, MINT_K_D_RANGE,
       mint_arith_lt(k->d, k->n, k->full) &
           mint_arith_exceeds_bit(k->d, k->half_bits, k->full));
  rule(report, MINT_K_D_INVERSE, d_is_inverse(k, &rsa->e));
  if (rsa->has_crt) {
    rule(report, MINT_K_DP, is_reduced_d(k, &rsa->dp, k->p_minus_1));
    rule(report, MINT_K_DQ, is_reduced_d(k, &rsa->dq, k->q_minus_1));
  }
  rule(report, MINT_K_QINV, is_inverse_of_q(k, &rsa->qinv));
}

// The mask of: a >= sqrt(2) 2^(half_bits - 1), so a^2 > 2^(2 half_bits - 1),
// which is no square.
static uint64_t is_large_factor(struct numbers *k, const uint64_t *a) {
  mint_arith_mul(k->product, a, k->half, a, k->half);
  return mint_arith_exceeds_bit(k->product, 2 * (size_t)k->half_bits - 1,
                                k->full);
}

static void check_factors(struct mint_report *report, struct numbers *k,
                          const struct mint_rsa *rsa) {
  load(k->n, k->full, &rsa->n);
  load(k->p, k->half, &rsa->p);
  load(k->q, k->half, &rsa->q);
  mint_arith_mul(k->product, k->p, k->half, k->q, k->half);
  rule(report, MINT_K_PRODUCT, mint_arith_eq(k->product, k->n, k->full));
  uint64_t large = is_large_factor(k, k->p) & is_large_factor(k, k->q);
  if (ct_declassify(large) != 0) {
    mint_report_rule(report, MINT_K_FACTOR_SIZE, true);
  } else {
    mint_report_warn(report, MINT_K_FACTOR_SIZE);
  }
  if (k->half_bits > MINT_PRIME_DISTANCE_BITS) {
    mint_arith_abs_diff(k->rest, k->p, k->q, k->half);
    rule(report, MINT_K_DISTANCE,
         mint_arith_exceeds_bit(
             k->rest, k->half_bits - MINT_PRIME_DISTANCE_BITS, k->half));
  }
}

// Miller-Rabin by BoringSSL, whose time depends on the size and the answer
// only.
static bool test_prime(bool *out_prime, const CBS *digits) {
  bool done = false;
  int is_prime = 0;
  BN_CTX *ctx = BN_CTX_new();
  BIGNUM *number = BN_bin2bn(CBS_data(digits), CBS_len(digits), NULL);
  if (ctx != NULL && number != NULL) {
    done = BN_primality_test(&is_prime, number, MINT_PRIME_ROUNDS_IMPORTED, ctx,
                             0, NULL) != 0;
  }
  BN_free(number);
  BN_CTX_free(ctx);
  *out_prime = is_prime != 0;
  return done;
}

static enum mint_code check_primes(struct mint_report *report,
                                   const struct mint_rsa *rsa) {
  bool p_prime = false;
  bool q_prime = false;
  if (!test_prime(&p_prime, &rsa->p) || !test_prime(&q_prime, &rsa->q)) {
    ERR_clear_error();
    return MINT_E_MEMORY;
  }
  mint_report_rule(report, MINT_K_FACTORS_PRIME, p_prime && q_prime);
  return MINT_E_NONE;
}

enum mint_code mint_check_private(struct mint_report *report,
                                  struct mint_rsa *rsa, struct mint_secret *crt,
                                  unsigned bits, enum mint_origin origin) {
  unsigned half_bits = bits / 2;
  if (half_bits == 0) {
    mint_report_rule(report, MINT_K_FACTOR_BITS, false);
    return MINT_E_NONE;
  }
  rule(report, MINT_K_FACTOR_BITS,
       has_bits(&rsa->p, half_bits) & has_bits(&rsa->q, half_bits));
  if (mint_report_has(report->broken, MINT_K_FACTOR_BITS)) {
    return MINT_E_NONE;  // the other rules are about factors of that length
  }
  struct numbers *k = OPENSSL_malloc(sizeof(*k));
  if (k == NULL) {
    return MINT_E_MEMORY;
  }
  memset(k, 0, sizeof(*k));
  k->half_bits = half_bits;
  k->half = mint_arith_words(half_bits);
  k->full = 2 * k->half;
  check_factors(report, k, rsa);
  check_exponents(report, k, rsa);
  enum mint_code code = MINT_E_NONE;
  if (!rsa->has_crt && report->broken == 0) {
    code = complete_crt(k, rsa, crt);
  }
  OPENSSL_free(k);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (origin == MINT_ORIGIN_GENERATED) {
    mint_report_rule(report, MINT_K_FACTORS_PRIME, true);
    return MINT_E_NONE;
  }
  return check_primes(report, rsa);
}
