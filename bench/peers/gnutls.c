// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// gnutls.c makes keys with GnuTLS (over Nettle).

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

#include "bench/contestant.h"

static void *keygen(unsigned bits, const char *how, uint64_t *out_candidates) {
  gnutls_privkey_t key = NULL;  // e = 65537 is GnuTLS's default
  (void)how;
  (void)out_candidates;
  if (gnutls_privkey_init(&key) != 0) {
    return NULL;
  }
  if (gnutls_privkey_generate(key, GNUTLS_PK_RSA, bits, 0) != 0) {
    gnutls_privkey_deinit(key);
    return NULL;
  }
  return key;
}

static void release(void *key) { gnutls_privkey_deinit(key); }

int main(void) {
  static const struct contestant kSelf = {keygen, release, NULL};
  return contestant_serve(&kSelf);
}
