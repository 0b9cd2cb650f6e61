// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pem_cipher.h is OpenSSL's legacy encryption of PEM bodies, which ssh-keygen
// -m PEM writes: a CBC cipher named in DEK-Info, its key made by one round of
// MD5 over the passphrase and the first 8 bytes of the IV (EVP_BytesToKey(3)).
// The derivation is weak: the passphrase must carry the strength. AES is read
// and written; DES-EDE3-CBC, which OpenSSH wrote before 2011, is read only.

#ifndef SSHMINT_CORE_FORMAT_PEM_CIPHER_H
#define SSHMINT_CORE_FORMAT_PEM_CIPHER_H

#include <openssl/bytestring.h>
#include <openssl/cipher.h>

#include "core/mint.h"

// The longest IV: that of AES, and of what we write. DES-EDE3-CBC takes 8 bytes
// of it.
#define MINT_PEM_IV 16u

struct mint_pem_cipher;

// How one body is encrypted.
struct mint_pem_cipher_use {
  const struct mint_pem_cipher *cipher;
  uint8_t iv[MINT_PEM_IV];
};

// mint_pem_cipher_find fills `out` from a DEK-Info, or returns false if we do
// not read that cipher or the IV has a wrong length.
bool mint_pem_cipher_find(struct mint_pem_cipher_use *out, const CBS *name,
                          const uint8_t *iv, size_t iv_len);

// mint_pem_cipher_default chooses the cipher that we write, with a fresh IV.
//
// MINT_E_NONE, MINT_E_RANDOM
MINT_MUST_CHECK enum mint_code mint_pem_cipher_default(
    struct mint_pem_cipher_use *out);

// mint_pem_cipher_name returns the name as in DEK-Info; static.
const char *mint_pem_cipher_name(const struct mint_pem_cipher *cipher);

// mint_pem_cipher_block returns the bytes of a block: an encrypted body is
// whole blocks.
size_t mint_pem_cipher_block(const struct mint_pem_cipher *cipher);

// mint_pem_decrypt and mint_pem_encrypt turn all of `in` into *out.
//
// Secret   the passphrase and the plaintext. That a padding is wrong shows.
// Timing   DES looks up tables with indices made of the key: an attacker who
//          shares the cache may learn of it.
// Owns     *out, wiped with mint_secret_wipe.
//
// MINT_E_NONE, MINT_E_PASSPHRASE_WRONG (decrypt: the padding is wrong),
// MINT_E_PASSPHRASE_SHORT (encrypt), MINT_E_PASSPHRASE_LONG, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_pem_decrypt(
    struct mint_secret *out, const struct mint_pem_cipher_use *use,
    const uint8_t *in, size_t in_len, const uint8_t *passphrase,
    size_t passphrase_len);
MINT_MUST_CHECK enum mint_code mint_pem_encrypt(
    struct mint_secret *out, const struct mint_pem_cipher_use *use,
    const uint8_t *in, size_t in_len, const uint8_t *passphrase,
    size_t passphrase_len);

// mint_pem_run is the last step of both, and of other forms that use the same
// ciphers with another derivation: it turns all of `in`, MINT_INPUT_MAX bytes
// at most, into *out with a key and an IV as long as `evp` wants them, padded
// as RFC 1423 section 1.1 says.
//
// Secret   the key and the plaintext. That a padding is wrong shows.
// Owns     *out, wiped with mint_secret_wipe.
//
// MINT_E_NONE, MINT_E_PASSPHRASE_WRONG (decrypt: the padding is wrong),
// MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_pem_run(struct mint_secret *out,
                                            const EVP_CIPHER *evp, bool encrypt,
                                            const uint8_t *key,
                                            const uint8_t *iv,
                                            const uint8_t *in, size_t in_len);

#endif  // SSHMINT_CORE_FORMAT_PEM_CIPHER_H
