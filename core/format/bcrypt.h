// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// bcrypt.h is bcrypt_pbkdf, OpenBSD's key derivation, which openssh-key-v1 uses
// and BoringSSL lacks: PBKDF2's shape over a hash made of Blowfish and SHA-512.

#ifndef SSHMINT_CORE_FORMAT_BCRYPT_H
#define SSHMINT_CORE_FORMAT_BCRYPT_H

#include "core/mint.h"

// mint_bcrypt_pbkdf_vartime derives `key_len` bytes, 1 to 1024. rounds is 1 to
// MINT_BCRYPT_ROUNDS_MAX; salt_len 1 to MINT_KDF_SALT_MAX; passphrase_len 1 to
// MINT_PASSPHRASE_MAX.
//
// Secret   the passphrase and the key.
// Timing   Blowfish looks up tables with indices made of the passphrase: an
//          attacker who shares the cache may learn of it. That is in bcrypt's
//          definition.
//
// MINT_E_NONE, MINT_E_KDF_COST (outside those bounds), MINT_E_MEMORY; on
// failure `out_key` is zeroed
MINT_MUST_CHECK enum mint_code mint_bcrypt_pbkdf_vartime(
    uint8_t *out_key, size_t key_len, const uint8_t *passphrase,
    size_t passphrase_len, const uint8_t *salt, size_t salt_len,
    uint32_t rounds);

#endif  // SSHMINT_CORE_FORMAT_BCRYPT_H
