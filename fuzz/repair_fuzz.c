// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_repair, and mint_parts_read with what it wrote: any text.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/fuzz.h"

// What repair is there to mend: no text that it wrote is refused for this.
static bool is_layout(enum mint_code code) {
  static const enum mint_code kLayout[] = {
      MINT_E_TEXT_EMPTY,     MINT_E_TEXT_UTF16, MINT_E_TEXT_BOM,
      MINT_E_TEXT_LINE_ENDS, MINT_E_PEM_BEFORE, MINT_E_PEM_BEGIN,
      MINT_E_PEM_AFTER,      MINT_E_PEM_LINE,   MINT_E_LINE_SEVERAL,
      MINT_E_4716_AFTER,
  };
  for (size_t i = 0; i < sizeof(kLayout) / sizeof(kLayout[0]); i++) {
    if (code == kLayout[i]) {
      fprintf(stderr, "refused with %s\n", mint_code_explain(code)->name);
      return true;
    }
  }
  return false;
}

// Keeps what may be a symbol of base64.
static size_t symbols(uint8_t *out, const uint8_t *in, size_t len) {
  size_t kept = 0;
  for (size_t i = 0; i < len; i++) {
    uint8_t c = in[i];
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
        (c >= 'a' && c <= 'z') || c == '+' || c == '/' || c == '=') {
      out[kept++] = c;
    }
  }
  return kept;
}

// Nothing between the first symbol and the last was added, lost or changed.
static void require_same_symbols(const struct mint_secret *out,
                                 const uint8_t *data, size_t len) {
  uint8_t *before = malloc(len + 1);
  uint8_t *after = malloc(out->len + 1);
  REQUIRE(before != NULL && after != NULL);
  size_t before_len = symbols(before, data, len);
  size_t after_len = symbols(after, out->data, out->len);
  REQUIRE(memmem(before, before_len, after, after_len) != NULL);
  free(before);
  free(after);
}

void fuzz_one(const uint8_t *data, size_t len) {
  struct mint_secret out;
  struct mint_secret twice;
  struct mint_reason why;
  struct mint_parts *mended = NULL;
  unsigned damage = 1;
  memset(&out, 0xa5, sizeof(out));
  enum mint_status status = mint_repair(&out, &damage, data, len);
  struct mint_parts *parts = fuzz_read(data, len);
  if (status != MINT_OK) {
    REQUIRE(status == MINT_ERR_SYNTAX || status == MINT_ERR_TOO_LARGE);
    REQUIRE(out.data == NULL && out.len == 0 && damage == 0);
    REQUIRE(parts == NULL);  // what can be read needs no repair
    return;
  }
  REQUIRE(damage >> MINT_DAMAGES == 0);
  REQUIRE((damage == 0) ==
          (out.len == len && memcmp(out.data, data, len) == 0));
  if ((damage & (MINT_DAMAGE_UTF16 | MINT_DAMAGE_ESCAPES)) == 0) {
    require_same_symbols(&out, data, len);
  }
  if (mint_parts_read(&mended, &why, out.data, out.len) != MINT_OK) {
    REQUIRE(!is_layout(why.code));
    REQUIRE(parts == NULL);
  }
  REQUIRE(parts == NULL || fuzz_same(parts, mended));
  REQUIRE(mint_repair(&twice, &damage, out.data, out.len) == MINT_OK);
  REQUIRE(damage == 0 && twice.len == out.len &&
          memcmp(twice.data, out.data, out.len) == 0);
  mint_secret_wipe(&twice);
  mint_secret_wipe(&out);
  mint_parts_free(mended);
  mint_parts_free(parts);
}
