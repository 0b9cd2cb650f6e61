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

// The message to the power of d, modulo one of the primes.
struct raising {
  const CBS *prime_digits;
  const CBS *exponent;
  const BN_MONT_CTX *known;  // NULL, or the prime's
  const uint64_t *message;   // of twice the words of the prime
  size_t words;              // of the prime
  size_t bits;
  bool done;  // false: memory is lacking
  uint64_t prime[HALF_MAX];
  uint64_t power[HALF_MAX];
  uint64_t scratch[FULL_MAX + 1];
  uint8_t digits[8 * HALF_MAX];
};

struct signing {
  size_t half;  // words of a prime
  size_t half_bits;
  uint64_t message[FULL_MAX];
  struct raising p;
  struct raising q;
  uint64_t qinv[HALF_MAX];
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

static void begin(struct raising *r, const struct signing *k, const CBS *prime,
                  const CBS *exponent, const BN_MONT_CTX *known) {
  r->prime_digits = prime;
  r->exponent = exponent;
  r->known = known;
  r->message = k->message;
  r->words = k->half;
  r->bits = k->half_bits;
  mint_arith_load(r->prime, k->half, CBS_data(prime), CBS_len(prime));
}

// Of a struct raising.
static void raise(void *context) {
  struct raising *r = context;
  size_t len = 8 * r->words;
  mint_arith_mod(r->power, r->message, 2 * r->words, r->prime, r->bits,
                 r->scratch);
  mint_arith_store(r->digits, len, r->power, r->words);
  BIGNUM *base = BN_bin2bn(r->digits, len, NULL);
  BIGNUM *modulus = to_bignum(r->prime_digits);
  BIGNUM *power = to_bignum(r->exponent);
  BN_CTX *ctx = BN_CTX_new();
  BN_MONT_CTX *made = NULL;
  if (base != NULL && modulus != NULL && power != NULL && ctx != NULL) {
    const BN_MONT_CTX *mont = r->known;
    if (mont == NULL) {
      mont = made = BN_MONT_CTX_new_consttime(modulus, ctx);
    }
    r->done =
        mont != NULL &&
        BN_mod_exp_mont_consttime(base, base, power, modulus, ctx, mont) &&
        BN_bn2bin_padded(r->digits, len, base);
  }
  mint_arith_load(r->power, r->words, r->digits, len);
  BN_MONT_CTX_free(made);
  BN_CTX_free(ctx);
  BN_free(power);
  BN_free(modulus);
  BN_free(base);
  ERR_clear_error();
}

// The message to the power of d modulo p q (RFC 8017 5.2.1): m_q + q h with h
// = (m_p - m_q) qInv modulo p. False if memory is lacking.
static bool sign(struct signing *k, const struct mint_rsa *rsa,
                 const struct mint_confirmed *confirmed) {
  static const struct mint_confirmed nothing = {.both = NULL};
  const struct mint_confirmed *given = confirmed == NULL ? &nothing : confirmed;
  size_t half = k->half;
  begin(&k->p, k, &rsa->p, &rsa->dp, given->p);
  begin(&k->q, k, &rsa->q, &rsa->dq, given->q);
  if (given->both != NULL) {
    given->both(given->context, raise, &k->p, &k->q);
  } else {
    raise(&k->p);
    raise(&k->q);
  }
  if (!k->p.done || !k->q.done) {
    return false;
  }
  uint64_t *h = k->p.power;
  mint_arith_mod(k->rest, k->q.power, half, k->p.prime, k->half_bits,
                 k->scratch);
  uint64_t less = mint_arith_sub(h, h, k->rest, half);
  for (size_t i = 0; i < half; i++) {
    k->rest[i] = k->p.prime[i] & less;
  }
  mint_arith_add(h, h, k->rest, half);
  mint_arith_mul(k->product, h, half, k->qinv, half);
  mint_arith_mod(k->rest, k->product, 2 * half, k->p.prime, k->half_bits,
                 k->scratch);
  mint_arith_mul(k->product, k->rest, half, k->q.prime, half);
  memset(k->scratch, 0, 16 * half);
  memcpy(k->scratch, k->q.power, 8 * half);
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
