// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// weak_families.c recognises keys of known bad generators.

#include <string.h>

#include "core/key/weak.h"

// Sets `root` to the largest number whose square is at most n, which is not 0
// (Newton, from above).
static bool floor_sqrt(BIGNUM *root, const BIGNUM *n, BN_CTX *ctx) {
  bool done = false;
  BN_CTX_start(ctx);
  BIGNUM *next = BN_CTX_get(ctx);
  if (next == NULL || !BN_one(root) ||
      !BN_lshift(root, root, (int)(BN_num_bits(n) + 1) / 2)) {
    goto out;
  }
  for (;;) {
    if (!BN_div(next, NULL, n, root, ctx) || !BN_add(next, next, root) ||
        !BN_rshift1(next, next)) {
      goto out;
    }
    if (BN_cmp(next, root) >= 0) {
      break;
    }
    if (BN_copy(root, next) == NULL) {
      goto out;
    }
  }
  done = true;

out:
  BN_CTX_end(ctx);
  return done;
}

// Modulo each of these, few numbers are squares: all but one in 119 are turned
// away before a root is taken.
static const uint8_t kModuli[] = {64, 63, 65, 11};
#define NUM_MODULI (sizeof(kModuli))
#define MODULUS UINT64_C(2882880)  // their product

struct squares {
  bool has[NUM_MODULI][65];  // by the rest
};

static void find_squares(struct squares *out) {
  memset(out, 0, sizeof(*out));
  for (size_t i = 0; i < NUM_MODULI; i++) {
    for (uint32_t x = 0; x < kModuli[i]; x++) {
      out->has[i][x * x % kModuli[i]] = true;
    }
  }
}

// `rest` is modulo MODULUS.
static bool may_be_square(const struct squares *squares, uint64_t rest) {
  bool may = true;
  for (size_t i = 0; i < NUM_MODULI; i++) {
    may = may && squares->has[i][rest % kModuli[i]];
  }
  return may;
}

static bool rest_of(uint64_t *out, const BIGNUM *n) {
  *out = BN_mod_word(n, MODULUS);
  return *out != UINT64_MAX;
}

bool mint_weak_is_square(bool *out_square, const BIGNUM *n, BN_CTX *ctx) {
  struct squares squares;
  uint64_t rest = 0;
  *out_square = BN_is_zero(n) != 0;
  if (*out_square) {
    return true;
  }
  find_squares(&squares);
  if (!rest_of(&rest, n)) {
    return false;
  }
  if (!may_be_square(&squares, rest)) {
    return true;
  }
  bool done = false;
  BN_CTX_start(ctx);
  BIGNUM *root = BN_CTX_get(ctx);
  if (root != NULL && floor_sqrt(root, n, ctx) && BN_sqr(root, root, ctx)) {
    *out_square = BN_cmp(root, n) == 0;
    done = true;
  }
  BN_CTX_end(ctx);
  return done;
}

// A prime p of RSALib is a power of 65537 modulo every small prime, and so is
// the product of two: a random modulus is with probability 2^-27.8.
bool mint_weak_roca(bool *out_found, const BIGNUM *n) {
  static const uint8_t kPrimes[] = {11, 13, 17,  19,  37,  53,  61,  71, 73,
                                    79, 97, 103, 107, 109, 127, 151, 157};
  *out_found = false;
  for (size_t i = 0; i < sizeof(kPrimes); i++) {
    uint32_t prime = kPrimes[i];
    BN_ULONG rest = BN_mod_word(n, prime);
    if (rest == (BN_ULONG)-1) {
      return false;
    }
    uint32_t power = 1;
    bool member = false;
    for (uint32_t j = 1; j < prime && !member; j++) {
      member = power == rest;
      power = power * (65537 % prime) % prime;
    }
    if (!member) {
      return true;
    }
  }
  *out_found = true;
  return true;
}

// Sets `found` if a^2 - n is a square.
static bool try_center(bool *out_found, const BIGNUM *n, const BIGNUM *a,
                       BN_CTX *ctx) {
  BN_CTX_start(ctx);
  BIGNUM *b = BN_CTX_get(ctx);
  bool done = b != NULL && BN_sqr(b, a, ctx) && BN_sub(b, b, n) &&
              mint_weak_is_square(out_found, b, ctx);
  BN_CTX_end(ctx);
  return done;
}

// n = a^2 - b^2 = (a - b)(a + b), with a from sqrt(n) upwards. Most a are
// turned away by their rest alone.
bool mint_weak_fermat(bool *out_found, const BIGNUM *n, BN_CTX *ctx) {
  struct squares squares;
  uint64_t n_rest = 0;
  uint64_t a_rest = 0;
  bool done = false;
  *out_found = false;
  find_squares(&squares);
  BN_CTX_start(ctx);
  BIGNUM *a = BN_CTX_get(ctx);
  if (a == NULL || !floor_sqrt(a, n, ctx) || !rest_of(&n_rest, n) ||
      !rest_of(&a_rest, a)) {
    goto out;
  }
  for (unsigned i = 0; i < MINT_FERMAT_ROUNDS && !*out_found; i++) {
    if (!BN_add_word(a, 1)) {
      goto out;
    }
    a_rest = (a_rest + 1) % MODULUS;
    uint64_t b_rest = (a_rest * a_rest + MODULUS - n_rest) % MODULUS;
    if (may_be_square(&squares, b_rest) && !try_center(out_found, n, a, ctx)) {
      goto out;
    }
  }
  done = true;

out:
  BN_CTX_end(ctx);
  return done;
}

// Tests one convergent k/d of e/n. An exponent taken modulo lcm(p - 1, q - 1) =
// phi / g satisfies e d g = k phi + g, and k > g as e is long: so phi is the
// quotient without its rest, whatever g is, and d g / gcd(d g, k) the
// denominator. The factors are the roots of x^2 - (n - phi + 1) x + n.
static bool try_convergent(bool *out_found, const BIGNUM *n, const BIGNUM *e,
                           const BIGNUM *k, const BIGNUM *d, BN_CTX *ctx) {
  bool done = false;
  BN_CTX_start(ctx);
  BIGNUM *phi = BN_CTX_get(ctx);
  BIGNUM *four_n = BN_CTX_get(ctx);
  BIGNUM *sum = BN_CTX_get(ctx);
  if (sum == NULL || !BN_mul(sum, e, d, ctx) ||
      !BN_div(phi, NULL, sum, k, ctx)) {
    goto out;
  }
  if (BN_cmp(phi, n) >= 0) {
    done = true;
    goto out;
  }
  if (!BN_sub(sum, n, phi) || !BN_add_word(sum, 1) || !BN_sqr(sum, sum, ctx) ||
      !BN_lshift(four_n, n, 2) || !BN_sub(sum, sum, four_n)) {
    goto out;
  }
  done = BN_is_negative(sum) || mint_weak_is_square(out_found, sum, ctx);

out:
  BN_CTX_end(ctx);
  return done;
}

// Wiener 1990: d < n^(1/4) / 3 is the denominator of a convergent of e/n. That
// needs an e as long as n. A short one is not looked at, nor one that is
// longer: there the attack fails (it is Wiener's own remedy).
bool mint_weak_small_d(bool *out_found, const BIGNUM *n, const BIGNUM *e,
                       BN_CTX *ctx) {
  *out_found = false;
  if (BN_num_bits(e) * 2 < BN_num_bits(n) || BN_num_bits(e) > BN_num_bits(n)) {
    return true;
  }
  bool done = false;
  unsigned d_bits_max = BN_num_bits(n) / 4 + 1;
  BN_CTX_start(ctx);
  BIGNUM *a = BN_CTX_get(ctx);  // Euclid on e and n
  BIGNUM *b = BN_CTX_get(ctx);
  BIGNUM *quotient = BN_CTX_get(ctx);
  BIGNUM *rest = BN_CTX_get(ctx);
  BIGNUM *k0 = BN_CTX_get(ctx);  // the last two convergents, k/d
  BIGNUM *k1 = BN_CTX_get(ctx);
  BIGNUM *d0 = BN_CTX_get(ctx);
  BIGNUM *d1 = BN_CTX_get(ctx);
  BIGNUM *next = BN_CTX_get(ctx);
  if (next == NULL || BN_copy(a, e) == NULL || BN_copy(b, n) == NULL ||
      !BN_one(k1) || !BN_one(d0)) {
    goto out;
  }
  BN_zero(k0);
  BN_zero(d1);
  while (!BN_is_zero(b) && BN_num_bits(d1) <= d_bits_max && !*out_found) {
    if (!BN_div(quotient, rest, a, b, ctx) || BN_copy(a, b) == NULL ||
        BN_copy(b, rest) == NULL || !BN_mul(next, quotient, k1, ctx) ||
        !BN_add(next, next, k0) || BN_copy(k0, k1) == NULL ||
        BN_copy(k1, next) == NULL || !BN_mul(next, quotient, d1, ctx) ||
        !BN_add(next, next, d0) || BN_copy(d0, d1) == NULL ||
        BN_copy(d1, next) == NULL) {
      goto out;
    }
    if (!BN_is_zero(k1) && !try_convergent(out_found, n, e, k1, d1, ctx)) {
      goto out;
    }
  }
  done = true;

out:
  BN_CTX_end(ctx);
  return done;
}

// ---------------------------------------------------------------------------
// Patterns. Each comes with the probability that a random modulus of 2048 bits
// has it; together 2^-32.8, which is the lower half's bias, and 2^-47.8 at 3072
// bits. That n is a product of two primes with their top bits set is taken to
// change nothing at these distances.

static unsigned count_ones(const uint8_t *data, size_t len) {
  unsigned ones = 0;
  for (size_t i = 0; i < len; i++) {
    for (unsigned byte = data[i]; byte != 0; byte &= byte - 1) {
      ones++;
    }
  }
  return ones;
}

// Far fewer or more ones than a fair coin gives, under 40 % or over 60 %: of
// 2048 bits 2^-62.8 (9.1 standard deviations), of 1024 2^-32.8 (6.4).
static bool is_biased(const uint8_t *data, size_t len) {
  unsigned ones = count_ones(data, len);
  unsigned bits = (unsigned)len * 8;
  return ones * 10 < bits * 4 || ones * 10 > bits * 6;
}

// A run of 64 equal bits: 2^-53.
static bool has_long_run(const uint8_t *data, size_t len) {
  unsigned run = 0;
  unsigned last = 2;
  for (size_t i = 0; i < len * 8; i++) {
    unsigned bit = data[i / 8] >> (7 - i % 8) & 1u;
    run = bit == last ? run + 1 : 1;
    last = bit;
    if (run == 64) {
      return true;
    }
  }
  return false;
}

// A bit that is the same in every 32-bit word, as when primes are polynomials
// in 2^32: 2^-56, as 62 words are looked at. The top word is left out, and the
// lowest: each has a bit that is always set.
static bool has_constant_column(const uint8_t *data, size_t len) {
  uint32_t all_ones = UINT32_MAX;
  uint32_t any_ones = 0;
  for (size_t end = len; end >= 8; end -= 4) {
    const uint8_t *w = data + end - 4;
    uint32_t word = (uint32_t)w[0] << 24 | (uint32_t)w[1] << 16 |
                    (uint32_t)w[2] << 8 | w[3];
    if (end == len) {
      continue;
    }
    all_ones &= word;
    any_ones |= word;
  }
  return all_ones != 0 || any_ones != UINT32_MAX;
}

bool mint_weak_pattern(const CBS *n) {
  const uint8_t *data = CBS_data(n);
  size_t len = CBS_len(n);
  if (len * 8 < MINT_RSA_BITS_FLOOR) {
    return false;  // too short for these counts to mean much; refused anyway
  }
  return is_biased(data, len) || is_biased(data + len / 2, len - len / 2) ||
         has_long_run(data, len) || has_constant_column(data, len);
}
