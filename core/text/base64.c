// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// base64.c turns symbols into bits and back by arithmetic on masks alone.

#include "core/text/base64.h"

#include <openssl/mem.h>

#include "core/base/ct.h"

// All ones if lo <= c <= hi.
static uint64_t in_range(uint64_t c, uint64_t lo, uint64_t hi) {
  return ~ct_lt(c, lo) & ~ct_lt(hi, c);
}

// Returns the value of one symbol, or sets bits in *bad.
static uint64_t value_of(uint8_t symbol, uint64_t *bad) {
  uint64_t c = symbol;
  uint64_t upper = in_range(c, 'A', 'Z');
  uint64_t lower = in_range(c, 'a', 'z');
  uint64_t digit = in_range(c, '0', '9');
  uint64_t plus = ct_eq(c, '+');
  uint64_t slash = ct_eq(c, '/');
  *bad |= ~(upper | lower | digit | plus | slash);
  return (upper & (c - 'A')) | (lower & (c - 'a' + 26)) |
         (digit & (c - '0' + 52)) | (plus & 62) | (slash & 63);
}

static uint8_t symbol_of(uint64_t v) {
  uint64_t c = (in_range(v, 0, 25) & (v + 'A')) |
               (in_range(v, 26, 51) & (v - 26 + 'a')) |
               (in_range(v, 52, 61) & (v - 52 + '0')) | (ct_eq(v, 62) & '+') |
               (ct_eq(v, 63) & '/');
  return (uint8_t)c;
}

// How many '=' end the text. Public: it follows from the length of what is
// encoded, which is public.
static size_t count_padding(const uint8_t *in, size_t in_len) {
  uint64_t last = ct_eq(in[in_len - 1], '=');
  uint64_t before = ct_eq(in[in_len - 2], '=');
  if (ct_declassify(last) == 0) {
    return 0;
  }
  return ct_declassify(before) == 0 ? 1 : 2;
}

enum mint_code mint_base64_decode(uint8_t *out, size_t *out_len,
                                  const uint8_t *in, size_t in_len) {
  *out_len = 0;
  if (in_len == 0) {
    return MINT_E_NONE;
  }
  if (in_len % 4 != 0) {
    OPENSSL_cleanse(out, in_len / 4 * 3);
    return MINT_E_BASE64_LENGTH;
  }
  size_t padding = count_padding(in, in_len);
  uint64_t bad = 0;
  uint64_t unused = 0;
  size_t o = 0;
  for (size_t i = 0; i < in_len; i += 4) {
    size_t symbols = i + 4 < in_len ? 4 : 4 - padding;
    uint64_t bits = 0;
    for (size_t j = 0; j < 4; j++) {
      bits = bits << 6 | (j < symbols ? value_of(in[i + j], &bad) : 0);
    }
    for (size_t j = 0; j < 3; j++) {
      uint8_t byte = (uint8_t)(bits >> (16 - 8 * j));
      if (j < symbols - 1) {
        out[o++] = byte;
      } else {
        unused |= byte;
      }
    }
  }
  // Whether a text is base64 at all is public: it is refused if not.
  enum mint_code code = MINT_E_NONE;
  if (ct_declassify(bad) != 0) {
    code = MINT_E_BASE64_CHARACTER;
  } else if (ct_declassify(~ct_is_zero(unused)) != 0) {
    code = MINT_E_BASE64_BITS;
  }
  if (code != MINT_E_NONE) {
    OPENSSL_cleanse(out, in_len / 4 * 3);
    return code;
  }
  *out_len = o;
  return MINT_E_NONE;
}

bool mint_base64_is_alphabet(const uint8_t *in, size_t in_len) {
  uint64_t bad = 0;
  for (size_t i = 0; i < in_len; i++) {
    (void)value_of(in[i], &bad);
  }
  return ct_declassify(ct_is_zero(bad)) != 0;
}

void mint_base64_encode(uint8_t *out, const uint8_t *in, size_t in_len) {
  size_t o = 0;
  for (size_t i = 0; i < in_len; i += 3) {
    size_t bytes = in_len - i < 3 ? in_len - i : 3;
    uint64_t bits = 0;
    for (size_t j = 0; j < 3; j++) {
      bits = bits << 8 | (j < bytes ? in[i + j] : 0u);
    }
    for (size_t j = 0; j < 4; j++) {
      uint64_t value = bits >> (18 - 6 * j) & 63;
      out[o++] = j <= bytes ? symbol_of(value) : (uint8_t)'=';
    }
  }
}
