// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// openssl.c makes and reads keys with OpenSSL 3, in a program of its own: its
// symbols and BoringSSL's have the same names.

#include <string.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "bench/contestant.h"

static void *keygen(unsigned bits, const char *how, uint64_t *out_candidates) {
  EVP_PKEY *key = NULL;  // e = 65537 is OpenSSL's default
  EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, NULL);
  (void)how;
  (void)out_candidates;
  if (ctx != NULL && EVP_PKEY_keygen_init(ctx) > 0 &&
      EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, (int)bits) > 0) {
    (void)EVP_PKEY_keygen(ctx, &key);
  }
  EVP_PKEY_CTX_free(ctx);
  return key;
}

static void release(void *key) { EVP_PKEY_free(key); }

static bool read_key(const char *text, size_t len) {
  BIO *in = BIO_new_mem_buf(text, (int)len);
  if (in == NULL) {
    return false;
  }
  EVP_PKEY *key = strstr(text, "PRIVATE KEY") != NULL
                      ? PEM_read_bio_PrivateKey(in, NULL, NULL, NULL)
                      : PEM_read_bio_PUBKEY(in, NULL, NULL, NULL);
  bool good = key != NULL;
  EVP_PKEY_free(key);
  (void)BIO_free(in);
  return good;
}

int main(void) {
  static const struct contestant kSelf = {keygen, release, read_key};
  return contestant_serve(&kSelf);
}
