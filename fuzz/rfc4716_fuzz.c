// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_rfc4716_parse and mint_rfc4716_write through mint_parts_read: a
// public key in the form of RFC 4716.

#include <string.h>

#include "core/format/rfc4716.h"
#include "fuzz/fuzz.h"

void fuzz_one(const uint8_t *data, size_t len) {
  struct mint_parts *parts = fuzz_read(data, len);
  if (parts == NULL) {
    return;
  }
  const struct mint_about *about = &parts->about;
  // A comment may be written in more ways than one, and some comments not at
  // all: what must come back is the key, and a comment that we write.
  bool comment = about->comment != NULL &&
                 mint_comment_ok(about->comment, about->comment_len);
  if (about->format == MINT_FORMAT_RFC4716) {
    struct mint_secret written = MINT_SECRET_EMPTY;
    REQUIRE(mint_rfc4716_write(&written, about->blob, about->blob_len,
                               comment ? about->comment : NULL,
                               comment ? about->comment_len : 0) ==
            MINT_E_NONE);
    if (about->kind != MINT_KIND_CERTIFICATE) {
      struct mint_parts *again = fuzz_read(written.data, written.len);
      REQUIRE(again != NULL);
      REQUIRE(again->about.format == MINT_FORMAT_RFC4716);
      REQUIRE(fuzz_same(parts, again));
      REQUIRE(!comment || (again->about.comment_len == about->comment_len &&
                           memcmp(again->about.comment, about->comment,
                                  about->comment_len) == 0));
      mint_parts_free(again);
    }
    mint_secret_wipe(&written);
  }
  mint_parts_free(parts);
}
