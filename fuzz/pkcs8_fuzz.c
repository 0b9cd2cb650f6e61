// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_form_pkcs8, mint_form_pkcs8_encrypted, mint_pbes2_parse,
// mint_pbes2_decrypt and mint_pkcs8_write through mint_parts_read and
// mint_parts_unlock: PKCS#8, plain or sealed with PBES2.

#include "core/format/pkcs8.h"
#include "fuzz/fuzz.h"

void fuzz_one(const uint8_t *data, size_t len) {
  struct mint_parts *parts = fuzz_read(data, len);
  if (parts == NULL) {
    return;
  }
  bool open = fuzz_unlock(parts);
  if (open && parts->about.format == MINT_FORMAT_PKCS8) {
    const struct mint_write_options options = {.format = MINT_FORMAT_PKCS8};
    struct mint_secret written = MINT_SECRET_EMPTY;
    REQUIRE(mint_pkcs8_write(&written, &parts->rsa, &options) == MINT_E_NONE);
    // Attributes, which make a file longer, are read over and not written.
    REQUIRE(parts->about.encrypted || fuzz_is_text(&written, data, len) ||
            written.len < len);
    struct mint_parts *again = fuzz_read(written.data, written.len);
    REQUIRE(again != NULL && !again->about.encrypted);
    REQUIRE(fuzz_same(parts, again));
    mint_parts_free(again);
    mint_secret_wipe(&written);
  }
  mint_parts_free(parts);
}
