// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pkcs8.h writes PKCS#8 (RFC 5208): PrivateKeyInfo around PKCS#1, and, with a
// passphrase, EncryptedPrivateKeyInfo with PBES2 (RFC 8018). The reading side
// is in forms.h.

#ifndef SSHMINT_CORE_FORMAT_PKCS8_H
#define SSHMINT_CORE_FORMAT_PKCS8_H

#include "core/format/parts.h"

// mint_pkcs8_write writes the PEM text of a private key; `rsa` has its CRT
// values. With a passphrase: PBKDF2 with HMAC-SHA-256, MINT_PBKDF2_ITERATIONS
// and a random salt of 16 bytes, AES-256-CBC.
//
// Secret   all but n and e; the passphrase.
// Owns     *out, wiped with mint_secret_wipe.
//
// MINT_E_NONE, MINT_E_PASSPHRASE_SHORT, MINT_E_PASSPHRASE_LONG, MINT_E_RANDOM,
// MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_pkcs8_write(
    struct mint_secret *out, const struct mint_rsa *rsa,
    const struct mint_write_options *options);

#endif  // SSHMINT_CORE_FORMAT_PKCS8_H
