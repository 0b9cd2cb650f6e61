// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pbes2.c seals and opens private keys, over BoringSSL's derivations and
// ciphers. Every number of a file is judged before any of them runs.

#include "core/format/pbes2.h"

#include <string.h>

#include <openssl/cipher.h>
#include <openssl/digest.h>
#include <openssl/evp.h>
#include <openssl/mem.h>
#include <openssl/rand.h>

#include "core/format/pem_cipher.h"
#include "core/format/pkcs.h"

#define ARC_AES "\x60\x86\x48\x01\x65\x03\x04\x01"  // 2.16.840.1.101.3.4.1
#define OID_SCRYPT "\x2b\x06\x01\x04\x01\xda\x47\x04\x0b"
#define OID_PBKDF2 MINT_PKCS_ARC "\x01\x05\x0c"
#define OID_PBES2 MINT_PKCS_ARC "\x01\x05\x0d"

struct mint_pbes2_prf {
  const char *oid;
  const char *name;
  const EVP_MD *(*evp)(void);
};

struct mint_pbes2_cipher {
  const char *oid;
  const char *name;
  const EVP_CIPHER *(*evp)(void);
};

static const struct mint_pbes2_prf prfs[] = {
    {MINT_PKCS_ARC "\x02\x07", "hmac-sha1", EVP_sha1},
    {MINT_PKCS_ARC "\x02\x08", "hmac-sha224", EVP_sha224},
    {MINT_PKCS_ARC "\x02\x09", "hmac-sha256", EVP_sha256},
    {MINT_PKCS_ARC "\x02\x0a", "hmac-sha384", EVP_sha384},
    {MINT_PKCS_ARC "\x02\x0b", "hmac-sha512", EVP_sha512},
};

static const struct mint_pbes2_cipher ciphers[] = {
    {ARC_AES "\x02", "AES-128-CBC", EVP_aes_128_cbc},
    {ARC_AES "\x16", "AES-192-CBC", EVP_aes_192_cbc},
    {ARC_AES "\x2a", "AES-256-CBC", EVP_aes_256_cbc},
    {MINT_PKCS_ARC "\x03\x07", "DES-EDE3-CBC", EVP_des_ede3_cbc},  // read only
};

// Indices of what is the default, and of what we write.
#define PRF_DEFAULT 0u
#define PRF_WRITE 2u
#define CIPHER_WRITE 2u
#define SALT_LEN 16u

// ---------------------------------------------------------------------------
// Reading

// Reads the one SEQUENCE that `in` holds.
static bool get_sequence(CBS *in, CBS *out) {
  return CBS_get_asn1(in, out, CBS_ASN1_SEQUENCE) && CBS_len(in) == 0;
}

// Reads an INTEGER that is not negative. One that does not fit in 64 bits is as
// much over every limit as the largest that does.
static bool get_count(CBS *in, uint64_t *out) {
  CBS copy = *in;
  CBS digits;
  if (CBS_get_asn1_uint64(in, out)) {
    return true;
  }
  *in = copy;
  *out = UINT64_MAX;
  return CBS_get_asn1(in, &digits, CBS_ASN1_INTEGER) &&
         CBS_is_unsigned_asn1_integer(&digits);
}

static enum mint_code get_salt(CBS *in, CBS *out) {
  if (CBS_peek_asn1_tag(in, CBS_ASN1_SEQUENCE)) {
    return MINT_E_KDF_UNKNOWN;  // otherSource, which RFC 8018 leaves open
  }
  if (!CBS_get_asn1(in, out, CBS_ASN1_OCTETSTRING) || CBS_len(out) == 0) {
    return MINT_E_DER_SYNTAX;
  }
  return CBS_len(out) <= MINT_KDF_SALT_MAX ? MINT_E_NONE : MINT_E_KDF_COST;
}

// Reads the keyLength, if it is there.
static bool get_key_len(CBS *in, uint64_t *out) {
  *out = 0;
  return !CBS_peek_asn1_tag(in, CBS_ASN1_INTEGER) ||
         (CBS_get_asn1_uint64(in, out) && *out != 0);
}

// Reads the prf, if it is there.
static enum mint_code get_prf(CBS *in, const struct mint_pbes2_prf **out) {
  CBS oid;
  CBS params;
  *out = &prfs[PRF_DEFAULT];
  if (CBS_len(in) == 0) {
    return MINT_E_NONE;
  }
  if (!mint_pkcs_get_algorithm(in, &oid, &params)) {
    return MINT_E_DER_SYNTAX;
  }
  *out = NULL;
  for (size_t i = 0; i < sizeof(prfs) / sizeof(prfs[0]); i++) {
    if (mint_pkcs_oid_is(&oid, prfs[i].oid)) {
      *out = &prfs[i];
    }
  }
  if (*out == NULL) {
    return MINT_E_KDF_UNKNOWN;
  }
  if (*out == &prfs[PRF_DEFAULT] || !mint_pkcs_get_null(&params)) {
    return MINT_E_DER_SYNTAX;
  }
  return MINT_E_NONE;
}

// PBKDF2-params, RFC 8018 appendix A.2.
static enum mint_code get_pbkdf2(struct mint_pbes2 *out, CBS *in) {
  CBS params;
  if (!get_sequence(in, &params)) {
    return MINT_E_DER_SYNTAX;
  }
  enum mint_code code = get_salt(&params, &out->salt);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!get_count(&params, &out->cost) || !get_key_len(&params, &out->key_len)) {
    return MINT_E_DER_SYNTAX;
  }
  code = get_prf(&params, &out->prf);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (CBS_len(&params) != 0) {
    return MINT_E_DER_SYNTAX;
  }
  bool within = out->cost >= 1 && out->cost <= MINT_PBKDF2_ITERATIONS_MAX;
  return within ? MINT_E_NONE : MINT_E_KDF_COST;
}

// RFC 7914 section 6: N is a power of two above 1 and below 2^(128 r / 8). V
// takes N blocks of 128 r bytes, all else p + 2 of them: an eighth of the limit
// may come on top of it.
static bool scrypt_is_within(const struct mint_pbes2 *pbes2) {
  const uint64_t kBlocks = MINT_KDF_MEMORY_MAX / 128;
  uint64_t n = pbes2->cost;
  uint64_t r = pbes2->block_size;
  uint64_t p = pbes2->parallel;
  if (n < 2 || (n & (n - 1)) != 0 || r < 1 || r > kBlocks || n > kBlocks / r ||
      p < 1 || p > MINT_KDF_PARALLEL_MAX) {
    return false;
  }
  bool defined = r >= 4 || n >> (16 * r) == 0;
  return defined && (p + 2) * r <= kBlocks / 8 &&
         n * r * p <= MINT_KDF_WORK_MAX / 128;
}

// scrypt-params, RFC 7914 section 7.1.
static enum mint_code get_scrypt(struct mint_pbes2 *out, CBS *in) {
  CBS params;
  if (!get_sequence(in, &params)) {
    return MINT_E_DER_SYNTAX;
  }
  enum mint_code code = get_salt(&params, &out->salt);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!get_count(&params, &out->cost) ||
      !get_count(&params, &out->block_size) ||
      !get_count(&params, &out->parallel) ||
      !get_key_len(&params, &out->key_len) || CBS_len(&params) != 0) {
    return MINT_E_DER_SYNTAX;
  }
  return scrypt_is_within(out) ? MINT_E_NONE : MINT_E_KDF_COST;
}

static enum mint_code get_kdf(struct mint_pbes2 *out, CBS *in) {
  CBS oid;
  CBS params;
  if (!mint_pkcs_get_algorithm(in, &oid, &params)) {
    return MINT_E_DER_SYNTAX;
  }
  if (mint_pkcs_oid_is(&oid, OID_PBKDF2)) {
    return get_pbkdf2(out, &params);
  }
  return mint_pkcs_oid_is(&oid, OID_SCRYPT) ? get_scrypt(out, &params)
                                            : MINT_E_KDF_UNKNOWN;
}

// The cipher and its IV, RFC 8018 appendix B.2.
static enum mint_code get_cipher(struct mint_pbes2 *out, CBS *in) {
  CBS oid;
  CBS params;
  if (!mint_pkcs_get_algorithm(in, &oid, &params)) {
    return MINT_E_DER_SYNTAX;
  }
  for (size_t i = 0; i < sizeof(ciphers) / sizeof(ciphers[0]); i++) {
    if (mint_pkcs_oid_is(&oid, ciphers[i].oid)) {
      out->cipher = &ciphers[i];
    }
  }
  if (out->cipher == NULL) {
    return MINT_E_CIPHER_UNKNOWN;
  }
  const EVP_CIPHER *evp = out->cipher->evp();
  if (!CBS_get_asn1(&params, &out->iv, CBS_ASN1_OCTETSTRING) ||
      CBS_len(&params) != 0 || CBS_len(&out->iv) != EVP_CIPHER_iv_length(evp) ||
      (out->key_len != 0 && out->key_len != EVP_CIPHER_key_length(evp))) {
    return MINT_E_DER_SYNTAX;
  }
  return MINT_E_NONE;
}

// PBES2-params, RFC 8018 appendix A.4.
static enum mint_code get_scheme(struct mint_pbes2 *out, CBS *in) {
  CBS oid;
  CBS rest;
  CBS params;
  if (!mint_pkcs_get_algorithm(in, &oid, &rest)) {
    return MINT_E_DER_SYNTAX;
  }
  if (!mint_pkcs_oid_is(&oid, OID_PBES2)) {
    return MINT_E_CIPHER_UNKNOWN;
  }
  if (!get_sequence(&rest, &params)) {
    return MINT_E_DER_SYNTAX;
  }
  enum mint_code code = get_kdf(out, &params);
  if (code == MINT_E_NONE) {
    code = get_cipher(out, &params);
  }
  if (code == MINT_E_NONE && CBS_len(&params) != 0) {
    code = MINT_E_DER_SYNTAX;
  }
  return code;
}

enum mint_code mint_pbes2_parse(struct mint_pbes2 *out, const uint8_t *der,
                                size_t der_len) {
  memset(out, 0, sizeof(*out));
  CBS in;
  CBS body;
  CBS_init(&in, der, der_len);
  if (!CBS_get_asn1(&in, &body, CBS_ASN1_SEQUENCE)) {
    return MINT_E_DER_SYNTAX;
  }
  if (CBS_len(&in) != 0) {
    return MINT_E_DER_TRAILING;
  }
  enum mint_code code = get_scheme(out, &body);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!CBS_get_asn1(&body, &out->sealed, CBS_ASN1_OCTETSTRING) ||
      CBS_len(&out->sealed) == 0 ||
      CBS_len(&out->sealed) % EVP_CIPHER_block_size(out->cipher->evp()) != 0) {
    return MINT_E_DER_SYNTAX;
  }
  return CBS_len(&body) == 0 ? MINT_E_NONE : MINT_E_DER_TRAILING;
}

void mint_pbes2_describe(struct mint_about *about,
                         const struct mint_pbes2 *pbes2) {
  about->cipher = pbes2->cipher->name;
  about->kdf_cost = pbes2->cost;
  if (pbes2->prf != NULL) {
    about->kdf = "pbkdf2";
    about->kdf_hash = pbes2->prf->name;
  } else {
    about->kdf = "scrypt";
    about->kdf_memory = 128 * pbes2->cost * pbes2->block_size;
  }
}

// ---------------------------------------------------------------------------
// The cipher

// Derives the key and runs the cipher over all of `in`.
static enum mint_code run(struct mint_secret *out,
                          const struct mint_pbes2 *pbes2, bool encrypt,
                          const CBS *in, const uint8_t *passphrase,
                          size_t passphrase_len) {
  *out = (struct mint_secret)MINT_SECRET_EMPTY;
  if (passphrase_len > MINT_PASSPHRASE_MAX) {
    return MINT_E_PASSPHRASE_LONG;
  }
  enum mint_code code = MINT_E_MEMORY;
  const EVP_CIPHER *evp = pbes2->cipher->evp();
  const char *text = (const char *)passphrase;
  const uint8_t *salt = CBS_data(&pbes2->salt);
  size_t salt_len = CBS_len(&pbes2->salt);
  uint8_t key[EVP_MAX_KEY_LENGTH];
  int ok = 0;
  if (pbes2->prf != NULL) {
    ok = PKCS5_PBKDF2_HMAC(text, passphrase_len, salt, salt_len,
                           (unsigned)pbes2->cost, pbes2->prf->evp(),
                           EVP_CIPHER_key_length(evp), key);
  } else {
    // Its memory was judged when the file was parsed.
    ok = EVP_PBE_scrypt(text, passphrase_len, salt, salt_len, pbes2->cost,
                        pbes2->block_size, pbes2->parallel,
                        (size_t)2 * MINT_KDF_MEMORY_MAX, key,
                        EVP_CIPHER_key_length(evp));
  }
  if (ok) {
    code = mint_pem_run(out, evp, encrypt, key, CBS_data(&pbes2->iv),
                        CBS_data(in), CBS_len(in));
  }
  OPENSSL_cleanse(key, sizeof(key));
  return code;
}

enum mint_code mint_pbes2_decrypt(struct mint_secret *out,
                                  const struct mint_pbes2 *pbes2,
                                  const uint8_t *passphrase,
                                  size_t passphrase_len) {
  return run(out, pbes2, false, &pbes2->sealed, passphrase, passphrase_len);
}

// ---------------------------------------------------------------------------
// Writing

static bool put_octets(CBB *out, const CBS *octets) {
  CBB child;
  return CBB_add_asn1(out, &child, CBS_ASN1_OCTETSTRING) &&
         CBB_add_bytes(&child, CBS_data(octets), CBS_len(octets)) &&
         CBB_flush(out);
}

static bool put_kdf(CBB *out, const struct mint_pbes2 *pbes2) {
  CBB kdf;
  CBB params;
  CBB prf;
  return mint_pkcs_put_algorithm(out, &kdf, OID_PBKDF2) &&
         CBB_add_asn1(&kdf, &params, CBS_ASN1_SEQUENCE) &&
         put_octets(&params, &pbes2->salt) &&
         CBB_add_asn1_uint64(&params, pbes2->cost) &&
         mint_pkcs_put_algorithm(&params, &prf, pbes2->prf->oid) &&
         mint_pkcs_put_null(&prf) && CBB_flush(out);
}

static bool put_container(CBB *out, const void *what) {
  const struct mint_pbes2 *pbes2 = what;
  CBB body;
  CBB scheme;
  CBB params;
  CBB cipher;
  return CBB_add_asn1(out, &body, CBS_ASN1_SEQUENCE) &&
         mint_pkcs_put_algorithm(&body, &scheme, OID_PBES2) &&
         CBB_add_asn1(&scheme, &params, CBS_ASN1_SEQUENCE) &&
         put_kdf(&params, pbes2) &&
         mint_pkcs_put_algorithm(&params, &cipher, pbes2->cipher->oid) &&
         put_octets(&cipher, &pbes2->iv) && CBB_flush(&body) &&
         put_octets(&body, &pbes2->sealed) && CBB_flush(out);
}

enum mint_code mint_pbes2_encrypt(struct mint_secret *out, const uint8_t *in,
                                  size_t in_len, const uint8_t *passphrase,
                                  size_t passphrase_len) {
  *out = (struct mint_secret)MINT_SECRET_EMPTY;
  if (passphrase_len < MINT_PASSPHRASE_PEM_MIN) {
    return MINT_E_PASSPHRASE_SHORT;
  }
  uint8_t random[SALT_LEN + MINT_PEM_IV];
  struct mint_secret sealed = MINT_SECRET_EMPTY;
  struct mint_pbes2 pbes2 = {.prf = &prfs[PRF_WRITE],
                             .cost = MINT_PBKDF2_ITERATIONS,
                             .cipher = &ciphers[CIPHER_WRITE]};
  CBS plain;
  if (!RAND_bytes(random, sizeof(random))) {
    return MINT_E_RANDOM;
  }
  CBS_init(&pbes2.salt, random, SALT_LEN);
  CBS_init(&pbes2.iv, random + SALT_LEN, MINT_PEM_IV);
  CBS_init(&plain, in, in_len);
  enum mint_code code =
      run(&sealed, &pbes2, true, &plain, passphrase, passphrase_len);
  if (code != MINT_E_NONE) {
    return code;
  }
  CBS_init(&pbes2.sealed, sealed.data, sealed.len);
  code = mint_pkcs_make(out, sealed.len + 256, put_container, &pbes2);
  mint_secret_wipe(&sealed);
  return code;
}
