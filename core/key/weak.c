// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// weak.c examines a modulus: SP 800-89 section 5.3.3 (no small factor,
// composite, not a power of a prime).

#include "core/key/weak.h"

#include <string.h>

#include <openssl/err.h>

// One byte an odd number: index i stands for 2 i + 1.
#define SIEVE (MINT_SMALL_FACTOR_LIMIT / 2)

static void sieve_odd_primes(uint8_t composite[SIEVE]) {
  memset(composite, 0, SIEVE);
  composite[0] = 1;
  for (uint32_t i = 1; (2 * i + 1) * (2 * i + 1) < MINT_SMALL_FACTOR_LIMIT;
       i++) {
    if (composite[i] != 0) {
      continue;
    }
    uint32_t prime = 2 * i + 1;
    for (uint32_t j = prime * prime / 2; j < SIEVE; j += prime) {
      composite[j] = 1;
    }
  }
}

static bool find_small_factor(bool *out_found, const BIGNUM *n) {
  uint8_t composite[SIEVE];
  sieve_odd_primes(composite);
  *out_found = false;
  for (uint32_t i = 1; i < SIEVE && !*out_found; i++) {
    if (composite[i] != 0) {
      continue;
    }
    BN_ULONG rest = BN_mod_word(n, 2 * i + 1);
    if (rest == (BN_ULONG)-1) {
      return false;
    }
    *out_found = rest == 0 && !BN_is_word(n, 2 * i + 1);
  }
  return true;
}

// With x = 2^n mod n: if n is a prime, x = 2 (Fermat); if it is a power of a
// prime p, x = 2 modulo p, and the greatest common divisor of x - 2 and n shows
// p. No honest modulus has either property, and one that has it otherwise is
// split by the same divisor: so the answer needs no second test, and costs one
// exponentiation whatever the modulus is. Two primes whose p - 1 and q - 1 have
// nearly all in common are split like that too: a private key is asked as well,
// so that it is not taken where its own public line is refused.
static bool find_power(struct mint_weak *out, const BIGNUM *n, BN_CTX *ctx) {
  bool done = false;
  BIGNUM *base = BN_new();
  BIGNUM *x = BN_new();
  if (base == NULL || x == NULL || !BN_set_word(base, 2) ||
      !BN_mod_exp_mont(x, base, n, n, ctx, NULL)) {
    goto out;
  }
  out->prime = BN_is_word(x, 2) != 0;
  if (!out->prime) {
    if (!BN_mod_sub(x, x, base, n, ctx) || !BN_gcd(x, x, n, ctx)) {
      goto out;
    }
    out->power = out->power || !BN_is_one(x);
  }
  done = true;

out:
  BN_free(base);
  BN_free(x);
  return done;
}

static bool find_all(struct mint_weak *out, const BIGNUM *n, const BIGNUM *e,
                     bool is_generated, BN_CTX *ctx) {
  return (is_generated || find_small_factor(&out->small_factor, n)) &&
         mint_weak_is_square(&out->power, n, ctx) &&
         (out->small_factor || is_generated || find_power(out, n, ctx)) &&
         mint_weak_roca(&out->roca, n) &&
         mint_weak_fermat(&out->fermat, n, ctx) &&
         mint_weak_small_d(&out->small_d, n, e, ctx);
}

enum mint_code mint_weak_find_vartime(struct mint_weak *out, const CBS *n,
                                      const CBS *e, bool is_generated) {
  struct mint_weak found;
  memset(&found, 0, sizeof(found));
  memset(out, 0, sizeof(*out));
  BN_CTX *ctx = BN_CTX_new();
  BIGNUM *modulus = BN_bin2bn(CBS_data(n), CBS_len(n), NULL);
  BIGNUM *exponent = BN_bin2bn(CBS_data(e), CBS_len(e), NULL);
  bool done = ctx != NULL && modulus != NULL && exponent != NULL &&
              find_all(&found, modulus, exponent, is_generated, ctx);
  if (done) {
    found.pattern = mint_weak_pattern(n);
    *out = found;
  }
  BN_CTX_free(ctx);
  BN_free(modulus);
  BN_free(exponent);
  ERR_clear_error();
  return done ? MINT_E_NONE : MINT_E_MEMORY;
}
