// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_form_openssh, mint_openssh_decrypt and mint_openssh_write
// through mint_parts_read and mint_parts_unlock: openssh-key-v1.

#include <string.h>

#include "core/format/openssh.h"
#include "fuzz/fuzz.h"

// Opens the block that was written or read.
static void open_body(struct mint_armor *out, const uint8_t *data, size_t len) {
  struct mint_text text;
  REQUIRE(mint_text_open(&text, data, len) == MINT_E_NONE);
  REQUIRE(mint_armor_read(out, &text, &mint_columns_openssh) == MINT_E_NONE);
}

// All but the check number is as it was: nothing else is drawn anew.
static void require_same_body(const struct mint_secret *written,
                              const uint8_t *data, size_t len,
                              size_t blob_len) {
  struct mint_armor a;
  struct mint_armor b;
  // The magic, three names, the number of keys, the blob, a length.
  size_t check = 15 + 8 + 8 + 4 + 4 + 4 + blob_len + 4;
  open_body(&a, data, len);
  open_body(&b, written->data, written->len);
  REQUIRE(a.body.len == b.body.len && a.body.len > check + 8);
  memcpy(b.body.data + check, a.body.data + check, 8);
  REQUIRE(memcmp(a.body.data, b.body.data, a.body.len) == 0);
  mint_armor_wipe(&a);
  mint_armor_wipe(&b);
}

void fuzz_one(const uint8_t *data, size_t len) {
  struct mint_parts *parts = fuzz_read(data, len);
  if (parts == NULL) {
    return;
  }
  bool open = fuzz_unlock(parts);
  const struct mint_about *about = &parts->about;
  if (open && about->format == MINT_FORMAT_OPENSSH &&
      strcmp(about->type, "ssh-rsa") == 0) {
    const struct mint_write_options options = {
        .format = MINT_FORMAT_OPENSSH,
        .comment = about->comment,
        .comment_len = about->comment_len};
    struct mint_secret written = MINT_SECRET_EMPTY;
    REQUIRE(mint_openssh_write(&written, &parts->rsa, &options) == MINT_E_NONE);
    struct mint_parts *again = fuzz_read(written.data, written.len);
    REQUIRE(again != NULL && fuzz_same(parts, again));
    REQUIRE(again->about.comment_len == about->comment_len);
    REQUIRE(about->comment_len == 0 ||
            memcmp(again->about.comment, about->comment, about->comment_len) ==
                0);
    if (!about->encrypted) {
      require_same_body(&written, data, len, about->blob_len);
    }
    mint_parts_free(again);
    mint_secret_wipe(&written);
  }
  mint_parts_free(parts);
}
