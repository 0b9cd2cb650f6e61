// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// rfc4716.h writes the SSH2 PUBLIC KEY form of RFC 4716. The reading side is in
// forms.h.

#ifndef SSHMINT_CORE_FORMAT_RFC4716_H
#define SSHMINT_CORE_FORMAT_RFC4716_H

#include "core/format/parts.h"

// mint_rfc4716_write writes a public blob, with a Comment header unless
// `comment` is NULL.
//
// Owns     *out, wiped with mint_secret_wipe.
//
// MINT_E_NONE, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_rfc4716_write(struct mint_secret *out,
                                                  const uint8_t *blob,
                                                  size_t blob_len,
                                                  const char *comment,
                                                  size_t comment_len);

#endif  // SSHMINT_CORE_FORMAT_RFC4716_H
