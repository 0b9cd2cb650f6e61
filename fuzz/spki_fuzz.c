// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_form_spki, mint_form_pkcs1_public, mint_spki_write and
// mint_pkcs1_public_write through mint_parts_read: public keys in PEM.

#include "core/format/spki.h"
#include "fuzz/fuzz.h"

void fuzz_one(const uint8_t *data, size_t len) {
  struct mint_parts *parts = fuzz_read(data, len);
  if (parts == NULL) {
    return;
  }
  struct mint_secret written = MINT_SECRET_EMPTY;
  enum mint_format format = parts->about.format;
  if (format == MINT_FORMAT_SPKI) {
    REQUIRE(mint_spki_write(&written, &parts->rsa) == MINT_E_NONE);
    REQUIRE(fuzz_is_text(&written, data, len));
  } else if (format == MINT_FORMAT_PKCS1_PUBLIC) {
    REQUIRE(mint_pkcs1_public_write(&written, &parts->rsa) == MINT_E_NONE);
    REQUIRE(fuzz_is_text(&written, data, len));
  }
  mint_secret_wipe(&written);
  mint_parts_free(parts);
}
