// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pbes2.h is EncryptedPrivateKeyInfo (RFC 5208 section 6) as PBES2 seals it
// (RFC 8018 section 6.2): a key derived by PBKDF2 (appendix A.2) or scrypt (RFC
// 7914 section 7) for a block cipher in CBC mode. Strict DER. The schemes
// before PBES2 (PBES1, those of PKCS#12) are not read: their ciphers are
// broken.

#ifndef SSHMINT_CORE_FORMAT_PBES2_H
#define SSHMINT_CORE_FORMAT_PBES2_H

#include <openssl/bytestring.h>

#include "core/mint.h"

struct mint_pbes2_prf;
struct mint_pbes2_cipher;

// A mint_pbes2 is one parsed container, from which it borrows. Its costs are
// within the limits.
struct mint_pbes2 {
  const struct mint_pbes2_prf *prf;  // of PBKDF2; NULL: scrypt
  CBS salt;
  uint64_t cost;        // iterations; scrypt: N
  uint64_t block_size;  // scrypt: r
  uint64_t parallel;    // scrypt: p
  uint64_t key_len;     // 0: the file does not tell
  const struct mint_pbes2_cipher *cipher;
  CBS iv;
  CBS sealed;
};

// mint_pbes2_parse parses a whole container and does no costly work. An
// explicit hmacWithSHA1 is malformed: it is the default, which DER leaves out,
// as OpenSSL does.
//
// MINT_E_NONE, MINT_E_DER_SYNTAX, MINT_E_DER_TRAILING, MINT_E_CIPHER_UNKNOWN
// (also: not PBES2), MINT_E_KDF_UNKNOWN, MINT_E_KDF_COST (a number of the
// derivation is outside what it allows or what we do)
MINT_MUST_CHECK enum mint_code mint_pbes2_parse(struct mint_pbes2 *out,
                                                const uint8_t *der,
                                                size_t der_len);

// mint_pbes2_describe stores what protects the key: static strings and numbers.
void mint_pbes2_describe(struct mint_about *about,
                         const struct mint_pbes2 *pbes2);

// mint_pbes2_decrypt opens the container.
//
// Secret   the passphrase and the plaintext. That a padding is wrong shows.
// Timing   scrypt reads memory at places made of the passphrase (that is in its
//          definition), and DES looks up tables with indices made of the key:
//          an attacker who shares the cache may learn of either.
// Owns     *out, wiped with mint_secret_wipe.
//
// MINT_E_NONE, MINT_E_PASSPHRASE_WRONG (the padding is wrong),
// MINT_E_PASSPHRASE_LONG, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_pbes2_decrypt(
    struct mint_secret *out, const struct mint_pbes2 *pbes2,
    const uint8_t *passphrase, size_t passphrase_len);

// mint_pbes2_encrypt makes a new container of `in`, byte for byte in the layout
// of OpenSSL 3: PBKDF2 with HMAC-SHA-256, MINT_PBKDF2_ITERATIONS and a random
// salt of 16 bytes, AES-256-CBC.
//
// Secret   the passphrase and `in`.
// Owns     *out, wiped with mint_secret_wipe.
//
// MINT_E_NONE, MINT_E_PASSPHRASE_SHORT, MINT_E_PASSPHRASE_LONG, MINT_E_RANDOM,
// MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_pbes2_encrypt(struct mint_secret *out,
                                                  const uint8_t *in,
                                                  size_t in_len,
                                                  const uint8_t *passphrase,
                                                  size_t passphrase_len);

#endif  // SSHMINT_CORE_FORMAT_PBES2_H
