// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// openssl.c reads keys with OpenSSL 3's libcrypto.

#include <string.h>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/decoder.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include "fuzz/peers/serve.h"

static bool put(struct peer_answer *out, const void *data, size_t len) {
  const uint8_t head[4] = {(uint8_t)(len >> 24), (uint8_t)(len >> 16),
                           (uint8_t)(len >> 8), (uint8_t)len};
  if (sizeof(out->blob) - out->blob_len < sizeof(head) + len) {
    return false;
  }
  memcpy(out->blob + out->blob_len, head, sizeof(head));
  memcpy(out->blob + out->blob_len + sizeof(head), data, len);
  out->blob_len += (uint32_t)(sizeof(head) + len);
  return true;
}

// Adds a number as SSH writes it: not negative, in its shortest form.
static bool put_number(struct peer_answer *out, const EVP_PKEY *key,
                       const char *name) {
  static uint8_t digits[PEER_BLOB_MAX];
  BIGNUM *number = NULL;
  if (!EVP_PKEY_get_bn_param(key, name, &number)) {
    return false;
  }
  int len = BN_is_zero(number) ? 0 : BN_num_bits(number) / 8 + 1;
  bool done = (size_t)len <= sizeof(digits) &&
              BN_bn2binpad(number, digits, len) == len &&
              put(out, digits, (size_t)len);
  BN_free(number);
  return done;
}

bool peer_read(struct peer_answer *out, const char *file, size_t file_len,
               const char *passphrase) {
  const unsigned char *at = (const unsigned char *)file;
  EVP_PKEY *key = NULL;
  OSSL_DECODER_CTX *decoder =
      OSSL_DECODER_CTX_new_for_pkey(&key, "PEM", NULL, "RSA", 0, NULL, NULL);
  bool accepted =
      decoder != NULL &&
      OSSL_DECODER_CTX_set_passphrase(
          decoder, (const unsigned char *)passphrase, strlen(passphrase)) &&
      OSSL_DECODER_from_data(decoder, &at, &file_len) && key != NULL &&
      put(out, "ssh-rsa", 7) && put_number(out, key, OSSL_PKEY_PARAM_RSA_E) &&
      put_number(out, key, OSSL_PKEY_PARAM_RSA_N);
  if (accepted) {
    (void)SHA256(out->blob, out->blob_len, out->fingerprint);
  }
  EVP_PKEY_free(key);
  OSSL_DECODER_CTX_free(decoder);
  return accepted;
}
