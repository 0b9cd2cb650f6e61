// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// gcrypt.c makes keys with libgcrypt.

#include <gcrypt.h>

#include "bench/contestant.h"

static void *keygen(unsigned bits, const char *how, uint64_t *out_candidates) {
  gcry_sexp_t wanted = NULL;
  gcry_sexp_t key = NULL;
  (void)how;
  (void)out_candidates;
  if (gcry_sexp_build(&wanted, NULL,
                      "(genkey (rsa (nbits %u) (rsa-use-e 5:65537)))",
                      bits) == 0) {
    (void)gcry_pk_genkey(&key, wanted);
  }
  gcry_sexp_release(wanted);
  return key;
}

static void release(void *key) { gcry_sexp_release(key); }

int main(void) {
  static const struct contestant kSelf = {keygen, release, NULL};
  if (gcry_check_version(GCRYPT_VERSION) == NULL ||
      gcry_control(GCRYCTL_INIT_SECMEM, 65536, 0) != 0 ||
      gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0) != 0) {
    return 1;
  }
  return contestant_serve(&kSelf);
}
