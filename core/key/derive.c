// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// derive.c computes n, d, dP, dQ and qInv in constant time.

#include "core/key/derive.h"

#include <string.h>

#include <openssl/mem.h>

#include "core/base/ct.h"
#include "core/prime/arith.h"

#define HALF_MAX (MINT_RSA_PRIVATE_BITS_MAX / 2 / 64)
#define FULL_MAX (2 * HALF_MAX)

struct numbers {
  size_t half;  // words of a prime
  uint32_t e;
  uint64_t p[HALF_MAX];
  uint64_t q[HALF_MAX];
  uint64_t p_minus_1[HALF_MAX];
  uint64_t q_minus_1[HALF_MAX];
  uint64_t n[FULL_MAX];
  uint64_t lcm[FULL_MAX];
  uint64_t d[FULL_MAX];
  uint64_t dp[HALF_MAX];
  uint64_t dq[HALF_MAX];
  uint64_t qinv[HALF_MAX];
  uint64_t product[FULL_MAX + 1];
  uint64_t a[HALF_MAX];
  uint64_t b[HALF_MAX];
  uint64_t scratch[FULL_MAX + 1];
};

// lcm(p - 1, q - 1) = (p - 1) / gcd (q - 1).
static void set_lcm(struct numbers *k) {
  size_t half = k->half;
  mint_arith_gcd(k->dp, k->p_minus_1, k->q_minus_1, half);
  mint_arith_div(k->a, k->b, k->p_minus_1, half, k->dp, half, k->scratch);
  mint_arith_mul(k->lcm, k->a, half, k->q_minus_1, half);
}

static size_t bit_length(uint32_t e) {
  size_t bits = 0;
  for (; e != 0; e >>= 1) {
    bits++;
  }
  return bits;
}

// d = (1 + f lcm) / e with the f < e that makes it whole: f = -1/lcm modulo e.
// Smaller than the lcm, as f + 1 <= e.
static void set_d(struct numbers *k) {
  size_t full = 2 * k->half;
  uint64_t e = k->e;
  uint64_t rest = 0;
  mint_arith_mod(&rest, k->lcm, full, &e, bit_length(k->e), k->scratch);
  uint64_t factor = 0;
  mint_arith_inverse(&factor, &rest, &e, 1);
  factor = e - factor;
  mint_arith_mul(k->product, k->lcm, full, &factor, 1);
  uint64_t carry = 1;
  for (size_t i = 0; i <= full; i++) {
    k->product[i] += carry;
    carry &= ct_is_zero(k->product[i]);
  }
  mint_arith_div_word(k->product, k->product, e, full + 1);
  memcpy(k->d, k->product, 8 * full);
}

// Makes p the larger of two numbers.
static void order(struct numbers *k) {
  uint64_t swap = mint_arith_lt(k->p, k->q, k->half);
  for (size_t i = 0; i < k->half; i++) {
    uint64_t both = (k->p[i] ^ k->q[i]) & swap;
    k->p[i] ^= both;
    k->q[i] ^= both;
  }
}

// Appends the digits of a number to parts->bytes and points `out` at them,
// without leading zeros: the length in bytes of a component is public.
static bool add_number(struct mint_parts *parts, CBS *out, const uint64_t *a,
                       size_t words) {
  struct mint_secret *bytes = &parts->bytes;
  size_t len = 8 * words;
  if (len > bytes->cap - bytes->len) {
    return false;
  }
  uint8_t *start = bytes->data + bytes->len;
  mint_arith_store(start, len, a, words);
  bytes->len += len;
  CBS_init(out, start, len);
  while (CBS_len(out) > 1 && ct_declassify(ct_is_zero(CBS_data(out)[0])) != 0) {
    (void)CBS_skip(out, 1);
  }
  return true;
}

static enum mint_code fill(struct mint_parts *parts, const struct numbers *k) {
  size_t half = k->half;
  size_t full = 2 * half;
  uint64_t e = k->e;
  parts->about.kind = MINT_KIND_PRIVATE;
  parts->about.format = MINT_FORMAT_PEM;
  // n and d: full length; the five others: half; e: one word.
  if (mint_secret_open(&parts->bytes, 8 * (2 * full + 5 * half + 1)) !=
      MINT_OK) {
    return MINT_E_MEMORY;
  }
  struct mint_rsa *to = &parts->rsa;
  to->has_crt = true;
  if (!add_number(parts, &to->n, k->n, full) ||
      !add_number(parts, &to->e, &e, 1) ||
      !add_number(parts, &to->d, k->d, full) ||
      !add_number(parts, &to->p, k->p, half) ||
      !add_number(parts, &to->q, k->q, half) ||
      !add_number(parts, &to->dp, k->dp, half) ||
      !add_number(parts, &to->dq, k->dq, half) ||
      !add_number(parts, &to->qinv, k->qinv, half)) {
    return MINT_E_INTERNAL;
  }
  return mint_parts_set_rsa(parts);
}

enum mint_code mint_derive(struct mint_parts *parts, const uint64_t *p,
                           const uint64_t *q, unsigned half_bits, uint32_t e) {
  struct numbers *k = OPENSSL_malloc(sizeof(*k));
  if (k == NULL) {
    return MINT_E_MEMORY;
  }
  memset(k, 0, sizeof(*k));
  k->half = mint_arith_words(half_bits);
  k->e = e;
  memcpy(k->p, p, 8 * k->half);
  memcpy(k->q, q, 8 * k->half);
  order(k);
  mint_arith_mul(k->n, k->p, k->half, k->q, k->half);
  MINT_CT_PUBLIC(k->n, 16 * k->half);  // the modulus: half of the public key
  mint_arith_sub_word(k->p_minus_1, k->p, 1, k->half);
  mint_arith_sub_word(k->q_minus_1, k->q, 1, k->half);
  set_lcm(k);
  set_d(k);
  mint_arith_mod(k->dp, k->d, 2 * k->half, k->p_minus_1, half_bits, k->scratch);
  mint_arith_mod(k->dq, k->d, 2 * k->half, k->q_minus_1, half_bits, k->scratch);
  mint_arith_inverse(k->qinv, k->q, k->p, k->half);  // q < p
  enum mint_code code = fill(parts, k);
  OPENSSL_free(k);
  return code;
}
