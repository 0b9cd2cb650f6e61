// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// utf16.h turns UTF-16, in which Windows likes to save files, into UTF-8. Which
// characters are not ASCII is public: no part of a private key is.

#ifndef SSHMINT_CORE_TEXT_UTF16_H
#define SSHMINT_CORE_TEXT_UTF16_H

#include "core/mint.h"

enum mint_utf16 {
  MINT_UTF16_NONE = 0,  // it is not UTF-16
  MINT_UTF16_LE,
  MINT_UTF16_BE,
};

// mint_utf16_find tells the byte order of a text: by its byte order mark, or by
// the zeros beside its ASCII characters, all on one side.
enum mint_utf16 mint_utf16_find(const uint8_t *in, size_t in_len);

// mint_utf16_decode appends `in` as UTF-8, a byte order mark included: at most
// 3 bytes for 2.
//
// MINT_E_NONE, MINT_E_TEXT_UTF16 (half a character, or no room)
MINT_MUST_CHECK enum mint_code mint_utf16_decode(struct mint_secret *out,
                                                 enum mint_utf16 order,
                                                 const uint8_t *in,
                                                 size_t in_len);

#endif  // SSHMINT_CORE_TEXT_UTF16_H
