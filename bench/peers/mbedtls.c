// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// mbedtls.c makes keys with Mbed TLS.

#include <stdlib.h>

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/rsa.h>

#include "bench/contestant.h"

static mbedtls_entropy_context entropy;
static mbedtls_ctr_drbg_context random_source;

static void release(void *key) {
  mbedtls_rsa_free(key);
  free(key);
}

static void *keygen(unsigned bits, const char *how, uint64_t *out_candidates) {
  mbedtls_rsa_context *key = malloc(sizeof(*key));
  (void)how;
  (void)out_candidates;
  if (key == NULL) {
    return NULL;
  }
  mbedtls_rsa_init(key, MBEDTLS_RSA_PKCS_V15, 0);
  if (mbedtls_rsa_gen_key(key, mbedtls_ctr_drbg_random, &random_source, bits,
                          65537) != 0) {
    release(key);
    return NULL;
  }
  return key;
}

int main(void) {
  static const struct contestant kSelf = {keygen, release, NULL};
  mbedtls_entropy_init(&entropy);
  mbedtls_ctr_drbg_init(&random_source);
  if (mbedtls_ctr_drbg_seed(&random_source, mbedtls_entropy_func, &entropy,
                            NULL, 0) != 0) {
    return 1;
  }
  return contestant_serve(&kSelf);
}
