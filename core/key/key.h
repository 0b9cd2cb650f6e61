// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// key.h is what a checked key is made of. Only check.c makes one.

#ifndef SSHMINT_CORE_KEY_KEY_H
#define SSHMINT_CORE_KEY_KEY_H

#include "core/format/parts.h"
#include "core/mint.h"

struct mint_key {
  unsigned bits;
  bool is_private;
  struct mint_secret blob;   // the public blob
  struct mint_secret bytes;  // the digits of all components, one after another
  struct mint_rsa rsa;       // points into bytes
};

// mint_key_copy makes a key of `parts` whose components, with the CRT values
// that its form may have left out, are `rsa`, and have passed every rule.
//
// Owns     *out_key, released with mint_key_free; NULL on failure.
//
// MINT_E_NONE, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_key_copy(struct mint_key **out_key,
                                             const struct mint_parts *parts,
                                             const struct mint_rsa *rsa);

#endif  // SSHMINT_CORE_KEY_KEY_H
