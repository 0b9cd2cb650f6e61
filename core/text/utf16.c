// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// utf16.c decodes UTF-16 (RFC 2781) and encodes UTF-8 (RFC 3629).

#include "core/text/utf16.h"

#include <openssl/bytestring.h>

#include "core/base/ct.h"

enum mint_utf16 mint_utf16_find(const uint8_t *in, size_t in_len) {
  if (in_len < 2) {
    return MINT_UTF16_NONE;
  }
  uint64_t le = ct_eq(in[0], 0xff) & ct_eq(in[1], 0xfe);
  uint64_t be = ct_eq(in[0], 0xfe) & ct_eq(in[1], 0xff);
  uint64_t zeros[2] = {0, 0};
  for (size_t i = 0; i < in_len; i++) {
    zeros[i % 2] |= ct_eq(in[i], 0);
  }
  // Public: how a text is encoded.
  if (ct_declassify(le) != 0) {
    return MINT_UTF16_LE;
  }
  if (ct_declassify(be) != 0) {
    return MINT_UTF16_BE;
  }
  bool even = ct_declassify(zeros[0]) != 0;
  bool odd = ct_declassify(zeros[1]) != 0;
  if (even == odd) {
    return MINT_UTF16_NONE;
  }
  return odd ? MINT_UTF16_LE : MINT_UTF16_BE;
}

static bool get_unit(CBS *in, enum mint_utf16 order, uint16_t *out) {
  uint8_t first = 0;
  uint8_t second = 0;
  if (!CBS_get_u8(in, &first) || !CBS_get_u8(in, &second)) {
    return false;
  }
  *out = order == MINT_UTF16_LE ? (uint16_t)(second << 8 | first)
                                : (uint16_t)(first << 8 | second);
  return true;
}

static bool is_between(uint32_t c, uint32_t lo, uint32_t hi) {
  return c >= lo && c <= hi;
}

// Reads the rest of a character that is not ASCII.
static bool get_character(CBS *in, enum mint_utf16 order, uint16_t unit,
                          uint32_t *out) {
  uint16_t low = 0;
  *out = unit;
  if (!is_between(unit, 0xd800, 0xdfff)) {
    return true;
  }
  if (unit >= 0xdc00 || !get_unit(in, order, &low) ||
      !is_between(low, 0xdc00, 0xdfff)) {
    return false;
  }
  *out = 0x10000u + ((uint32_t)(unit - 0xd800) << 10) + (low - 0xdc00u);
  return true;
}

static bool put_character(struct mint_secret *out, uint32_t c) {
  uint8_t bytes[4];
  size_t tails = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  for (size_t i = tails; i > 0; i--) {
    bytes[i] = (uint8_t)(0x80 | (c & 0x3f));
    c >>= 6;
  }
  bytes[0] = (uint8_t)(0xff00u >> (tails + 1) | c);  // as many ones as bytes
  return mint_secret_append(out, bytes, tails + 1) == MINT_OK;
}

enum mint_code mint_utf16_decode(struct mint_secret *out, enum mint_utf16 order,
                                 const uint8_t *in, size_t in_len) {
  CBS rest;
  CBS_init(&rest, in, in_len);
  while (CBS_len(&rest) != 0) {
    uint16_t unit = 0;
    if (!get_unit(&rest, order, &unit)) {
      return MINT_E_TEXT_UTF16;
    }
    if (ct_declassify(ct_lt(unit, 0x80)) != 0) {
      uint8_t byte = (uint8_t)unit;
      if (mint_secret_append(out, &byte, 1) != MINT_OK) {
        return MINT_E_TEXT_UTF16;
      }
      continue;
    }
    uint32_t character = 0;
    if (!get_character(&rest, order, unit, &character) ||
        !put_character(out, character)) {
      return MINT_E_TEXT_UTF16;
    }
  }
  return MINT_E_NONE;
}
