// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pairwise.c signs with a private key, by the Chinese remainder theorem, so
// that p, q, dP, dQ and qInv are all used, and lets BoringSSL verify with the
// public key. (Its own RSA_sign accepts a wrong qInv, and prepares for
// many signatures where one is enough.)

#include <string.h>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/mem.h>
#include <openssl/nid.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

#include "core/base/arena.h"
#include "core/base/ct.h"
#include "core/format/sshpub.h"
#include "core/key/check.h"
#include "core/prime/arith.h"

#define HALF_MAX (MINT_RSA_PRIVATE_BITS_MAX / 2 / 64)
#define FULL_MAX (2 * HALF_MAX)

struct signing {
  size_t half;  // words of a prime
  size_t half_bits;
  uint64_t message[FULL_MAX];
  uint64_t p[HALF_MAX];
  uint64_t q[HALF_MAX];
  uint64_t qinv[HALF_MAX];
  uint64_t at_p[HALF_MAX];  // message^d modulo p
  uint64_t at_q[HALF_MAX];
  uint64_t rest[HALF_MAX];
  uint64_t product[FULL_MAX];
  uint64_t scratch[FULL_MAX + 1];
  uint8_t digits[8 * FULL_MAX];  // of the message, then of the signature
};

// EMSA-PKCS1-v1_5 of a SHA-256, in `len` bytes (RFC 8017 9.2).
static bool encode(uint8_t *out, size_t len,
                   const uint8_t digest[SHA256_DIGEST_LENGTH]) {
  uint8_t *info = NULL;
  size_t info_len = 0;
  int is_alloced = 0;
  if (!RSA_add_pkcs1_prefix(&info, &info_len, &is_alloced, NID_sha256, digest,
                            SHA256_DIGEST_LENGTH)) {
    return false;
  }
  memset(out, 0xff, len);
  out[0] = 0;
  out[1] = 1;
  out[len - info_len - 1] = 0;
  memcpy(out + len - info_len, info, info_len);
  if (is_alloced != 0) {
    OPENSSL_free(info);
  }
  return true;
}

static BIGNUM *to_bignum(const CBS *digits) {
  return BN_bin2bn(CBS_data(digits), CBS_len(digits), NULL);
}

// message^exponent modulo the prime `digits`, whose words are `prime`. `known`,
// which may be NULL, is the prime's Montgomery context. False if memory is
// lacking.
static bool raise(uint64_t *out, struct signing *k, const uint64_t *prime,
                  const CBS *digits, const CBS *exponent,
                  const BN_MONT_CTX *known) {
  bool done = false;
  uint8_t *room = (uint8_t *)k->product;
  size_t len = 8 * k->half;
  mint_arith_mod(k->rest, k->message, 2 * k->half, prime, k->half_bits,
                 k->scratch);
  mint_arith_store(room, len, k->rest, k->half);
  BIGNUM *base = BN_bin2bn(room, len, NULL);
  BIGNUM *modulus = to_bignum(digits);
  BIGNUM *power = to_bignum(exponent);
  BN_CTX *ctx = BN_CTX_new();
  BN_MONT_CTX *made = NULL;
  if (base != NULL && modulus != NULL && power != NULL && ctx != NULL) {
    if (known == NULL) {
      known = made = BN_MONT_CTX_new_consttime(modulus, ctx);
    }
    done = known != NULL &&
           BN_mod_exp_mont_consttime(base, base, power, modulus, ctx, known) &&
           BN_bn2bin_padded(room, len, base);
  }
  mint_arith_load(out, k->half, room, len);
  BN_MONT_CTX_free(made);
  BN_CTX_free(ctx);
  BN_free(power);
  BN_free(modulus);
  BN_free(base);
  return done;
}

// The message to the power of d modulo p q (RFC 8017 5.2.1): at_q + q h with h
// = (at_p - at_q) qInv modulo p. False if memory is lacking.
static bool sign(struct signing *k, const struct mint_rsa *rsa,
                 const struct mint_confirmed *confirmed) {
  size_t half = k->half;
  const BN_MONT_CTX *mont_p = confirmed == NULL ? NULL : confirmed->p;
  const BN_MONT_CTX *mont_q = confirmed == NULL ? NULL : confirmed->q;
  if (!raise(k->at_p, k, k->p, &rsa->p, &rsa->dp, mont_p) ||
      !raise(k->at_q, k, k->q, &rsa->q, &rsa->dq, mont_q)) {
    return false;
  }
  mint_arith_mod(k->rest, k->at_q, half, k->p, k->half_bits, k->scratch);
  uint64_t less = mint_arith_sub(k->at_p, k->at_p, k->rest, half);
  for (size_t i = 0; i < half; i++) {
    k->rest[i] = k->p[i] & less;
  }
  mint_arith_add(k->at_p, k->at_p, k->rest, half);
  mint_arith_mul(k->product, k->at_p, half, k->qinv, half);
  mint_arith_mod(k->rest, k->product, 2 * half, k->p, k->half_bits, k->scratch);
  mint_arith_mul(k->product, k->rest, half, k->q, half);
  memset(k->scratch, 0, 16 * half);
  memcpy(k->scratch, k->at_q, 8 * half);
  mint_arith_add(k->product, k->product, k->scratch, 2 * half);
  return true;
}

static RSA *to_public(const struct mint_rsa *rsa) {
  BIGNUM *n = to_bignum(&rsa->n);
  BIGNUM *e = to_bignum(&rsa->e);
  RSA *out = RSA_new();
  if (n != NULL && e != NULL && out != NULL && RSA_set0_key(out, n, e, NULL)) {
    return out;
  }
  RSA_free(out);
  BN_free(e);
  BN_free(n);
  return NULL;
}

static enum mint_code sign_and_verify(bool *out_holds, struct signing *k,
                                      const struct mint_rsa *rsa,
                                      const struct mint_confirmed *confirmed) {
  static const char kText[] = "sshmint pairwise consistency test";
  uint8_t digest[SHA256_DIGEST_LENGTH];
  size_t len = CBS_len(&rsa->n);
  SHA256((const uint8_t *)kText, sizeof(kText) - 1, digest);
  if (!encode(k->digits, len, digest)) {
    return MINT_E_MEMORY;
  }
  mint_arith_load(k->message, 2 * k->half, k->digits, len);
  mint_arith_load(k->p, k->half, CBS_data(&rsa->p), CBS_len(&rsa->p));
  mint_arith_load(k->q, k->half, CBS_data(&rsa->q), CBS_len(&rsa->q));
  mint_arith_load(k->qinv, k->half, CBS_data(&rsa->qinv), CBS_len(&rsa->qinv));
  RSA *key = to_public(rsa);
  if (key == NULL || !sign(k, rsa, confirmed)) {
    RSA_free(key);
    return MINT_E_MEMORY;
  }
  mint_arith_store(k->digits, len, k->product, 2 * k->half);
  // The signature of a known text by a key that is about to be used; nobody
  // sees one that is wrong.
  MINT_CT_PUBLIC(k->digits, len);
  struct mint_arena_stats before;
  struct mint_arena_stats after;
  mint_arena_stats(&before);
  *out_holds =
      RSA_verify(NID_sha256, digest, sizeof(digest), k->digits, len, key) != 0;
  mint_arena_stats(&after);
  RSA_free(key);
  // A lack of memory must not look like a bad key.
  return !*out_holds && after.failures != before.failures ? MINT_E_MEMORY
                                                          : MINT_E_NONE;
}

enum mint_code mint_check_pairwise(bool *out_holds, const struct mint_rsa *rsa,
                                   const struct mint_confirmed *confirmed) {
  *out_holds = false;
  struct signing *k = OPENSSL_malloc(sizeof(*k));
  if (k == NULL) {
    return MINT_E_MEMORY;
  }
  memset(k, 0, sizeof(*k));
  k->half_bits = mint_digits_bits(&rsa->n) / 2;
  k->half = mint_arith_words(k->half_bits);
  enum mint_code code = sign_and_verify(out_holds, k, rsa, confirmed);
  OPENSSL_free(k);
  ERR_clear_error();
  return code;
}
