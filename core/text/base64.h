// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// base64.h is strict base64 (RFC 4648 section 4) for secrets: no table and no
// branch depends on a symbol. One text stands for one value only: padding is
// required and unused bits must be zero.

#ifndef SSHMINT_CORE_TEXT_BASE64_H
#define SSHMINT_CORE_TEXT_BASE64_H

#include "core/mint.h"

// mint_base64_decode decodes exactly in_len symbols, without line breaks, into
// `out`, which has room for in_len / 4 * 3 bytes and may be `in` itself.
//
// Secret   both texts. Public: the lengths, the number of '=', and whether the
//          whole is well-formed.
//
// MINT_E_NONE, MINT_E_BASE64_CHARACTER, MINT_E_BASE64_LENGTH,
// MINT_E_BASE64_BITS; on failure `out` is zeroed and *out_len is 0.
MINT_MUST_CHECK enum mint_code mint_base64_decode(uint8_t *out, size_t *out_len,
                                                  const uint8_t *in,
                                                  size_t in_len);

// mint_base64_is_alphabet tells whether all of `in` are symbols other than '='.
// The answer is public, and nothing else of them shows.
bool mint_base64_is_alphabet(const uint8_t *in, size_t in_len);

// mint_base64_encoded_len returns how many symbols `len` bytes become.
static inline size_t mint_base64_encoded_len(size_t len) {
  return (len + 2) / 3 * 4;
}

// mint_base64_encode writes mint_base64_encoded_len(in_len) symbols, with
// padding, without line breaks or a NUL. `out` must not overlap `in`.
void mint_base64_encode(uint8_t *out, const uint8_t *in, size_t in_len);

#endif  // SSHMINT_CORE_TEXT_BASE64_H
