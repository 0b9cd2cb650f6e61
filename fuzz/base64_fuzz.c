// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_base64_decode, mint_base64_encode and mint_base64_is_alphabet,
// with BoringSSL's decoder as a second opinion.

#include <stdlib.h>
#include <string.h>

#include <openssl/base64.h>

#include "core/text/base64.h"
#include "fuzz/fuzz.h"

// What is decoded has one text only, and everybody reads it as we do.
static void require_canonical(const uint8_t *text, size_t text_len,
                              const uint8_t *value, size_t value_len) {
  uint8_t *again = malloc(text_len + 1);
  size_t again_len = 0;
  REQUIRE(again != NULL);
  REQUIRE(mint_base64_encoded_len(value_len) == text_len);
  mint_base64_encode(again, value, value_len);
  REQUIRE(memcmp(again, text, text_len) == 0);
  REQUIRE(EVP_DecodeBase64(again, &again_len, text_len, text, text_len) == 1);
  REQUIRE(again_len == value_len && memcmp(again, value, value_len) == 0);
  free(again);
}

void fuzz_one(const uint8_t *data, size_t len) {
  size_t room = len / 4 * 3;
  size_t value_len = 1;
  uint8_t *value = malloc(room + 1);
  uint8_t *in_place = malloc(len + 1);
  REQUIRE(value != NULL && in_place != NULL);
  memset(value, 0xa5, room + 1);
  enum mint_code code = mint_base64_decode(value, &value_len, data, len);
  REQUIRE(value[room] == 0xa5);
  if (code == MINT_E_NONE) {
    require_canonical(data, len, value, value_len);
  } else {
    REQUIRE(value_len == 0);
    for (size_t i = 0; i < room; i++) {
      REQUIRE(value[i] == 0);
    }
  }
  if (len != 0) {
    size_t in_place_len = 1;
    memcpy(in_place, data, len);
    REQUIRE(mint_base64_decode(in_place, &in_place_len, in_place, len) == code);
    REQUIRE(in_place_len == value_len);
    REQUIRE(memcmp(in_place, value, value_len) == 0);
  }
  bool padded = len != 0 && data[len - 1] == '=';
  REQUIRE(code != MINT_E_NONE || padded || mint_base64_is_alphabet(data, len));
  free(value);
  free(in_place);
}
