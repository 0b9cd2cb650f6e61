// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_write in every form, and mint_parts_read, mint_parts_unlock and
// mint_key_matches with what it wrote. The first byte is the form, the second
// the length of the passphrase that follows; the rest is the comment.

#include <string.h>

#include "fuzz/fuzz.h"

static void require_text(const struct mint_secret *text) {
  REQUIRE(text->len != 0 && text->data[text->len - 1] == '\n');
  for (size_t i = 0; i < text->len; i++) {
    uint8_t c = text->data[i];
    REQUIRE((c >= ' ' && c != 0x7f) || c == '\n');
  }
}

static void require_comment(const struct mint_about *about,
                            const struct mint_write_options *options) {
  if (about->comment_len != 0) {
    REQUIRE(about->comment_len == options->comment_len);
    REQUIRE(memcmp(about->comment, options->comment, about->comment_len) == 0);
  }
}

static void require_key(const struct mint_secret *text,
                        const struct mint_write_options *options) {
  struct mint_reason why;
  struct mint_parts *parts = fuzz_read(text->data, text->len);
  REQUIRE(parts != NULL && parts->about.format == options->format);
  bool locked = parts->about.locked;
  REQUIRE(!locked || options->passphrase != NULL);
  // bcrypt is too slow to run once more in vain.
  if (locked && options->format == MINT_FORMAT_PEM) {
    REQUIRE(mint_parts_unlock(parts, &why, options->passphrase,
                              options->passphrase_len - 1) != MINT_OK);
    REQUIRE(parts->about.locked);
  }
  if (locked) {
    REQUIRE(mint_parts_unlock(parts, &why, options->passphrase,
                              options->passphrase_len) == MINT_OK);
    fuzz_about(parts);
  }
  REQUIRE(mint_key_matches(fuzz_key(), parts) ==
          mint_format_is_private(options->format));
  const uint8_t *blob = NULL;
  size_t blob_len = 0;
  mint_key_blob(fuzz_key(), &blob, &blob_len);
  REQUIRE(parts->about.blob_len == blob_len &&
          memcmp(parts->about.blob, blob, blob_len) == 0);
  require_comment(&parts->about, options);
  mint_parts_free(parts);
}

void fuzz_one(const uint8_t *data, size_t len) {
  struct mint_write_options options;
  struct mint_secret text;
  memset(&options, 0, sizeof(options));
  memset(&text, 0xa5, sizeof(text));
  options.rounds = 1;
  options.format =
      (enum mint_format)(1 + fuzz_take(&data, &len) % MINT_FORMAT_PPK);
  options.passphrase_len = fuzz_take(&data, &len);
  if (options.passphrase_len > len) {
    options.passphrase_len = len;
  }
  // PKCS#8 is written with 600000 iterations, which would take too long.
  if (options.passphrase_len != 0 && options.format != MINT_FORMAT_PKCS8) {
    options.passphrase = data;
  }
  data += options.passphrase_len;
  len -= options.passphrase_len;
  if (options.passphrase == NULL) {
    options.passphrase_len = 0;
  }
  options.comment = len == 0 ? NULL : (const char *)data;
  options.comment_len = len;
  enum mint_status status = mint_write(&text, fuzz_key(), &options);
  if (status == MINT_OK) {
    require_text(&text);
    require_key(&text, &options);
  } else {
    REQUIRE(text.data == NULL && text.len == 0 && text.cap == 0);
    REQUIRE(status == MINT_ERR_PASSPHRASE || status == MINT_ERR_ARGUMENT);
    REQUIRE(status != MINT_ERR_ARGUMENT || options.format == MINT_FORMAT_PPK ||
            !mint_comment_ok(options.comment, options.comment_len));
  }
  mint_secret_wipe(&text);
}
