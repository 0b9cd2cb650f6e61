// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_pkcs1_parse, mint_pkcs1_write, mint_pkcs1_public_parse and
// mint_pkcs1_public_put: the DER of PKCS#1.

#include <string.h>

#include "core/format/pkcs.h"
#include "fuzz/fuzz.h"

static void require_der(const struct mint_secret *written, const uint8_t *data,
                        size_t len) {
  REQUIRE(written->len == len && memcmp(written->data, data, len) == 0);
}

void fuzz_one(const uint8_t *data, size_t len) {
  struct mint_rsa rsa;
  struct mint_secret written = MINT_SECRET_EMPTY;
  memset(&rsa, 0, sizeof(rsa));
  bool is_private = mint_pkcs1_parse(&rsa, data, len) == MINT_E_NONE;
  if (is_private) {
    REQUIRE(rsa.has_crt);
    REQUIRE(mint_pkcs1_write(&written, &rsa) == MINT_E_NONE);
    require_der(&written, data, len);
    mint_secret_wipe(&written);
  }
  memset(&rsa, 0, sizeof(rsa));
  if (mint_pkcs1_public_parse(&rsa, data, len) == MINT_E_NONE) {
    REQUIRE(!is_private);  // no bytes are both
    REQUIRE(!rsa.has_crt && CBS_len(&rsa.d) == 0);
    REQUIRE(mint_pkcs_make(&written, len, mint_pkcs1_public_put, &rsa) ==
            MINT_E_NONE);
    require_der(&written, data, len);
    mint_secret_wipe(&written);
  }
}
