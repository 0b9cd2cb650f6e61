// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_parts_read, mint_parts_about and mint_parts_unlock: the whole
// read door, with any file at all.

#include "fuzz/fuzz.h"

void fuzz_one(const uint8_t *data, size_t len) {
  struct mint_parts *parts = fuzz_read(data, len);
  if (parts == NULL) {
    return;
  }
  (void)fuzz_unlock(parts);
  struct mint_parts *again = fuzz_read(data, len);
  REQUIRE(again != NULL);
  (void)fuzz_unlock(again);
  REQUIRE(parts->about.locked == again->about.locked);
  REQUIRE(fuzz_same(parts, again));
  mint_parts_free(again);
  mint_parts_free(parts);
}
