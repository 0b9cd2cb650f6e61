// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// boringssl.c makes keys with BoringSSL's RSA_generate_key_ex: Debian's
// library, or upstream's where BORINGSSL_ROOT names one. It counts the odd
// numbers that are drawn, before any of them is refused.

#include <openssl/bn.h>
#include <openssl/rsa.h>

#include "bench/contestant.h"

static int on_event(int event, int n, BN_GENCB *callback) {
  (void)n;
  if (event == BN_GENCB_GENERATED) {
    ++*(uint64_t *)callback->arg;
  }
  return 1;
}

static void *keygen(unsigned bits, const char *how, uint64_t *out_candidates) {
  BN_GENCB callback;
  RSA *key = RSA_new();
  BIGNUM *e = BN_new();
  (void)how;
  BN_GENCB_set(&callback, on_event, out_candidates);
  if (key == NULL || e == NULL || !BN_set_word(e, RSA_F4) ||
      !RSA_generate_key_ex(key, (int)bits, e, &callback)) {
    RSA_free(key);
    key = NULL;
  }
  BN_free(e);
  return key;
}

static void release(void *key) { RSA_free(key); }

int main(void) {
  static const struct contestant kSelf = {keygen, release, NULL};
  return contestant_serve(&kSelf);
}
