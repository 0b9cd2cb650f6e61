// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// openssh_cipher.h is the encryption of openssh-key-v1: bcrypt makes a key and
// an IV out of the passphrase, and one of OpenSSH's ciphers takes them.

#ifndef SSHMINT_CORE_FORMAT_OPENSSH_CIPHER_H
#define SSHMINT_CORE_FORMAT_OPENSSH_CIPHER_H

#include <openssl/bytestring.h>

#include "core/mint.h"

struct mint_openssh_cipher;

// How one private part is sealed. Without a cipher (`none`) it is not, and the
// salt is empty.
struct mint_openssh_seal {
  const struct mint_openssh_cipher *cipher;
  CBS salt;
  uint32_t rounds;
};

// mint_openssh_cipher_find returns the cipher called `name`, or NULL if we do
// not read it. "none" is a cipher too.
const struct mint_openssh_cipher *mint_openssh_cipher_find(const CBS *name);

// mint_openssh_cipher_default returns the cipher that we write.
const struct mint_openssh_cipher *mint_openssh_cipher_default(void);

// What is known of a cipher: its name (static); whether it is `none`; the
// length of which what it seals is a multiple; the length of its tag, 0 unless
// it authenticates.
const char *mint_openssh_cipher_name(const struct mint_openssh_cipher *cipher);
bool mint_openssh_cipher_is_none(const struct mint_openssh_cipher *cipher);
size_t mint_openssh_cipher_block(const struct mint_openssh_cipher *cipher);
size_t mint_openssh_cipher_tag(const struct mint_openssh_cipher *cipher);

// mint_openssh_decrypt opens `sealed`, whole blocks and then the tag, into
// *out. The cipher is not `none`.
//
// Secret   the passphrase and *out. That a tag is wrong shows.
// Timing   bcrypt's, see bcrypt.h.
// Owns     *out, wiped with mint_secret_wipe.
//
// MINT_E_NONE, MINT_E_PASSPHRASE_WRONG (it is empty, or the tag is wrong),
// MINT_E_PASSPHRASE_LONG, MINT_E_KDF_COST (salt or rounds), MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_openssh_decrypt(
    struct mint_secret *out, const struct mint_openssh_seal *seal,
    const CBS *sealed, const uint8_t *passphrase, size_t passphrase_len);

// mint_openssh_encrypt seals whole blocks in place, with the cipher that we
// write. On failure they are not sealed.
//
// Secret, Timing   as above.
//
// MINT_E_NONE, MINT_E_PASSPHRASE_SHORT (empty), MINT_E_PASSPHRASE_LONG,
// MINT_E_KDF_COST (salt or rounds), MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_openssh_encrypt(
    struct mint_secret *blocks, const struct mint_openssh_seal *seal,
    const uint8_t *passphrase, size_t passphrase_len);

#endif  // SSHMINT_CORE_FORMAT_OPENSSH_CIPHER_H
