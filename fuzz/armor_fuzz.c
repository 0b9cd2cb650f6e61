// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_text_open, mint_text_line, mint_armor_label, mint_armor_read and
// mint_armor_write: a PEM block, whatever it holds.

#include <string.h>

#include <openssl/mem.h>

#include "core/text/armor.h"
#include "fuzz/fuzz.h"

static void require_written(const struct mint_armor *armor,
                            const struct mint_columns *columns,
                            const uint8_t *data, size_t len) {
  struct mint_secret written = MINT_SECRET_EMPTY;
  char *label = NULL;
  REQUIRE(CBS_strdup(&armor->label, &label) == 1);
  REQUIRE(mint_armor_write(&written, label, NULL, columns, armor->body.data,
                           armor->body.len) == MINT_E_NONE);
  REQUIRE(fuzz_is_text(&written, data, len));
  mint_secret_wipe(&written);
  OPENSSL_free(label);
}

static void read(const struct mint_columns *columns, const uint8_t *data,
                 size_t len) {
  struct mint_text text;
  struct mint_armor armor;
  memset(&armor, 0xa5, sizeof(armor));
  if (mint_text_open(&text, data, len) != MINT_E_NONE) {
    return;
  }
  enum mint_code code = mint_armor_read(&armor, &text, columns);
  if (code != MINT_E_NONE) {
    REQUIRE(armor.body.data == NULL && armor.body.len == 0);
    return;
  }
  REQUIRE(!mint_text_more(&text));
  REQUIRE(armor.body.len != 0 && armor.body.len < len);
  REQUIRE(armor.encrypted == (CBS_len(&armor.dek) != 0));
  REQUIRE(armor.iv_len <= MINT_ARMOR_IV_MAX);
  // The lines of ssh-keygen's form may have several widths, and headers are
  // written by who knows the cipher.
  if (!armor.encrypted && columns->min == columns->max) {
    require_written(&armor, columns, data, len);
  }
  mint_armor_wipe(&armor);
}

void fuzz_one(const uint8_t *data, size_t len) {
  read(&mint_columns_pem, data, len);
  read(&mint_columns_openssh, data, len);
}
